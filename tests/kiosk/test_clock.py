"""The machine's own clocks."""

from datetime import UTC, datetime

from kiosk.clock import SystemClock, moment
from tests.fakes.hand_clock import HandClock


def test_the_boot_clock_never_goes_back() -> None:
    clock = SystemClock()
    readings = [clock.boottime_s() for _ in range(100)]

    assert readings == sorted(readings)
    assert readings[0] > 0


def test_a_boot_has_one_name() -> None:
    assert SystemClock().boot_id() == SystemClock().boot_id() != ""


def test_the_wall_clock_is_aware() -> None:
    assert SystemClock().utc_now().utcoffset() is not None


def test_a_moment_reads_both_clocks_in_milliseconds() -> None:
    clock = HandClock()

    assert clock.now().boottime_ms == 1_000_000
    assert clock.now().wall_time_ms == round(clock.wall.timestamp() * 1000)


def test_a_wall_clock_before_1970_is_labelled_1970() -> None:
    clock = HandClock()
    clock.wall = datetime(1969, 1, 1, tzinfo=UTC)

    assert moment(clock).wall_time_ms == 0
