import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from question_bank.assembly.assemble import assemble
from question_bank.assembly.blueprint import Blueprint, Measure, Range, Reuse, Selection
from question_bank.assembly.build_forms import build_forms
from question_bank.assembly.errors import AssemblyLimitError, BlueprintError
from question_bank.assembly.pool import ItemKind, Pool, pool_of
from question_bank.assembly.verify_forms import RuleCheck, broken, verify_forms
from question_bank.formats.form import Form
from question_bank.identifiers import ItemId
from tests.builders.assembly_pools import (
    LEVEL,
    a_pool,
    between,
    quota,
    record_of,
    small_blueprint,
)
from tests.builders.forms import words

LITTLE = 3.0
"""Enough effort for these, and little for improving what was found."""


@pytest.fixture(scope="module")
def pool() -> Pool:
    return a_pool(120, enemies=10)


def forms_of(blueprint: Blueprint, pool: Pool, seed: int = 1) -> list[Form]:
    found = assemble(blueprint, pool, seed=seed, effort=LITTLE)
    records = {item_id: record_of(item) for item_id, item in pool.items.items()}
    built = build_forms(blueprint, found.forms, records, words)
    return [form.form for form in built]


def checks_of(blueprint: Blueprint, pool: Pool) -> tuple[RuleCheck, ...]:
    return verify_forms(blueprint, pool, forms_of(blueprint, pool))


def ids_of(blueprint: Blueprint, pool: Pool, seed: int = 1) -> list[set[ItemId]]:
    return [
        set(form.item_ids)
        for form in assemble(blueprint, pool, seed=seed, effort=LITTLE).forms
    ]


def test_forms_keep_every_rule_by_an_independent_count(pool: Pool) -> None:
    checks = checks_of(small_blueprint(), pool)

    assert not broken(checks)
    assert len(checks) > 30


def test_forms_share_no_items_unless_the_blueprint_lets_them(pool: Pool) -> None:
    left, right = ids_of(small_blueprint(), pool)

    assert not left & right


def test_anchors_stand_in_all_forms_and_required_items_in_one(pool: Pool) -> None:
    anchor, required = ItemId("i-00003"), ItemId("i-00005")
    blueprint = small_blueprint(anchors=(anchor,), required=(required,))

    left, right = ids_of(blueprint, pool)

    assert left & right == {anchor}
    assert required in left | right


@pytest.mark.slow  # three forms with shared items are a hard problem
def test_two_forms_of_a_small_bank_may_share_what_is_allowed() -> None:
    pool = a_pool(80)
    blueprint = small_blueprint(most_shared=3, forms=3)

    checks = checks_of(blueprint, pool)

    assert not broken(checks)


def test_forbidden_and_worn_items_are_left_out(pool: Pool) -> None:
    worn = {
        item_id: replace(item, uses_since_limit=item.uses)
        for item_id, item in pool.items.items()
    }
    blueprint = small_blueprint(
        forbidden=(ItemId("i-00001"),), reuse=Reuse(most_uses=2)
    )
    worn_pool = pool_of(tuple(worn.values()), pool.enemies, level=LEVEL)

    used = set.union(*ids_of(blueprint, worn_pool))

    assert ItemId("i-00001") not in used
    assert all(worn[item_id].uses < 2 for item_id in used)


def test_little_used_items_are_preferred(pool: Pool) -> None:
    used = set.union(*ids_of(small_blueprint(), pool))

    assert sum(pool.items[item_id].uses for item_id in used) <= 3


def test_another_seed_gives_other_forms_and_the_same_seed_the_same(pool: Pool) -> None:
    blueprint = small_blueprint()

    first = assemble(blueprint, pool, seed=1, effort=LITTLE)

    assert assemble(blueprint, pool, seed=1, effort=LITTLE) == first
    assert assemble(blueprint, pool, seed=2, effort=LITTLE).forms != first.forms


SCRIPT = """
from question_bank.assembly.assemble import assemble
from tests.builders.assembly_pools import a_pool, small_blueprint
print(assemble(small_blueprint(), a_pool(120, enemies=10), seed=3, effort=3.0).forms)
"""


@pytest.mark.slow  # two interpreters that load a solver
def test_two_processes_give_the_same_forms() -> None:
    root = Path(__file__).parents[3]
    outputs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=root,
            env={"PYTHONHASHSEED": str(number), "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
        ).stdout
        for number in (1, 2)
    ]

    assert outputs[0] == outputs[1]
    assert len(outputs[0]) > 500


def test_what_is_short_is_told_with_its_number() -> None:
    pool = a_pool(30)

    with pytest.raises(BlueprintError) as refusal:
        assemble(small_blueprint(forms=4), pool, seed=1)

    told = "\n".join(wording.zh for wording in refusal.value.wordings)
    assert (
        "大题 s：10 道”×4 份：需要 40 道，题库中符合条件的只有 15 道，差 25 道" in told
    )


@pytest.mark.slow  # proves an impossibility, and that of each rule's absence
def test_rules_that_conflict_are_named_with_what_would_have_to_give(pool: Pool) -> None:
    """The two can each be kept alone: counting finds nothing, only the solver does."""
    blueprint = small_blueprint(
        quotas=(
            quota(Selection(tag_prefix=f"{LEVEL}/1"), Measure.POINTS, 14, 26),
            quota(Selection(tag_prefix=f"{LEVEL}/2"), Measure.POINTS, 14, 26),
        ),
        bands=(),
    )

    with pytest.raises(BlueprintError) as refusal:
        assemble(blueprint, pool, seed=1, effort=LITTLE)

    assert refusal.value.code == "BLUEPRINT"
    told = "\n".join(wording.zh for wording in refusal.value.wordings)
    assert "已证明" in told
    assert f"标签 {LEVEL}/1：14–26 分" in told
    assert f"标签 {LEVEL}/2：14–26 分" in told
    assert "差" in told


def test_running_out_of_effort_is_not_told_as_impossible(pool: Pool) -> None:
    with pytest.raises(AssemblyLimitError, match="not proven"):
        assemble(small_blueprint(), pool, seed=1, effort=1e-9)


def test_sections_set_points_of_choices_but_never_of_what_has_a_rubric(
    pool: Pool,
) -> None:
    plain = small_blueprint()
    sections = tuple(
        replace(section, points_each=Fraction(3))
        if section.section_id == "s"
        else section
        for section in plain.sections
    )
    blueprint = small_blueprint(
        sections=sections, points=Fraction(46), quotas=(), time_s=between(0, 9000)
    )

    (form, _) = forms_of(blueprint, pool)

    singles = form.sections[0].items
    assert {getattr(item, "points", None) for item in singles} == {Fraction(3)}
    short = replace(plain.sections[3], points_each=Fraction(7))
    with pytest.raises(BlueprintError, match="of other points"):
        assemble(
            small_blueprint(sections=(*plain.sections[:3], short), points=Fraction(27)),
            pool,
            seed=1,
        )


def test_a_case_goes_in_whole(pool: Pool) -> None:
    plain = small_blueprint()
    case = replace(plain.sections[3], kinds=(ItemKind.CASE,), points_each=Fraction(10))
    blueprint = small_blueprint(
        sections=(*plain.sections[:3], case),
        points=Fraction(30),
        quotas=(),
        difficulty=Range(low=None, high=None),
        forms=1,
    )

    (form,) = forms_of(blueprint, pool)

    (item,) = form.sections[3].items
    assert len(item.scenes[0].tasks) == 2  # type: ignore[union-attr] # it is a case
