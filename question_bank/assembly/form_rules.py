"""The rules of what a form is: its sections, named items, enemies. Pure."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import floor

from question_bank.assembly import rule_names as names
from question_bank.assembly.blueprint import Blueprint
from question_bank.assembly.candidates import SectionCandidates
from question_bank.assembly.pool import Pool, PoolItem
from question_bank.assembly.problem import Row, Rule
from question_bank.assembly.switches import Switches, together
from question_bank.items.estimate import ONE
from question_bank.items.score_line import Wording

_COSTLY = 20_000
"""A section's count, an anchor, an enemy: given up after everything else."""


def form_rules(blueprint: Blueprint, pool: Pool, switches: Switches) -> Iterator[Rule]:
    """Yield the rules that make forms out of items."""
    yield _once(blueprint, switches)
    if blueprint.most_shared and blueprint.forms > 1:
        yield _overlap(blueprint, switches)
    for index, found in enumerate(switches.found):
        yield from _section(index, found, switches)
    yield from _named_items(blueprint, switches)
    yield _enemies(pool, switches)


def _once(blueprint: Blueprint, switches: Switches) -> Rule:
    """An item stands in one section only, and in one form only where none is shared."""
    is_disjoint = blueprint.most_shared == 0
    rows: list[Row] = []
    for item_id in switches.item_ids():
        if is_disjoint and item_id not in blueprint.anchors:
            groups = [switches.of_item(item_id)]
        else:
            groups = [switches.of_item(item_id, form) for form in switches.forms]
        rows.extend(
            Row(about="", terms=together(group), low=None, high=1)
            for group in groups
            if len(group) > 1
        )
    return Rule(
        code="ONCE",
        name=Wording("同一试题不重复使用", "an item is not used twice"),
        unit=names.ITEMS,
        rows=tuple(rows),
        is_fixed=True,
    )


def _overlap(blueprint: Blueprint, switches: Switches) -> Rule:
    """An item in both of two forms switches a helper on; only few may be on."""
    most = blueprint.most_shared
    rows = []
    for left, right in combinations(switches.forms, 2):
        shared = []
        for item_id in switches.item_ids():
            if item_id in blueprint.anchors:
                continue
            helper = switches.helper(1)
            shared.append((helper, 1))
            both = (
                *switches.of_item(item_id, left),
                *switches.of_item(item_id, right),
            )
            terms = (*together(both), (helper, -1))
            rows.append(Row(about="", terms=terms, low=None, high=1))
        about = f"{switches.codes[left]}–{switches.codes[right]}"
        rows.append(Row(about=about, terms=tuple(shared), low=None, high=most))
    return Rule(
        code="OVERLAP",
        name=names.overlap_name(blueprint),
        unit=names.ITEMS,
        rows=tuple(rows),
        is_fixed=True,
    )


def _section(
    index: int, found: SectionCandidates, switches: Switches
) -> Iterator[Rule]:
    section = found.section
    ones = switches.amounts(lambda place, _item: int(place == index))
    yield Rule(
        code="SECTION_COUNT",
        name=names.section_name(section),
        unit=names.ITEMS,
        rows=switches.rows(ones, section.count, section.count),
        price=_COSTLY,
    )
    if section.points is not None:
        amounts, scale = switches.scaled(
            lambda place, item: item.points * (place == index)
        )
        points = section.points * scale
        # A whole of points that no sum of whole amounts can be is refused by counting.
        low, high = floor(points), floor(points)
        yield Rule(
            code="SECTION_POINTS",
            name=names.section_points_name(section),
            unit=names.POINTS,
            rows=switches.rows(amounts, low + (points != low), high),
            scale=scale,
        )
    if section.most_same_key_permille is not None:
        yield _keys(index, found, switches)


def _keys(index: int, found: SectionCandidates, switches: Switches) -> Rule:
    most = most_same_key(found.section.count, found.section.most_same_key_permille)
    rows: list[Row] = []
    for key in sorted({item.key for item in found.items.values() if item.key}):

        def has_key(place: int, item: PoolItem, key: str = key) -> int:
            return int(place == index and item.key == key)

        rows.extend(switches.rows(switches.amounts(has_key), None, most))
    return Rule(
        code="KEY_BALANCE",
        name=names.key_name(found.section),
        unit=names.ITEMS,
        rows=tuple(rows),
    )


def most_same_key(count: int, permille: int | None) -> int:
    """Return how many items of a section may have the same key."""
    return count if permille is None else floor(Fraction(count * permille, ONE))


def _named_items(blueprint: Blueprint, switches: Switches) -> Iterator[Rule]:
    for item_id in blueprint.anchors:
        yield Rule(
            code="ANCHOR",
            name=names.anchor_name(item_id),
            unit=names.ITEMS,
            rows=tuple(
                Row(
                    about=switches.codes[form],
                    terms=together(switches.of_item(item_id, form)),
                    low=1,
                    high=1,
                )
                for form in switches.forms
            ),
            price=_COSTLY,
        )
    for item_id in blueprint.required:
        places = together(switches.of_item(item_id))
        yield Rule(
            code="REQUIRED",
            name=names.required_name(item_id),
            unit=names.ITEMS,
            rows=(Row(about="", terms=places, low=1, high=None),),
            price=_COSTLY,
        )


def _enemies(pool: Pool, switches: Switches) -> Rule:
    rows = []
    for left, right in pool.enemies:
        for form, code in enumerate(switches.codes):
            places = [switches.of_item(item, form) for item in (left, right)]
            if all(places):
                terms = together((*places[0], *places[1]))
                about = f"{code} {left} × {right}"
                rows.append(Row(about=about, terms=terms, low=None, high=1))
    return Rule(
        code="ENEMIES",
        name=names.ENEMIES,
        unit=names.ITEMS,
        rows=tuple(rows),
        price=_COSTLY,
    )
