"""Which items may stand in which section, and why others may not. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from question_bank.assembly.blueprint import Blueprint, SectionPlan
from question_bank.assembly.pool import Pool, PoolItem, worth
from question_bank.identifiers import ItemId


class Hindrance(StrEnum):
    """Why an item of the section's kind is not taken."""

    FORBIDDEN = "forbidden"
    USED_SINCE = "used_since"
    USED_OFTEN = "used_often"
    OTHER_POINTS = "other_points"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionCandidates:
    """What one section may take.

    Attributes:
        items: By id, each with the points it would have there.
        hindered: Items of the right kind that may not stand there.
    """

    section: SectionPlan
    items: Mapping[ItemId, PoolItem]
    hindered: Mapping[ItemId, Hindrance]


def candidates(blueprint: Blueprint, pool: Pool) -> tuple[SectionCandidates, ...]:
    """Return the candidates of every section, in the order of the form."""
    return tuple(
        _of_section(blueprint, section, pool) for section in blueprint.sections
    )


def _of_section(
    blueprint: Blueprint, section: SectionPlan, pool: Pool
) -> SectionCandidates:
    items: dict[ItemId, PoolItem] = {}
    hindered: dict[ItemId, Hindrance] = {}
    for item_id, item in pool.items.items():
        if item.kind not in section.kinds:
            continue
        counted = worth(item, section.points_each)
        hindrance = hindrance_of(blueprint, item)
        if hindrance is not None:
            hindered[item_id] = hindrance
        elif counted is None:
            hindered[item_id] = Hindrance.OTHER_POINTS
        else:
            items[item_id] = counted
    return SectionCandidates(section=section, items=items, hindered=hindered)


def hindrance_of(blueprint: Blueprint, item: PoolItem) -> Hindrance | None:
    """Return why the blueprint does not take the item anywhere; None if it may.

    Limits of reuse do not bind anchors and required items: they were named by hand.
    """
    if item.item_id in blueprint.forbidden:
        return Hindrance.FORBIDDEN
    if item.item_id in blueprint.anchors or item.item_id in blueprint.required:
        return None
    reuse = blueprint.reuse
    if reuse.not_used_since is not None and item.uses_since_ban > 0:
        return Hindrance.USED_SINCE
    if reuse.most_uses is not None and item.uses_since_limit >= reuse.most_uses:
        return Hindrance.USED_OFTEN
    return None
