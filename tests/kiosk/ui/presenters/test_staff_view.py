"""Which deeds are offered to the staff at a seat, and which of them are asked twice."""

from dataclasses import replace

import pytest

from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.staff_view import (
    ASKED_TWICE,
    SeatFacts,
    StaffDeed,
    deeds_view,
    pin_view,
)

RUNNING = SeatFacts(name="王秀英", number="1", is_running=True, has_journal=True)


def offered(facts: SeatFacts) -> set[StaffDeed]:
    return {each.deed for each in deeds_view(facts).deeds}


def primary(facts: SeatFacts) -> list[StaffDeed]:
    return [each.deed for each in deeds_view(facts).deeds if each.is_primary]


def test_a_free_seat_offers_a_stick_and_with_a_dead_server_the_start() -> None:
    free = SeatFacts(is_free=True)

    assert offered(free) == {StaffDeed.TAKE}
    ready = replace(free, can_start=True, has_package=True)
    assert offered(ready) == {StaffDeed.TAKE, StaffDeed.START}
    assert primary(ready) == [StaffDeed.START]


def test_without_the_package_nothing_starts_and_it_is_said_why() -> None:
    view = deeds_view(SeatFacts(is_free=True, can_start=True))

    assert StaffDeed.START not in {each.deed for each in view.deeds}
    assert view.help == message("staff.no_package")


def test_a_running_sitting_is_locked_or_unlocked_never_both() -> None:
    locked = replace(RUNNING, is_locked=True)

    assert StaffDeed.LOCK in offered(RUNNING)
    assert StaffDeed.UNLOCK not in offered(RUNNING)
    assert primary(locked) == [StaffDeed.UNLOCK]
    assert StaffDeed.LOCK not in offered(locked)


def test_after_a_gap_letting_go_on_is_the_one_next_thing() -> None:
    held = replace(RUNNING, is_locked=True, needs_readmission=True)

    assert primary(held) == [StaffDeed.READMIT]
    assert StaffDeed.UNLOCK not in offered(held)


def test_answers_leave_by_stick_after_the_end_too() -> None:
    over = SeatFacts(name="王秀英", number="1", has_journal=True)

    assert offered(over) == {StaffDeed.ARCHIVE}


@pytest.mark.parametrize("deed", ASKED_TWICE)
def test_what_cannot_be_taken_back_says_so_before_the_second_press(
    deed: StaffDeed,
) -> None:
    first = {x.deed: x.words for x in deeds_view(RUNNING).deeds}
    second = {x.deed: x.words for x in deeds_view(RUNNING, asked=deed).deeds}

    assert first[deed] != second[deed] == ASKED_TWICE[deed]
    assert {d for d in first if first[d] != second[d]} == {deed}


def test_leaving_the_lock_is_offered_where_there_is_one() -> None:
    assert StaffDeed.LEAVE in offered(replace(RUNNING, has_lock=True))


def test_a_slip_a_missing_card_and_a_wrong_pin_have_their_own_words() -> None:
    problems = {code: pin_view(code).problem for code in ("FORMAT", "NO_CARD", "X")}

    assert len(set(problems.values())) == 3
    assert pin_view("X", wait_ms=2100).wait == message("staff.wait", seconds=3)
    assert pin_view().problem is None
