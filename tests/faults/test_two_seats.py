"""R12 and R13: one candidate at two seats, at the same time or one after the other.

Whole kiosks and a server; the cable of one seat is pulled in a network namespace.
"""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from question_bank.formats.journal_entry import parse_journal_entry
from question_bank.formats.sync_batch import parse_sync_batch
from tests.faults.exam_rooms import a_room, begin_exam
from tests.faults.lossy_wire import FAIR, UNPLUGGED, lossy_wire
from tests.journeys.exam_room import ExamRoom
from tests.journeys.people import PEOPLE, Person
from tests.journeys.processes import wait_until
from tests.journeys.seat_process import SeatProcess, wait_all_saved
from tests.journeys.site_setup import Site

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="network namespaces"),
]

PERSON = PEOPLE[0]
NUMBER = PERSON.admission_number
REFUSAL_LIMIT_S = 2.0
SWAP_LIMIT_S = 60.0
AT_SERVER = "✓"
CLOCK = SystemClock()


def write(seat: SeatProcess, task: str, text: str) -> None:
    seat.go_to(task)
    seat.write(text)
    wait_all_saved(seat)


def fill_log_in(seat: SeatProcess, person: Person) -> None:
    seat.wait_screen("log_in")
    for name in ("admission-number", "admission-number-again"):
        seat.do("type", name=name, text=person.admission_number)
    seat.do("type", name="id-tail", text=person.id_tail)


def answers(seat: SeatProcess, *tasks: str) -> list[object]:
    found: list[object] = []
    for task in tasks:
        seat.go_to(task)
        found.append(seat.shown["response"]["text"])
    return found


def at_server(room: ExamRoom) -> tuple[list[bytes], list[bytes]]:
    """Return the raw entries of the sitting's chain, and those kept of other branches."""
    with closing(sqlite3.connect(room.site.server_data / "server.db")) as database:
        words = "SELECT entry FROM journal_entry ORDER BY seq"
        chain = [row[0] for row in database.execute(words)]
        kept = database.execute(
            "SELECT body FROM refused_batch WHERE code = 'JOURNAL_CONFLICT'"
        ).fetchall()
    branch = {raw: None for (body,) in kept for raw in parse_sync_batch(body).entries}
    return chain, list(branch)


def release(room: ExamRoom) -> None:
    room.staff.order("release", room.staff.live()[NUMBER]["sitting_uuid"])


def test_a_second_seat_is_refused_at_once_and_two_streams_are_both_kept(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        lossy_wire("ext") as wire,
        a_room(exam_site, tmp_path / "site", 2, host=wire.host) as room,
    ):
        first, second = room.seats["01"], room.seats["02"]
        first.prefix = wire.prefix
        begin_exam(room, log_in=1)
        write(first, "a-q1", "第一台，断网以前。")
        first.wait_text("saved-server", AT_SERVER)

        fill_log_in(second, PERSON)
        begin_s = CLOCK.boottime_s()
        second.click("log-in")
        second.wait("a refusal", lambda now: "另一台" in str(now["texts"]), 10)
        refused_s = CLOCK.boottime_s() - begin_s

        wire.weather = UNPLUGGED  # the first seat hears of nothing that follows
        write(first, "a-q1", "第一台，断网以后。")
        release(room)
        second.kill()
        second.start()
        room.log_in(second, PERSON)
        second.wait_screen("exam", limit_s=30)
        write(second, "a-q2", "第二台。")
        second.wait_text("saved-server", AT_SERVER)
        write(first, "a-q2", "第一台还在写。")
        wire.weather = FAIR
        wait_until("the proctor is told", lambda: _conflict(room), 30)
        wait_until("the branch is kept", lambda: at_server(room)[1], 30)
        kept = answers(second, "a-q1", "a-q2")
        chain, branch = at_server(room)
    seqs = [parse_journal_entry(raw).seq for raw in chain]
    with capsys.disabled():
        print(
            f"\nR12 one candidate at two seats: the second refused after {refused_s:.2f} s;"
            f" off line both went on: {len(chain)} entries in the chain, {len(branch)}"
            f" kept of the other branch, proctor told, none overwritten"
        )
    assert refused_s <= REFUSAL_LIMIT_S
    assert kept == ["第一台，断网以前。", "第二台。"]
    assert seqs == list(range(1, len(chain) + 1))
    assert len(branch) >= 2
    assert not set(branch) & set(chain)


def _conflict(room: ExamRoom) -> bool:
    told = [line["trouble"] for line in room.staff.live().values()]
    return any("JOURNAL_CONFLICT" in codes for codes in told)


def test_a_candidate_whose_seat_dies_goes_on_at_another_with_all_that_was_saved(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_room(exam_site, tmp_path / "site", 2) as room:
        first, second = room.seats["01"], room.seats["02"]
        begin_exam(room, log_in=1)
        write(first, "a-q1", "换机以前。")
        write(first, "a-q2", "也是换机以前。")
        first.wait_text("saved-server", AT_SERVER)
        first.kill()
        begin_s = CLOCK.boottime_s()
        release(room)
        room.log_in(second, PERSON)
        second.wait_screen("exam", limit_s=SWAP_LIMIT_S)
        swap_s = CLOCK.boottime_s() - begin_s
        kept = answers(second, "a-q1", "a-q2")
    with capsys.disabled():
        print(
            f"\nR13 seat dead, server alive: goes on elsewhere {swap_s:.1f} s after the"
            f" proctor's order, all {len(kept)} answers there"
        )
    assert kept == ["换机以前。", "也是换机以前。"]
    assert swap_s <= SWAP_LIMIT_S
