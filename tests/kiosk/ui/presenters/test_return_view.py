"""Coming back: what is said of gaps, waits and wrong codes."""

from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.return_view import covered_view, reentry_view


def test_the_gap_is_told_in_minutes_and_a_lock_without_one_plainly() -> None:
    assert reentry_view("40718263", 14 * 60_000).text == message(
        "reentry.text", minutes=14
    )
    assert reentry_view("40718263", 0).text == message("reentry.text_short")


def test_the_challenge_is_read_out_in_groups() -> None:
    assert reentry_view("40718263", 0).challenge == "4071 8263"


def test_a_slip_of_the_fingers_is_another_thing_than_a_wrong_code() -> None:
    slip = reentry_view("40718263", 0, "FORMAT").problem
    wrong = reentry_view("40718263", 0, "WRONG", wait_ms=1)

    assert slip == message("reentry.mistyped")
    assert wrong.problem == message("reentry.wrong")
    assert wrong.wait == message("reentry.wait", seconds=1)


def test_a_covered_screen_says_who_and_how_long() -> None:
    view = covered_view("王秀英", "1:00", 6, is_wrong=True, wait_ms=2000)

    assert (view.name, view.left, view.tail_length) == ("王秀英", "1:00", 6)
    assert view.problem == message("covered.refused")
    assert view.wait == message("staff.wait", seconds=2)
