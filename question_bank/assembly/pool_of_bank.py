"""Fill the pool from the bank: usable versions, estimates in force, exposure, enemies."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from question_bank.assembly.blueprint import Blueprint
from question_bank.assembly.pool import Pool, pool_of
from question_bank.assembly.pool_item_of import pool_item_of
from question_bank.bank.bank import Bank
from question_bank.identifiers import ItemId


def pool_of_bank(
    bank: Bank,
    blueprint: Blueprint,
    tell: Callable[[int], None] = lambda _count: None,
) -> Pool:
    """Return all items of the blueprint's level that are approved and not retired.

    Args:
        tell: Is told how many items were read so far.
    """
    estimates = bank.estimates.in_force(level=blueprint.level)
    reuse = blueprint.reuse
    ever = bank.exposure.counts()
    since_ban: Mapping[ItemId, int] = {}
    if reuse.not_used_since is not None:
        since_ban = bank.exposure.counts(reuse.not_used_since)
    since_limit = bank.exposure.counts(reuse.uses_since)
    items = []
    for record, version in bank.items.usable_records(blueprint.level):
        item = pool_item_of(record, version, estimates)
        items.append(
            replace(
                item,
                uses=ever.get(item.item_id, 0),
                uses_since_ban=since_ban.get(item.item_id, 0),
                uses_since_limit=since_limit.get(item.item_id, 0),
            )
        )
        tell(len(items))
    return pool_of(tuple(items), bank.enemies.pairs(), level=blueprint.level)
