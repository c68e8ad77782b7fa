"""What a set of tasks is together: mean difficulty, information, expected score. Pure.

Difficulty is weighted by points: the mean of a form is the share of its points that
candidates of the level are expected to earn, so that 0.68 means 68 of 100.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import floor, fsum

from question_bank.items.estimate import ONE
from question_bank.statistics.item_curve import information_of, item_curve


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFigures:
    """What is known of one task, without its text.

    Attributes:
        points: What it is worth in the form, or of itself where there is no form.
        difficulty_permille: Expected score rate; larger is easier.
        expected_s: How long a candidate needs.
    """

    points: Fraction
    difficulty_permille: int
    discrimination_permille: int
    expected_s: int


def total_points(tasks: Iterable[TaskFigures]) -> Fraction:
    """Return what the tasks are worth."""
    return sum((task.points for task in tasks), Fraction(0))


def expected_points(tasks: Iterable[TaskFigures]) -> Fraction:
    """Return what candidates of the level are expected to earn, exactly."""
    return sum(
        (task.points * Fraction(task.difficulty_permille, ONE) for task in tasks),
        Fraction(0),
    )


def mean_difficulty(tasks: Sequence[TaskFigures]) -> Fraction:
    """Return the expected share of the points; 0 where there are none."""
    points = total_points(tasks)
    return expected_points(tasks) / points if points else Fraction(0)


def expected_s(tasks: Iterable[TaskFigures]) -> int:
    """Return how long a candidate needs for all of it."""
    return sum(task.expected_s for task in tasks)


INFORMATION_STEPS = 100_000
"""In a unit of information: a solver adds whole steps, each task rounded down, so that
what it finds enough is enough; 100 tasks lose at most a thousandth."""


def form_information(tasks: Iterable[TaskFigures], ability_milli: int) -> float:
    """Return the sum of the tasks' information.

    Each task counts once, whatever it is worth: docs/decisions/0200.
    """
    return fsum(
        information_of(
            task.difficulty_permille, task.discrimination_permille, ability_milli
        )
        for task in tasks
    )


def information_steps(tasks: Iterable[TaskFigures], ability_milli: int) -> int:
    """Return what the tasks have at least, in whole steps for a solver."""
    return sum(
        floor(form_information((task,), ability_milli) * INFORMATION_STEPS)
        for task in tasks
    )


def form_information_milli(tasks: Iterable[TaskFigures], ability_milli: int) -> int:
    """Return the sum of the tasks' information in thousandths, rounded once, to show."""
    return round(form_information(tasks, ability_milli) * ONE)


def expected_points_at(tasks: Iterable[TaskFigures], ability: float) -> float:
    """Return what a candidate of this ability is expected to earn."""
    return sum(
        float(task.points)
        * item_curve(task.difficulty_permille, task.discrimination_permille).share_at(
            ability
        )
        for task in tasks
    )


def error_at(tasks: Sequence[TaskFigures], ability: float) -> float | None:
    """Return the standard error of the ability estimate; None without information."""
    information = form_information(tasks, round(ability * ONE))
    return information**-0.5 if information > 0 else None


def overlap(forms: Sequence[Collection[str]]) -> dict[tuple[int, int], int]:
    """Return how many items each two forms share, by their positions."""
    sets = [frozenset(form) for form in forms]
    return {
        (left, right): len(sets[left] & sets[right])
        for left, right in combinations(range(len(sets)), 2)
    }
