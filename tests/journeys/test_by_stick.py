"""A whole exam with a dead server: on by stick at another seat, home by stick (row 50)."""

import re
import time
from pathlib import Path

import pytest

from tests.journeys import exam_steps as steps, staff_hands as staff
from tests.journeys.candidates import Candidate, make_candidate
from tests.journeys.day_checks import (
    audit_all,
    make_scores,
    require_journal,
    require_score,
)
from tests.journeys.exam_room import ExamRoom, an_exam_room
from tests.journeys.people import PEOPLE
from tests.journeys.processes import wait_until
from tests.journeys.seat_process import SeatProcess
from tests.journeys.site_setup import SitePlan, program

SOME = 4


@pytest.mark.faults
@pytest.mark.slow  # whole programs over TLS: about 90 s
def test_sticks_carry_a_sitting_on_and_home_while_the_server_is_dead(
    tmp_path: Path,
) -> None:
    plan = SitePlan(duration_s=900, people=PEOPLE[:2])
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    with an_exam_room(tmp_path, plan, spare_seats=1) as room:
        for seat in room.seats.values():
            seat.environment["KIOSK_STICK_FOLDER"] = str(stick)
        one, two = (_candidate(room, number) for number in range(2))
        room.pair_all()
        pin = room.staff.pin()
        spoken = (pin, room.staff.resume_code(), room.site.opening_code)
        for seat in room.seats.values():
            seat.wait_text("package-state", "已就绪", 30)
            staff.wait_for_card(seat)
        room.server.kill()

        for candidate in (one, two):
            _begin(room, candidate, pin)
            candidate.answer([task.task_id for task in candidate.tasks[:SOME]])
            candidate.wait_saved()
        old = _goes_on_by_stick(room, one, room.seats["03"], pin)
        one.receipt_code = one.seat.hand_in()
        two.receipt_code = two.seat.hand_in()
        archive = _exported(two.seat, pin, stick, how_many=2)
        two.seat.kill()  # for good: its journal comes by stick only

        room.server.start()
        _import(room, archive)
        old.start()
        steps.require_delivered([one])
        wait_until(
            "the old seat is free, its journal delivered",
            lambda: old.shown.get("screen") == "log_in",
            60,
        )
        # The stick once more: nothing twice, nothing against each other.
        for file in stick.rglob("*.answers"):
            _import(room, file)
        _require_all_there(room, [one, two])
    assert "batch refused" not in (tmp_path / "logs" / "server.log").read_text("utf-8")
    _require_nothing_readable(tmp_path, spoken)


@pytest.mark.faults
@pytest.mark.slow  # whole programs over TLS: about 60 s
def test_a_move_ordered_at_the_console_does_not_send_away_who_came_by_stick(
    tmp_path: Path,
) -> None:
    """The old seat hears no order any more; the staff order the move all the same."""
    plan = SitePlan(duration_s=900, people=PEOPLE[:1])
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    with an_exam_room(tmp_path, plan, spare_seats=1) as room:
        for seat in room.seats.values():
            seat.environment["KIOSK_STICK_FOLDER"] = str(stick)
        room.pair_all()
        one, spare, pin = _candidate(room, 0), room.seats["02"], room.staff.pin()
        for seat in room.seats.values():
            staff.wait_for_card(seat)
        room.log_in(one.seat, one.person)
        room.staff.open_room(room.site.opening_code)
        room.staff.order("start")
        one.seat.wait_screen("exam")
        one.answer([task.task_id for task in one.tasks[:SOME]])
        one.wait_saved()
        room.server.kill()
        _out_to_stick(one.seat, pin)
        room.server.start()
        number = one.person.admission_number
        room.staff.order("release", room.staff.live()[number]["sitting_uuid"])

        _take(room, one, spare, pin)
        spare.wait_text("saved-server", steps.SERVER_HAS_ALL, 30)
        steps.require_answers_there(one)
        sitting_uuid = room.staff.live()[number]["sitting_uuid"]
        assert room.staff.live()[number]["seat_code"] == "02"
        time.sleep(4)  # past the claim that a seat makes up for
        steps.crash_and_restart(room, one)
        # A later move is meant for this seat.
        room.staff.order("release", sitting_uuid)
        spare.wait_screen("log_in", limit_s=10)


def _candidate(room: ExamRoom, number: int) -> Candidate:
    person = room.site.people[number]
    source = room.site.package_source
    return make_candidate(person, "all right", room.seats[person.seat_code], source)


def _begin(room: ExamRoom, candidate: Candidate, pin: str) -> None:
    seat = candidate.seat
    staff.admit(seat, pin)
    staff.leave_staff_screen(seat)
    room.log_in(seat, candidate.person)
    seat.wait_screen("waiting")
    staff.start_here(seat, pin, room.site.opening_code)
    seat.wait_screen("exam", limit_s=30)


def _goes_on_by_stick(
    room: ExamRoom, candidate: Candidate, spare: SeatProcess, pin: str
) -> SeatProcess:
    """Answers out to the stick, the seat killed, the spare one goes on from it."""
    old = candidate.seat
    task, left_s = old.shown["current"], steps.seconds_left(old)
    _out_to_stick(old, pin)
    _take(room, candidate, spare, pin)
    assert spare.shown["current"] == task
    assert abs(steps.seconds_left(spare) - left_s) <= steps.PERSISTED_EVERY_S + 2
    steps.require_answers_there(candidate)
    candidate.answer([task.task_id for task in candidate.tasks[SOME : SOME + 2]])
    candidate.wait_saved()
    return old


def _out_to_stick(seat: SeatProcess, pin: str) -> None:
    stick = Path(seat.environment["KIOSK_STICK_FOLDER"])
    _exported(seat, pin, stick, how_many=1)
    seat.kill()


def _take(room: ExamRoom, candidate: Candidate, spare: SeatProcess, pin: str) -> None:
    staff.admit(spare, pin)
    staff.do_deed(spare, "take")
    spare.wait("the archive", lambda x: "stick-row-0" in x["enabled"])
    room.picture(spare, "23-stick")
    spare.click("stick-row-0")
    spare.wait_screen("exam", limit_s=30)
    candidate.sit_elsewhere(spare)


def _exported(seat: SeatProcess, pin: str, stick: Path, *, how_many: int) -> Path:
    """Write the seat's sitting to the stick; return the newest archive there."""
    staff.admit(seat, pin)
    staff.do_deed(seat, "archive", is_asked_twice=True)
    seat.wait("the stick", lambda x: "stick-row-0" in x["enabled"])
    seat.click("stick-row-0")
    seat.wait_text("stick-status", "✓")
    seat.click("stick-back")
    found = sorted(stick.rglob("*.answers"), key=lambda path: path.stat().st_mtime_ns)
    assert len(found) == how_many
    return found[-1]


def _import(room: ExamRoom, archive: Path) -> None:
    words = (program("exam-server"), "archive", "--data", room.site.server_data)
    room.keeper.run(*words, "import", archive)


def _require_all_there(room: ExamRoom, candidates: list[Candidate]) -> None:
    journals, scores = audit_all(room, candidates), make_scores(room)
    for candidate in candidates:
        number = candidate.person.admission_number
        require_journal(candidate, journals[number], candidate.receipt_code)
        require_score(candidate, scores[number])
        assert list(journals[number].kinds).count("handed_in") == 1


def _require_nothing_readable(folder: Path, spoken: tuple[str, ...]) -> None:
    """PIN and codes stand in no file of a seat or the server, and in no log."""
    secrets = {word for each in spoken for word in (each, re.sub(r"\W", "", each))}
    places = [folder / "seats", folder / "server", folder / "KINGSTON"]
    files = [x for place in places for x in place.rglob("*") if x.is_file()]
    files += [x for x in (folder / "logs").iterdir() if x.name != "commands.log"]
    assert len(files) > len(spoken)
    for file in files:
        content = file.read_bytes()
        found = [word for word in secrets if word.encode() in content]
        assert not found, file
