import pytest
from hypothesis import given, strategies as st

from kiosk.ui.presenters.clock_text import clock_text, clock_view, time_warning
from kiosk.ui.presenters.message import message


@pytest.mark.parametrize(
    ("left_ms", "text"),
    [
        (7_200_000, "2:00:00"),
        (3_599_999, "1:00:00"),
        (61_000, "0:01:01"),
        (1, "0:00:01"),
        (0, "0:00:00"),
        (-5, "0:00:00"),
    ],
)
def test_the_clock_shows_hours_minutes_and_seconds(left_ms: int, text: str) -> None:
    assert clock_text(left_ms) == text


@given(left_ms=st.integers(1, 10**8))
def test_the_clock_never_shows_the_end_before_it(left_ms: int) -> None:
    assert clock_text(left_ms) != "0:00:00"


def test_the_last_minutes_look_urgent() -> None:
    assert not clock_view(300_001).is_urgent
    assert clock_view(300_000).is_urgent


def test_a_warning_comes_once_as_its_time_passes() -> None:
    assert time_warning(300_500, 299_900) == message("clock.warning", minutes=5)
    assert time_warning(299_900, 299_000) is None


def test_after_a_jump_only_the_newest_warning_is_given() -> None:
    assert time_warning(3_600_000, 240_000) == message("clock.warning", minutes=5)


def test_at_the_end_no_warning_is_given() -> None:
    assert time_warning(61_000, 0) is None
