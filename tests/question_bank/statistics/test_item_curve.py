from dataclasses import replace
from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given, strategies as st

from question_bank.statistics.form_figures import (
    INFORMATION_STEPS,
    TaskFigures,
    error_at,
    expected_points_at,
    form_information,
    information_steps,
    mean_difficulty,
    overlap,
)
from question_bank.statistics.item_curve import information_of, item_curve

difficulties = st.integers(50, 950)
discriminations = st.integers(100, 800)


@given(difficulty=difficulties, discrimination=discriminations)
def test_over_all_candidates_the_curve_gives_back_the_score_rate(
    difficulty: int, discrimination: int
) -> None:
    curve = item_curve(difficulty, discrimination)
    steps = [NormalDist().inv_cdf((index + 0.5) / 400) for index in range(400)]

    mean = sum(map(curve.share_at, steps)) / len(steps)

    assert abs(mean - difficulty / 1000) < 0.012


@given(difficulty=difficulties, discrimination=discriminations)
def test_information_is_the_squared_slope_over_the_spread(
    difficulty: int, discrimination: int
) -> None:
    curve, step = item_curve(difficulty, discrimination), 1e-4
    slope = (curve.share_at(0.3 + step) - curve.share_at(0.3 - step)) / (2 * step)
    share = curve.share_at(0.3)

    by_definition = slope**2 / (share * (1 - share)) if 0 < share < 1 else 0.0

    assert abs(curve.information_at(0.3) - by_definition) < 1e-4


@given(difficulty=difficulties, discrimination=discriminations)
def test_more_able_candidates_earn_more(difficulty: int, discrimination: int) -> None:
    curve = item_curve(difficulty, discrimination)

    assert curve.share_at(-2) < curve.share_at(0) < curve.share_at(2)


@given(difficulty=difficulties, discrimination=st.integers(-900, 19))
def test_what_tells_nobody_apart_measures_nothing(
    difficulty: int, discrimination: int
) -> None:
    assert information_of(difficulty, discrimination, 0) == 0
    assert item_curve(difficulty, discrimination).share_at(3) == difficulty / 1000


def test_a_known_item_has_the_known_information() -> None:
    """r = 0.6 is a = 0.75; at p = 0.5 the information at 0 is (1.702 · 0.75)² / 4."""
    assert information_of(500, 600, 0) == pytest.approx((1.702 * 0.75) ** 2 / 4)


@given(st.lists(st.tuples(difficulties, discriminations), max_size=60))
def test_a_solver_never_counts_more_information_than_there_is(
    estimates: list[tuple[int, int]],
) -> None:
    tasks = [
        replace(a_task(1, share), discrimination_permille=correlation)
        for share, correlation in estimates
    ]

    steps = information_steps(tasks, 500)

    exact = form_information(tasks, 500) * INFORMATION_STEPS
    assert steps <= exact + 1e-6
    assert exact < steps + len(tasks) + 1


def a_task(points: int, difficulty: int) -> TaskFigures:
    return TaskFigures(
        points=Fraction(points),
        difficulty_permille=difficulty,
        discrimination_permille=400,
        expected_s=60,
    )


def test_the_mean_is_weighted_by_points() -> None:
    tasks = [a_task(1, 900), a_task(3, 500)]

    assert mean_difficulty(tasks) == Fraction(6, 10)
    assert 2.3 < expected_points_at(tasks, 0.0) < 2.6


def test_error_is_one_over_the_root_of_information() -> None:
    tasks = [a_task(1, 500)] * 4

    assert error_at(tasks, 0.0) == form_information(tasks, 0) ** -0.5
    assert error_at([], 0.0) is None


def test_overlap_counts_every_pair() -> None:
    assert overlap(["abc", "bcd", "xyz"]) == {(0, 1): 2, (0, 2): 0, (1, 2): 0}
