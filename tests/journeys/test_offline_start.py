"""An exam that begins and ends with a dead server, and merges when it is back (row 9)."""

from pathlib import Path

import pytest

from tests.journeys import exam_steps as steps, staff_hands as staff
from tests.journeys.candidates import Candidate, make_candidate
from tests.journeys.day_checks import audit_all
from tests.journeys.exam_room import ExamRoom, an_exam_room
from tests.journeys.people import PEOPLE
from tests.journeys.site_setup import SitePlan

SOME = 6


@pytest.mark.faults
@pytest.mark.slow  # whole programs over TLS: about 60 s
def test_a_seat_opens_starts_and_ends_an_exam_without_any_server(
    tmp_path: Path,
) -> None:
    plan = SitePlan(duration_s=600, people=PEOPLE[:2])
    with an_exam_room(tmp_path, plan) as room:
        one, two = (_candidate(room, number) for number in range(2))
        room.pair_all()
        pin, opening_code = room.staff.pin(), room.site.opening_code
        for candidate in (one, two):
            candidate.seat.wait_text("package-state", "已就绪", 30)
            staff.wait_for_card(candidate.seat)
        room.server.kill()

        _begins_after_log_in(room, one, pin, opening_code)
        _begins_from_boot(room, two, pin, opening_code)
        for candidate in (one, two):
            candidate.answer([task.task_id for task in candidate.tasks[:SOME]])
            candidate.wait_saved()
        _crashes_and_comes_back_by_pin(room, one, pin)
        one.receipt_code = one.seat.hand_in()

        room.server.start()
        two.seat.wait_text("saved-server", steps.SERVER_HAS_ALL, 60)
        live = room.staff.live()
        assert live[two.person.admission_number]["state"] == "answering"
        two.receipt_code = two.seat.hand_in()
        steps.require_delivered([one, two])
        journals = audit_all(room, [one, two])

    for candidate in (one, two):
        kinds = journals[candidate.person.admission_number].kinds
        assert list(kinds[:2]) == ["started", "staff_acted"]
        assert list(kinds).count("handed_in") == 1


def _candidate(room: ExamRoom, number: int) -> Candidate:
    person = room.site.people[number]
    source = room.site.package_source
    return make_candidate(person, "all right", room.seats[person.seat_code], source)


def _begins_after_log_in(
    room: ExamRoom, candidate: Candidate, pin: str, opening_code: str
) -> None:
    """The seat knew its room when the server died: PIN, log-in, start."""
    seat = candidate.seat
    staff.admit(seat, pin)
    staff.leave_staff_screen(seat)
    room.log_in(seat, candidate.person)
    seat.wait_screen("waiting")
    staff.start_here(seat, pin, opening_code)
    seat.wait_screen("exam", limit_s=30)


def _begins_from_boot(
    room: ExamRoom, candidate: Candidate, pin: str, opening_code: str
) -> None:
    """The seat is switched on with the server dead: start first, log-in then."""
    seat = candidate.seat
    seat.stop()
    seat.start()
    seat.wait_screen("log_in")
    seat.wait("the way in for the staff", lambda x: "staff-entry" in x["enabled"], 30)
    staff.start_here(seat, pin, opening_code)
    room.log_in(seat, candidate.person)
    seat.wait_screen("exam", limit_s=30)


def _crashes_and_comes_back_by_pin(
    room: ExamRoom, candidate: Candidate, pin: str
) -> None:
    seat = candidate.seat
    item = seat.shown["current"]
    seat.kill()
    seat.start()
    seat.wait_screen("resume_code", limit_s=30)
    seat.do("type", name="resume-code", text=pin)
    seat.click("resume-submit")
    seat.wait_screen("exam", limit_s=20)
    assert seat.shown["current"] == item
    steps.require_answers_there(candidate)
