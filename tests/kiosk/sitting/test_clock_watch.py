"""A wall clock that is set is told once; one that drifts is not."""

from kiosk.clock import Moment
from kiosk.sitting.clock_watch import LEAST_JUMP_MS, ClockWatch

YEAR_MS = 365 * 24 * 3600 * 1000


def looks(*pairs: tuple[int, int]) -> list[int]:
    """Return the jumps seen at (boot, wall) readings."""
    watch, jumps = ClockWatch(), []
    for boot_ms, wall_ms in pairs:
        watch, jump_ms = watch.after(Moment(boottime_ms=boot_ms, wall_time_ms=wall_ms))
        jumps.append(jump_ms)
    return jumps


def test_two_clocks_that_go_alike_say_nothing() -> None:
    assert looks((0, 5000), (1000, 6000), (600_000, 605_400)) == [0, 0, 0]


def test_a_year_back_is_told_once_with_its_size() -> None:
    start = 2 * YEAR_MS
    assert looks(
        (0, start), (1000, start - YEAR_MS), (2000, start - YEAR_MS + 1000)
    ) == [
        0,
        -YEAR_MS - 1000,
        0,
    ]


def test_a_jump_forward_is_above_zero_and_suspend_is_none() -> None:
    assert looks((0, 0), (1000, 61_000)) == [0, 60_000]
    assert looks((0, 0), (3_600_000, 3_600_000)) == [0, 0]


def test_a_slow_drift_is_told_when_it_has_become_worth_it() -> None:
    half = LEAST_JUMP_MS // 2
    assert looks((0, 0), (1000, 1000 + half), (2000, 2000 + 2 * half)) == [
        0,
        0,
        2 * half,
    ]
