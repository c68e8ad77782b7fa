"""R12 and R13: one candidate at two seats, at the same time or one after the other.

Whole kiosks and a server; the cable of one seat is pulled in a network namespace, or the
server is dead; answers go from seat to seat on a loop-mounted stick.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from question_bank.formats.journal_entry import parse_journal_entry
from question_bank.formats.sync_batch import parse_sync_batch
from tests.faults.exam_rooms import a_room, begin_exam
from tests.faults.lossy_wire import FAIR, UNPLUGGED, lossy_wire
from tests.faults.small_disks import small_disk
from tests.journeys import staff_hands as staff
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


@contextmanager
def a_stick() -> Iterator[Path]:
    """Put a stick in: an image of its own, mounted where a system mounts sticks."""
    folder = Path("/mnt") / f"exam-stick-{os.getpid()}"
    try:
        with small_disk(folder, 16):
            yield folder
    finally:
        folder.rmdir()


def _newest_row(seat: SeatProcess) -> str:
    """Return the row of what was mounted last; other things may be mounted too."""
    rows = [name for name in seat.shown["enabled"] if name.startswith("stick-row-")]
    return max(rows, default="")


def begin_at_two(room: ExamRoom, pin: str) -> None:
    """Let the candidate begin at both seats, by PIN and opening code."""
    for seat in room.seats.values():
        staff.admit(seat, pin)
        staff.leave_staff_screen(seat)
        room.log_in(seat, PERSON)
        seat.wait_screen("waiting")
        staff.start_here(seat, pin, room.site.opening_code)
        seat.wait_screen("exam", limit_s=30)


def test_one_candidate_at_two_seats_without_a_server_keeps_both_streams(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_room(exam_site, tmp_path / "site", 2) as room:
        first, second = room.seats["01"], room.seats["02"]
        room.pair_all()
        pin = room.staff.pin()
        for seat in room.seats.values():
            seat.wait_text("package-state", "已就绪", 30)
            staff.wait_for_card(seat)
        room.server.kill()
        begin_at_two(room, pin)
        write(first, "a-q1", "第一台。")
        write(second, "a-q1", "第二台。")
        room.server.start()
        room.staff.sign_in()
        wait_until("the proctor is told", lambda: _conflict(room), 60)
        wait_until("the branch is kept", lambda: len(at_server(room)[1]) >= 2, 60)
        chain, branch = at_server(room)
    with capsys.disabled():
        print(
            f"\nR12 one candidate began at two seats without a server: {len(chain)}"
            f" entries in the chain, {len(branch)} kept of the other branch, proctor told"
        )
    assert chain
    assert not set(branch) & set(chain)


def test_a_candidate_changes_seats_by_stick_without_a_server(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_room(exam_site, tmp_path / "site", 2) as room, a_stick():
        first, second = room.seats["01"], room.seats["02"]
        begin_exam(room, log_in=1)
        pin = room.staff.pin()
        for seat in room.seats.values():
            staff.wait_for_card(seat)
        write(first, "a-q1", "服务器还在。")
        first.wait_text("saved-server", AT_SERVER)
        room.server.kill()
        write(first, "a-q2", "服务器没了。")
        begin_s = CLOCK.boottime_s()
        staff.admit(first, pin)
        staff.do_deed(first, "archive", is_asked_twice=True)
        first.click(wait_until("the stick", lambda: _newest_row(first), 20))
        first.wait_text("stick-status", "已写入", 20)
        first.kill()
        staff.admit(second, pin)
        staff.do_deed(second, "take")
        second.wait("the answers", lambda now: "stick-row-0" in now["enabled"], 20)
        second.click("stick-row-0")
        second.wait_screen("exam", limit_s=SWAP_LIMIT_S)
        swap_s = CLOCK.boottime_s() - begin_s
        kept = answers(second, "a-q1", "a-q2")
        write(second, "a-q1", "换机以后。")
        room.server.start()
        second.wait_text("saved-server", AT_SERVER, 60)
        chain, branch = at_server(room)
    seqs = [parse_journal_entry(raw).seq for raw in chain]
    with capsys.disabled():
        print(
            f"\nR13 server dead, answers by stick: goes on elsewhere {swap_s:.1f} s after"
            f" the first deed, all {len(kept)} answers there; server back:"
            f" {len(chain)} entries, each once, {len(branch)} of another branch"
        )
    assert kept == ["服务器还在。", "服务器没了。"]
    assert swap_s <= SWAP_LIMIT_S
    assert seqs == list(range(1, len(chain) + 1))
    assert branch == []
