"""Numbers typed twice, or scanned: what is told, and what is let through."""

import pytest
from hypothesis import given, strategies as st

from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.typed_number import (
    MOST_SCAN_GAP_MS,
    KeyTimes,
    first_difference,
    number_problem,
    plain_typed,
)

digits = st.text("0123456789", min_size=1, max_size=18)


def problem(number: str, again: str, tail: str = "01234X", **more: bool) -> object:
    is_scanned = more.get("is_scanned", False)
    return number_problem(number, again, tail, is_scanned=is_scanned, tail_length=6)


def test_full_width_and_blanks_are_what_they_mean() -> None:
    assert plain_typed(" ２０２６ 0417\u3000") == "20260417"
    assert problem("２０２６0417", "2026 0417", "０1234x") is None


def test_letter_case_is_no_difference() -> None:
    assert first_difference("ab12", "AB12") is None


def test_the_place_that_differs_is_named_and_no_sign_of_either() -> None:
    told = problem("20260417", "20260471")

    assert told == message("log_in.differs", place=7)


@pytest.mark.parametrize(("one", "other", "place"), [("123", "12", 3), ("", "1", 1)])
def test_one_that_is_shorter_differs_behind_its_end(
    one: str, other: str, place: int
) -> None:
    assert first_difference(one, other) == place


@given(digits, digits)
def test_numbers_pass_exactly_when_they_are_the_same(one: str, other: str) -> None:
    assert (problem(one, other) is None) is (one == other)


def test_what_is_missing_is_said_in_order() -> None:
    assert problem("", "", "") == message("log_in.field_empty")
    assert problem("1", "", "123456") == message("log_in.type_again")
    assert problem("1", "1", "12345") == message("log_in.tail_short", characters=6)


def test_a_scanned_number_is_not_asked_for_twice() -> None:
    assert problem("20260417", "", is_scanned=True) is None


def times(count: int, gap_ms: int, first_ms: int = 1000) -> tuple[KeyTimes, int]:
    keys = KeyTimes()
    for index in range(count):
        keys = keys.after(first_ms + index * gap_ms)
    return keys, first_ms + count * gap_ms


def test_a_burst_that_ends_with_enter_is_a_scan() -> None:
    keys, enter_ms = times(12, 8)

    assert keys.is_scan("202604170001", enter_ms)


@pytest.mark.parametrize(
    ("typed", "gap_ms"),
    [("202604170001", MOST_SCAN_GAP_MS + 1), ("20260", 8), ("2026041700011", 8)],
)
def test_fingers_short_numbers_and_corrected_ones_are_none(
    typed: str, gap_ms: int
) -> None:
    keys, enter_ms = times(min(len(typed), 12), gap_ms)

    assert not keys.is_scan(typed, enter_ms)


def test_enter_long_after_the_burst_is_somebodys_own() -> None:
    keys, enter_ms = times(12, 8)

    assert not keys.is_scan("202604170001", enter_ms + 500)


def test_events_without_a_time_are_no_scan() -> None:
    assert not times(12, 0, 0)[0].is_scan("202604170001", 0)
