"""The independent check, held against forms that are wrong on purpose."""

from dataclasses import replace
from fractions import Fraction
from functools import cache

import msgspec
import pytest
from hypothesis import given, settings, strategies as st

from question_bank.assembly.assemble import assemble
from question_bank.assembly.blueprint import Blueprint
from question_bank.assembly.build_forms import build_forms
from question_bank.assembly.pool import Pool, pool_of
from question_bank.assembly.verify_forms import broken, verify_forms
from question_bank.formats.form import Form
from question_bank.identifiers import ItemId
from question_bank.items.item import Item, item_id_of
from tests.builders.assembly_pools import LEVEL, a_pool, record_of, small_blueprint
from tests.builders.forms import words


@cache
def good() -> tuple[Blueprint, Pool, tuple[Form, ...]]:
    pool = a_pool(120, enemies=10)
    blueprint = small_blueprint()
    found = assemble(blueprint, pool, seed=1, effort=3.0)
    records = {item_id: record_of(item) for item_id, item in pool.items.items()}
    built = build_forms(blueprint, found.forms, records, words)
    return blueprint, pool, tuple(form.form for form in built)


def with_item(form: Form, section: int, index: int, item: Item | None) -> Form:
    items = list(form.sections[section].items)
    items[index : index + 1] = [] if item is None else [item]
    sections = list(form.sections)
    sections[section] = msgspec.structs.replace(sections[section], items=tuple(items))
    return msgspec.structs.replace(form, sections=tuple(sections))


def codes(blueprint: Blueprint, pool: Pool, forms: tuple[Form, ...]) -> set[str]:
    return {check.code for check in broken(verify_forms(blueprint, pool, forms))}


def test_good_forms_pass() -> None:
    assert not codes(*good())


@given(section=st.integers(0, 1), index=st.integers(0, 2))
@settings(max_examples=10, deadline=None)
def test_a_missing_item_is_seen(section: int, index: int) -> None:
    blueprint, pool, (left, right) = good()

    found = codes(blueprint, pool, (with_item(left, section, index, None), right))

    assert {"SECTION_COUNT", "SECTION_POINTS", "POINTS"} <= found


@given(index=st.integers(0, 9), other=st.integers(0, 9))
@settings(max_examples=15, deadline=None)
def test_an_item_of_the_other_form_is_seen(index: int, other: int) -> None:
    blueprint, pool, (left, right) = good()
    stranger = right.sections[0].items[other]

    found = codes(blueprint, pool, (with_item(left, 0, index, stranger), right))

    assert "OVERLAP" in found


@given(index=st.integers(1, 9))
@settings(max_examples=9, deadline=None)
def test_an_item_that_stands_twice_is_seen(index: int) -> None:
    blueprint, pool, (left, right) = good()
    first = left.sections[0].items[0]

    assert "ONCE" in codes(blueprint, pool, (with_item(left, 0, index, first), right))


@given(index=st.integers(0, 9))
@settings(max_examples=10, deadline=None)
def test_other_points_are_seen(index: int) -> None:
    blueprint, pool, (left, right) = good()
    item = left.sections[0].items[index]
    dearer = msgspec.structs.replace(item, points=Fraction(2))

    found = codes(blueprint, pool, (with_item(left, 0, index, dearer), right))

    assert {"SECTION_POINTS", "POINTS"} <= found


def test_enemies_in_one_form_are_seen() -> None:
    blueprint, pool, forms = good()
    pair = tuple(item_id_of(item) for item in forms[0].sections[0].items[:2])
    hostile = pool_of(tuple(pool.items.values()), (pair,), level=LEVEL)  # type: ignore[arg-type] # two of them

    assert codes(blueprint, hostile, forms) == {"ENEMIES"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"forbidden": 0}, "FORBIDDEN"),
        ({"anchors": 1}, "ANCHOR"),
        ({"required": 1}, "REQUIRED"),
    ],
)
def test_rules_on_named_items_are_counted(changes: dict[str, int], code: str) -> None:
    blueprint, pool, forms = good()
    used = {
        item_id_of(item) for form in forms for s in form.sections for item in s.items
    }
    unused = next(item_id for item_id in pool.items if item_id not in used)
    ((field, which),) = changes.items()
    ids: tuple[ItemId, ...] = (unused,) if which else (min(used),)
    stricter = replace(blueprint, **{field: ids})  # type: ignore[arg-type] # by name

    assert code in codes(stricter, pool, forms)


def test_measured_rules_that_are_missed_are_seen() -> None:
    blueprint, pool, forms = good()
    harder = {
        item_id: replace(
            item,
            tasks=tuple(
                replace(task, figures=replace(task.figures, difficulty_permille=120))
                for task in item.tasks
            ),
        )
        for item_id, item in pool.items.items()
    }
    hard_pool = pool_of(tuple(harder.values()), pool.enemies, level=LEVEL)

    assert {"MEAN_DIFFICULTY", "BAND"} <= codes(blueprint, hard_pool, forms)


def with_difficulty_of(pool: Pool, item_id: ItemId, *permilles: int) -> Pool:
    """Return the pool with an item of as many tasks of one point each."""
    item = pool.items[item_id]
    (first, *_) = item.tasks
    tasks = tuple(
        replace(
            first,
            figures=replace(
                first.figures, points=Fraction(1), difficulty_permille=permille
            ),
        )
        for permille in permilles
    )
    changed = {**pool.items, item_id: replace(item, tasks=tasks)}
    return pool_of(tuple(changed.values()), pool.enemies, level=LEVEL)


def test_a_band_takes_the_exact_mean_of_an_item_not_a_rounded_one() -> None:
    """549.6 thousandths are below 550, however near."""
    _, pool, _ = good()
    item_id = next(iter(pool.items))
    near = with_difficulty_of(pool, item_id, 550, 550, 549)

    assert near.items[item_id].difficulty_permille == Fraction(1649, 3)
    assert near.items[item_id].difficulty_permille < 550
