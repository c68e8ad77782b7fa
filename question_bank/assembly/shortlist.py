"""A shorter list of candidates: enough for every rule, few enough for a quick solve. Pure.

A bank holds ten times what the forms need, and a solver that sees all of it spends its
time on items that make no difference. The list is drawn by the seed, the less used items
first. What the list cannot give, the whole bank is asked for: a short list proves nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from types import MappingProxyType

from question_bank.assembly.blueprint import Blueprint, Quota
from question_bank.assembly.candidates import SectionCandidates
from question_bank.assembly.pool import PoolItem
from question_bank.identifiers import ItemId

TIMES_THE_NEED = 3
"""How much more than the forms take: at 3 a bank of 3,000 gives four forms in a third of the
time that the whole of it takes."""

LEAST_ITEMS = 40
"""Of each section: short ones need a choice as well."""


def shortlist(
    blueprint: Blueprint, found: Sequence[SectionCandidates], random: Random
) -> tuple[SectionCandidates, ...]:
    """Return the candidates with fewer items; those named by hand always stay."""
    ordered = [
        (index, item)
        for index, section in enumerate(found)
        for item in _shuffled(blueprint, section, random)
    ]
    kept = set(_by_count(blueprint, found, ordered))
    for quota in blueprint.quotas:
        _fill_up(quota, blueprint, found, ordered, kept)
    return tuple(
        replace(
            section,
            items=MappingProxyType(
                {
                    item_id: item
                    for item_id, item in section.items.items()
                    if (index, item_id) in kept
                }
            ),
        )
        for index, section in enumerate(found)
    )


def _shuffled(
    blueprint: Blueprint, section: SectionCandidates, random: Random
) -> list[PoolItem]:
    items = list(section.items.values())
    random.shuffle(items)
    if blueprint.reuse.prefers_little_used:
        items.sort(key=lambda item: item.uses)
    return items


def _by_count(
    blueprint: Blueprint,
    found: Sequence[SectionCandidates],
    ordered: Sequence[tuple[int, PoolItem]],
) -> Iterator[tuple[int, ItemId]]:
    """Yield the named items, and of each section several times what it takes."""
    named = {*blueprint.anchors, *blueprint.required}
    left = [
        max(LEAST_ITEMS, TIMES_THE_NEED * blueprint.forms * section.section.count)
        for section in found
    ]
    for index, item in ordered:
        if left[index] > 0 or item.item_id in named:
            left[index] -= 1
            yield index, item.item_id


def _fill_up(
    quota: Quota,
    blueprint: Blueprint,
    found: Sequence[SectionCandidates],
    ordered: Sequence[tuple[int, PoolItem]],
    kept: set[tuple[int, ItemId]],
) -> None:
    """Keep more items until they bring several times what the quota asks."""
    wanted = (quota.range.low or Fraction(0)) * blueprint.forms * TIMES_THE_NEED
    amounts = [
        ((index, item.item_id), amount)
        for index, item in ordered
        if (amount := quota.amount_of(item, found[index].section.section_id))
    ]
    wanted -= sum((amount for place, amount in amounts if place in kept), Fraction(0))
    for place, amount in amounts:
        if wanted <= 0:
            return
        if place not in kept:
            kept.add(place)
            wanted -= amount
