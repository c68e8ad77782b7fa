"""Two seats, a crash, a dead server: nothing that was shown as saved is missing."""

from pathlib import Path

import pytest

from tests.journeys import exam_steps as steps
from tests.journeys.candidates import Candidate, make_candidate
from tests.journeys.day_checks import (
    audit_all,
    make_scores,
    require_journal,
    require_score,
)
from tests.journeys.exam_room import ExamRoom, an_exam_room, together
from tests.journeys.people import PEOPLE
from tests.journeys.site_setup import SitePlan

TASKS = 10


@pytest.mark.slow  # whole programs over TLS: about 40 s
def test_two_candidates_come_through_a_crash_and_a_dead_server(tmp_path: Path) -> None:
    plan = SitePlan(duration_s=600, people=PEOPLE[:2])
    with an_exam_room(tmp_path, plan) as room:
        one, two = candidates = _seated(room)
        together(lambda x: x.answer(_ids(x, 0, TASKS)), candidates)

        steps.crash_and_restart(room, one)
        room.server.kill()
        together(lambda x: x.answer(_ids(x, TASKS, len(x.tasks))), candidates)
        two.wait_saved()
        two.receipt_code = two.seat.hand_in()
        assert "正在传" in two.seat.text("receipt-delivery")
        room.server.start()
        one.receipt_code = one.seat.hand_in()
        steps.require_delivered(candidates)
        live = room.staff.live()
        room.staff.order("close")

        rows = make_scores(room)
        journals = audit_all(room, candidates)
        for candidate in candidates:
            number = candidate.person.admission_number
            require_score(candidate, rows[number])
            require_journal(candidate, journals[number], live[number]["receipt_code"])


def _seated(room: ExamRoom) -> list[Candidate]:
    source = room.site.package_source
    candidates = [
        make_candidate(person, plan, room.seats[person.seat_code], source)
        for person, plan in zip(room.site.people, ("all right", "mixed"), strict=True)
    ]
    room.pair_all()
    together(lambda x: room.log_in(x.seat, x.person), candidates)
    room.staff.open_room(room.site.opening_code)
    room.staff.order("start")
    together(lambda x: x.seat.wait_screen("exam"), candidates)
    return candidates


def _ids(candidate: Candidate, first: int, last: int) -> list[str]:
    return [task.task_id for task in candidate.tasks[first:last]]
