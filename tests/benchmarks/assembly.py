"""How long four parallel forms take, and whether they are what the blueprint says.

The issue's figure: 4 disjoint forms of 62 items of a bank of 3,000 with 300 enemy pairs
and 20 content constraints beside all other rules. P12: 80 of 1,000, and 4 times 80 of
2,000. One solver worker; building the problem counts, loading the solver does not. Each
is measured for three seeds, and the slowest stands. An independent count confirms every
rule before a figure is given.

    python -m tests.benchmarks assembly
"""

from collections.abc import Iterator
from fractions import Fraction
from time import perf_counter
from typing import Any

from question_bank.assembly.assemble import assemble
from question_bank.assembly.blueprint import (
    Band,
    Blueprint,
    InformationTarget,
    Measure,
    Quota,
    SectionPlan,
    Selection,
    Tolerances,
)
from question_bank.assembly.build_forms import build_forms
from question_bank.assembly.pool import ItemKind, Pool
from question_bank.assembly.recount import figures_of, placed_items
from question_bank.assembly.verify_forms import broken, verify_forms
from question_bank.statistics.form_figures import mean_difficulty
from tests.builders.assembly_pools import (
    LEVEL,
    TASKS,
    a_pool,
    a_section,
    between,
    quota,
    record_of,
    small_blueprint,
)
from tests.builders.forms import words

SEEDS = (1, 2, 3)


def exam_sections() -> tuple[SectionPlan, ...]:
    """Return 62 items and 100 points, as the shipped blueprints have them."""
    return (
        a_section("single", ItemKind.SINGLE_CHOICE, 30, 1, 400),
        a_section("multiple", ItemKind.MULTIPLE_CHOICE, 10, 2),
        a_section("true-false", ItemKind.TRUE_FALSE, 18, 1),
        a_section("short", ItemKind.SHORT_ANSWER, 2, 6),
        a_section("case", ItemKind.CASE, 2, 10),
    )


def objective_sections() -> tuple[SectionPlan, ...]:
    """Return 80 items and 100 points."""
    return (
        a_section("single", ItemKind.SINGLE_CHOICE, 40, 1, 400),
        a_section("multiple", ItemKind.MULTIPLE_CHOICE, 20, 2),
        a_section("true-false", ItemKind.TRUE_FALSE, 20, 1),
    )


def content() -> Iterator[Quota]:
    """Yield 20 content constraints beside the weights."""
    for task in TASKS:
        selection = Selection(task=task, kind=ItemKind.SINGLE_CHOICE)
        yield quota(selection, Measure.ITEMS, 2, 7)
    for task in TASKS:
        yield quota(Selection(tag_prefix=f"{LEVEL}/{task}.1"), Measure.ITEMS, 1, 9)
    for domain in "12":
        yield quota(Selection(domain=domain), Measure.ITEMS, 18, 45)


def the_blueprint(sections: tuple[SectionPlan, ...], forms: int) -> Blueprint:
    """Return every rule that a blueprint can hold."""
    weights = (
        *(quota(Selection(domain=d), Measure.POINTS, 27, 40) for d in "123"),
        *(quota(Selection(task=task), Measure.POINTS, 6, 17) for task in TASKS),
    )
    return small_blueprint(
        sections=sections,
        points=Fraction(100),
        duration_minutes=120,
        forms=forms,
        quotas=(*weights, *content()),
        difficulty=between(600, 660),
        bands=(
            Band(name="难", low_permille=0, high_permille=550, items=between(12, 32)),
            Band(name="中", low_permille=550, high_permille=800, items=between(18, 45)),
        ),
        information=tuple(
            InformationTarget(ability_milli=ability, least_milli=least)
            for ability, least in ((-1000, 6500), (0, 7000), (1000, 5000))
        ),
        time_s=between(3600, 7200),
        tolerances=Tolerances(
            difficulty_permille=20, information_permille=50, time_s=240
        ),
    )


def measure() -> list[dict[str, Any]]:
    """Return the records of all three."""
    exam, objective = exam_sections(), objective_sections()
    assemble(small_blueprint(forms=1), a_pool(120), seed=1, effort=1.0)  # loads all
    return [
        *_records(
            "4 × 62 of 3,000", the_blueprint(exam, 4), a_pool(3000, enemies=300), 30
        ),
        *_records("P12 80 of 1,000", the_blueprint(objective, 1), a_pool(1000), 10),
        *_records(
            "P12 4 × 80 of 2,000",
            the_blueprint(objective, 4),
            a_pool(2000, enemies=200),
            60,
        ),
    ]


def _records(
    name: str, blueprint: Blueprint, pool: Pool, reach_s: float
) -> Iterator[dict[str, Any]]:
    seconds, spreads, found = [], [], []
    for seed in SEEDS:
        started = perf_counter()
        found.append(assemble(blueprint, pool, seed=seed).forms)
        seconds.append(perf_counter() - started)
        spreads.append(_spread(blueprint, pool, found[-1]))
    again = assemble(blueprint, pool, seed=SEEDS[-1]).forms
    yield _record(f"assembly {name}", max(seconds), "s", reach_s)
    if blueprint.forms > 1:
        yield _record(f"assembly {name}: mean difficulty", max(spreads), "", 0.02)
    same = float(again == found[-1])
    yield _record(f"assembly {name}: same seed, other forms", 1 - same, "", 0)


def _spread(blueprint: Blueprint, pool: Pool, selected: Any) -> float:
    """Return how far the mean difficulties differ, after all rules were counted anew."""
    chosen = {item_id for form in selected for item_id in form.item_ids}
    records = {item_id: record_of(pool.items[item_id]) for item_id in chosen}
    forms = [found.form for found in build_forms(blueprint, selected, records, words)]
    wrong = broken(verify_forms(blueprint, pool, forms))
    if wrong:
        raise ValueError(f"a rule is broken: {wrong[0]}")
    means = [mean_difficulty(figures_of(placed_items(form, pool))) for form in forms]
    return float(max(means) - min(means))


def _record(name: str, value: float, unit: str, reach: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "limit": None,
        "reach": reach,
        "ok": value <= reach,
    }
