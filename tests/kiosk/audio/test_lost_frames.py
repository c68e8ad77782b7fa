import pytest
from hypothesis import given, settings, strategies as st

from kiosk.audio.lost_frames import LostFrames

RATE = 16_000
PERIOD = 400


def counted(
    gaps: dict[int, int],
    *,
    periods: int = 400,
    rate: float = RATE,
    late_s: dict[int, float] | None = None,
    told: frozenset[int] = frozenset(),
) -> int:
    """Frames counted as lost, where `gaps` says before which period how many were."""
    ledger = LostFrames(RATE)
    lost = came = skipped = 0
    for period in range(periods):
        came += PERIOD
        skipped += gaps.get(period, 0)
        at_s = (came + skipped) / rate + (late_s or {}).get(period, 0.0)
        lost += ledger.next_lost(at_s, came, overflowed=period in told)
    return lost + ledger.last_lost()


def test_nothing_is_lost_of_a_steady_stream() -> None:
    assert counted({}) == 0


@pytest.mark.parametrize("lost", [800, 4_000, 40_000])
def test_a_gap_is_counted_to_the_frame(lost: int) -> None:
    assert counted({200: lost}) == pytest.approx(lost, abs=8)


def test_gaps_add_up() -> None:
    assert counted({100: 1_600, 220: 3_200}) == pytest.approx(4_800, abs=16)


def test_who_is_late_and_catches_up_has_lost_nothing() -> None:
    late = dict.fromkeys(range(150, 170), 0.4)

    assert counted({}, late_s=late) == 0


@settings(max_examples=30)
@given(st.lists(st.floats(0, 0.3), min_size=90, max_size=90))
def test_no_jitter_of_buffers_is_a_loss(lateness: list[float]) -> None:
    late = {at: late for at, late in enumerate(lateness) if at % 20}  # then caught up

    assert counted({}, periods=90, late_s=late) == 0


@pytest.mark.parametrize("rate", [RATE * 0.9995, RATE * 1.0005])
def test_ten_minutes_of_a_clock_that_drifts_are_no_loss(rate: float) -> None:
    assert counted({}, periods=24_000, rate=rate) == 0


def test_a_loss_is_found_after_ten_minutes_too() -> None:
    assert counted({23_000: 1_600}, periods=24_000) == pytest.approx(1_600, abs=8)


def test_what_the_driver_speaks_of_is_at_least_one_frame() -> None:
    assert counted({}, told=frozenset({200})) >= 1
    assert counted({}, told=frozenset({399})) >= 1


def test_a_small_gap_that_the_driver_speaks_of_is_counted() -> None:
    assert counted({200: 200}, told=frozenset({200})) == pytest.approx(200, abs=8)
