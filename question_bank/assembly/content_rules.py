"""The rules of what is in a form: weights, difficulty, information, time. Pure."""

from collections.abc import Iterator

from question_bank.assembly import rule_names as names
from question_bank.assembly.blueprint import Band, Blueprint, Measure, Quota
from question_bank.assembly.pool import PoolItem
from question_bank.assembly.problem import Rule, Terms
from question_bank.assembly.switches import Amounts, Switches, whole_bounds
from question_bank.items.estimate import ONE
from question_bank.statistics.form_figures import (
    INFORMATION_STEPS,
    expected_points,
    information_steps,
)

PRICE_OF_A_USE = 1000
"""In steps off the middle difficulty: an unworn item comes first."""

MOST_USES_COUNTED = 20

MIDDLE_PERMILLE = 5
"""This near to the middle of the wanted mean difficulty is near enough: nobody can tell
forms apart by it, and asking for more makes a solver work for minutes."""

_PRICE_OF_DIFFICULTY = 1_000_000
"""Of the whole scale: a hundredth weighs as much as ten items."""

_PRICE_OF_A_SECOND = 10


def content_rules(blueprint: Blueprint, switches: Switches) -> Iterator[Rule]:
    """Yield the rules of what the forms hold, and of how far they may differ."""
    for quota in blueprint.quotas:
        yield _quota(quota, blueprint, switches)
    for band in blueprint.bands:
        yield _band(band, switches)
    yield from _difficulty(blueprint, switches)
    yield from _information(blueprint, switches)
    yield from _time(blueprint, switches)


def _quota(quota: Quota, blueprint: Blueprint, switches: Switches) -> Rule:
    sections = [found.section.section_id for found in switches.found]
    amounts, scale = switches.scaled(
        lambda place, item: quota.amount_of(item, sections[place])
    )
    is_points = quota.measure is Measure.POINTS
    return Rule(
        code="QUOTA",
        name=names.quota_name(quota, blueprint),
        unit=names.POINTS if is_points else names.ITEMS,
        rows=switches.rows(amounts, *whole_bounds(quota.range, scale)),
        scale=scale,
    )


def _band(band: Band, switches: Switches) -> Rule:
    def is_in(_place: int, item: PoolItem) -> int:
        return int(band.low_permille <= item.difficulty_permille < band.high_permille)

    return Rule(
        code="BAND",
        name=names.band_name(band),
        unit=names.ITEMS,
        rows=switches.rows(switches.amounts(is_in), *whole_bounds(band.items)),
    )


def expected_amounts(switches: Switches) -> tuple[Amounts, int]:
    """Return the points that each item is expected to earn, and their scale."""
    return switches.scaled(
        lambda _place, item: expected_points(task.figures for task in item.tasks)
    )


def _difficulty(blueprint: Blueprint, switches: Switches) -> Iterator[Rule]:
    amounts, scale = expected_amounts(switches)
    whole = blueprint.points * scale  # what a mean of 1 would be
    yield Rule(
        code="MEAN_DIFFICULTY",
        name=names.mean_name(blueprint),
        unit=names.SHARE,
        rows=switches.rows(amounts, *whole_bounds(blueprint.difficulty, whole / ONE)),
        scale=int(whole),
        price=_PRICE_OF_DIFFICULTY,
    )
    tolerance = blueprint.tolerances.difficulty_permille
    if tolerance is not None and blueprint.forms > 1:
        yield Rule(
            code="DIFFICULTY_TOLERANCE",
            name=names.difficulty_tolerance_name(tolerance),
            unit=names.SHARE,
            rows=switches.spread(amounts, int(tolerance * whole / ONE)),
            scale=int(whole),
            price=_PRICE_OF_DIFFICULTY,
        )


def _information(blueprint: Blueprint, switches: Switches) -> Iterator[Rule]:
    permille = blueprint.tolerances.information_permille
    for target in blueprint.information:

        def amount(_place: int, item: PoolItem, at: int = target.ability_milli) -> int:
            return information_steps((task.figures for task in item.tasks), at)

        amounts = switches.amounts(amount)
        yield Rule(
            code="INFORMATION",
            name=names.information_name(target),
            unit=names.SHARE,
            rows=switches.rows(
                amounts, target.least_milli * INFORMATION_STEPS // ONE, None
            ),
            scale=INFORMATION_STEPS,
        )
        if permille is not None and blueprint.forms > 1:
            yield Rule(
                code="INFORMATION_TOLERANCE",
                name=names.information_tolerance_name(target, permille),
                unit=names.SHARE,
                # Rounding down hid less than a step a task: the larger side gives it.
                rows=switches.spread(amounts, -_most_tasks(switches), permille),
                scale=ONE * INFORMATION_STEPS,
            )


def _most_tasks(switches: Switches) -> int:
    """Return how many tasks a form can have at most."""
    return sum(
        found.section.count
        * max((len(item.tasks) for item in found.items.values()), default=0)
        for found in switches.found
    )


def _time(blueprint: Blueprint, switches: Switches) -> Iterator[Rule]:
    amounts = switches.amounts(lambda _place, item: item.expected_s)
    yield Rule(
        code="TIME",
        name=names.time_name(blueprint),
        unit=names.SECONDS,
        rows=switches.rows(amounts, *whole_bounds(blueprint.time_s)),
        price=_PRICE_OF_A_SECOND,
    )
    tolerance = blueprint.tolerances.time_s
    if tolerance is not None and blueprint.forms > 1:
        yield Rule(
            code="TIME_TOLERANCE",
            name=names.time_tolerance_name(tolerance),
            unit=names.SECONDS,
            rows=switches.spread(amounts, tolerance),
            price=_PRICE_OF_A_SECOND,
        )


def goal_of(blueprint: Blueprint, switches: Switches) -> tuple[Rule | None, Terms]:
    """Return what is to be small: wear first, then the way to the middle difficulty.

    The rule binds the helpers that measure that way; it forbids nothing.
    """
    wear: Terms = ()
    if blueprint.reuse.prefers_little_used:
        wear = tuple(
            (variable, min(uses, MOST_USES_COUNTED) * PRICE_OF_A_USE)
            for variable, placement in enumerate(switches.placements)
            if (uses := switches.item(placement).uses)
        )
    span = blueprint.difficulty
    if span.low is None or span.high is None:
        return None, wear
    amounts, scale = expected_amounts(switches)
    permille = blueprint.points * scale / ONE
    middle = int((span.low + span.high) / 2 * permille)
    unit = max(1, int(permille * MIDDLE_PERMILLE))
    pairs = tuple(switches.distance(amounts, middle, unit))
    rule = Rule(
        code="GOAL",
        name=names.mean_name(blueprint),
        unit=names.SHARE,
        rows=tuple(row for row, _ in pairs),
        is_fixed=True,
    )
    return rule, (*wear, *((helper, 1) for helper in sorted({h for _, h in pairs})))
