"""Codes for the proctor stay as long as they mean something."""

from kiosk.app.notices import MOST_NOTICES, SHOWN_MS, NoticeBoard
from tests.fakes.hand_clock import HandClock


def test_what_happened_fades_and_what_is_so_stays() -> None:
    clock = HandClock()
    board = NoticeBoard(clock)
    board.happened("FOCUS_LOST")
    board.stands("SECOND_DISPLAY", is_so=True)

    assert list(board.codes) == ["FOCUS_LOST", "SECOND_DISPLAY"]
    clock.pass_ms(SHOWN_MS)
    assert list(board.codes) == ["SECOND_DISPLAY"]
    board.stands("SECOND_DISPLAY", is_so=False)
    assert list(board.codes) == []


def test_what_happens_while_it_is_so_does_not_make_it_fade() -> None:
    clock = HandClock()
    board = NoticeBoard(clock)
    board.stands("DISK_LOW", is_so=True)
    board.happened("DISK_LOW")
    clock.pass_ms(SHOWN_MS)

    assert list(board.codes) == ["DISK_LOW"]


def test_that_it_is_over_takes_no_happening_away() -> None:
    board = NoticeBoard(HandClock())
    board.happened("USB_ADDED")
    board.stands("USB_ADDED", is_so=False)

    assert list(board.codes) == ["USB_ADDED"]


def test_never_more_than_a_status_carries_and_none_for_the_next_candidate() -> None:
    board = NoticeBoard(HandClock())
    for number in range(MOST_NOTICES + 5):
        board.happened(f"CODE_{number}")

    assert len(board.codes) == MOST_NOTICES
    board.clear()
    assert list(board.codes) == []
