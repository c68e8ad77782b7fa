"""A candidate leaves and comes back, a seat is away for long, and the staff acts by PIN."""

from pathlib import Path

import pytest

from question_bank.formats.staff_code import challenge_of
from tests.journeys import exam_steps as steps, staff_hands as staff
from tests.journeys.candidates import Candidate, make_candidate
from tests.journeys.exam_room import ExamRoom, an_exam_room
from tests.journeys.people import PEOPLE
from tests.journeys.processes import wait_until
from tests.journeys.seat_process import SeatProcess
from tests.journeys.site_setup import NO_HEADSET, SitePlan

SHORT_GAP = "reentry_gap_ms = 1\n" + NO_HEADSET
"""Every crash is a long one."""
FIVE_MINUTES_S = 300


@pytest.mark.faults
@pytest.mark.slow  # whole programs over TLS: about 60 s
def test_own_lock_long_gap_and_the_staffs_pin_with_the_network_dead(
    tmp_path: Path,
) -> None:
    plan = SitePlan(duration_s=600, people=PEOPLE[:1], policies=SHORT_GAP)
    with an_exam_room(tmp_path, plan) as room:
        candidate = _seated(room)
        seat, pin = candidate.seat, room.staff.pin()
        staff.wait_for_card(seat)
        candidate.answer([task.task_id for task in candidate.tasks[:3]])

        _calls_and_leaves(room, candidate)
        _comes_back_after_a_gap_by_the_console(room, candidate)
        _comes_back_after_a_gap_by_code(room, candidate)
        room.server.kill()
        _comes_back_after_a_gap_by_pin(candidate, pin)
        _staff_act(candidate, pin)
        room.server.start()
        candidate.receipt_code = seat.receipt(60)
        steps.require_delivered([candidate])


def _seated(room: ExamRoom) -> Candidate:
    person = room.site.people[0]
    source = room.site.package_source
    seat = room.seats[person.seat_code]
    candidate = make_candidate(person, "all right", seat, source)
    room.pair_all()
    room.log_in(seat, person)
    room.staff.open_room(room.site.opening_code)
    room.staff.order("start")
    seat.wait_screen("exam")
    return candidate


def _calls_and_leaves(room: ExamRoom, candidate: Candidate) -> None:
    seat, person = candidate.seat, candidate.person
    seat.click("call-proctor")
    wait_until(
        "the call at the console",
        lambda: room.staff.live()[person.admission_number]["help_called"],
        10,
    )
    seat.click("call-proctor")
    task = seat.shown["current"]
    before_s = steps.seconds_left(seat)
    seat.click("cover-screen")
    seat.wait_screen("covered")
    room.picture(seat, "21-covered")
    seat.do("type", name="covered-number", text=person.admission_number)
    seat.do("type", name="covered-tail", text="999999")
    seat.click("covered-back")
    seat.wait_text("covered-problem", "不一样")
    seat.wait("another try", lambda x: "covered-back" in x["enabled"])
    for _ in range(6):
        seat.do("keys", keys="Backspace")
    seat.do("type", name="covered-tail", text=person.id_tail)
    seat.click("covered-back")
    seat.wait_screen("exam")
    assert seat.shown["current"] == task
    assert steps.seconds_left(seat) < before_s  # the clock went on


def _crash(candidate: Candidate) -> str:
    seat = candidate.seat
    candidate.wait_saved()
    task = str(seat.shown["current"])
    seat.kill()
    seat.start()
    return task


def _comes_back_after_a_gap_by_the_console(
    room: ExamRoom, candidate: Candidate
) -> None:
    seat, number = candidate.seat, candidate.person.admission_number
    task = _crash(candidate)
    seat.wait_screen("reentry", limit_s=30)
    room.picture(seat, "22-reentry")
    left_s = steps.seconds_left(seat)
    line = wait_until(
        "the challenge at the console",
        lambda: (
            room.staff.live()[number].get("challenge") and room.staff.live()[number]
        ),
        10,
    )
    assert line["state"] == "locked"
    room.staff.order("unlock", line["sitting_uuid"])
    seat.wait_screen("exam", limit_s=10)
    assert seat.shown["current"] == task
    assert steps.seconds_left(seat) >= left_s - 2
    steps.require_answers_there(candidate)


def _comes_back_after_a_gap_by_code(room: ExamRoom, candidate: Candidate) -> None:
    """What the seat shows is read out; what the console says to it is typed."""
    seat, number = candidate.seat, candidate.person.admission_number
    task = _crash(candidate)
    seat.wait_screen("reentry", limit_s=30)
    challenge = seat.text("reentry-challenge")
    sitting = room.staff.live()[number]["sitting_uuid"]
    code = room.staff.reentry_code(sitting, challenge)
    other = room.staff.reentry_code(sitting, challenge_of(1234567))

    _type_code(seat, other)  # of another challenge
    seat.wait_text("reentry-wait", "秒")
    assert "reentry-go" not in seat.shown["enabled"]
    seat.wait("another try", lambda x: "reentry-go" in x["enabled"])
    _type_code(seat, code)
    seat.wait_screen("exam", limit_s=10)
    assert seat.shown["current"] == task
    steps.require_answers_there(candidate)


def _type_code(seat: SeatProcess, code: str) -> None:
    seat.do("type", name="reentry-code", text=code)
    seat.click("reentry-go")


def _comes_back_after_a_gap_by_pin(candidate: Candidate, pin: str) -> None:
    seat = candidate.seat
    task = _crash(candidate)
    seat.wait_screen("resume_code", limit_s=30)
    seat.do("type", name="resume-code", text=pin)
    seat.click("resume-submit")
    seat.wait_screen("reentry", limit_s=20)
    seat.do("type", name="reentry-code", text=pin)
    seat.click("reentry-go")
    seat.wait_screen("exam", limit_s=10)
    assert seat.shown["current"] == task


def _staff_act(candidate: Candidate, pin: str) -> None:
    """Extend, lock, unlock and hand in, all with the server dead."""
    seat = candidate.seat
    before_s = steps.seconds_left(seat)
    staff.admit(seat, pin)
    staff.do_deed(seat, "extend-5")
    seat.wait_text("staff-told", "已加时")
    wait_until(
        "five minutes more on the clock",
        lambda: steps.seconds_left(seat) > before_s + FIVE_MINUTES_S - 30,
        5,
    )
    staff.do_deed(seat, "lock")
    seat.wait_screen("locked")
    staff.admit(seat, pin)
    staff.do_deed(seat, "unlock")
    seat.wait_screen("exam")
    staff.admit(seat, pin)
    staff.do_deed(seat, "hand-in", is_asked_twice=True)
    seat.wait_screen("receipt")
