"""R4 at a whole kiosk: its disk fills up in the exam, gives its reserve, gets room again.

And a disk that goes read-only under it. The seat's data folder is a disk of its own.
"""

import sys
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from tests.faults.exam_rooms import a_room, begin_exam
from tests.faults.small_disks import fill, small_disk
from tests.journeys.exam_room import ExamRoom
from tests.journeys.processes import wait_until
from tests.journeys.seat_process import SeatProcess, wait_all_saved
from tests.journeys.site_setup import Site

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="mount"),
]

DISK_MB, RESERVE_MB = 48, 2
LOW_MB = 4 * RESERVE_MB
TELL_LIMIT_S = 1.0
WARN_LIMIT_S = 5.0
TEXT = "一是主观世界与客观世界相统一；"
NUMBER = "202611220001"
CLOCK = SystemClock()


def begun(room: ExamRoom) -> SeatProcess:
    """Begin the exam at a seat with a small reserve; its first answer is saved."""
    seat = room.seats["01"]
    seat.environment["KIOSK_DISK_RESERVE_MB"] = str(RESERVE_MB)
    begin_exam(room)
    seat.go_to("a-q1")
    seat.write("甲")
    wait_all_saved(seat)
    return seat


def failure_shown(seat: SeatProcess) -> str:
    mark = seat.text("saved-here")
    return mark if mark.startswith("×") else ""


def write_until_refused(seat: SeatProcess, most: int) -> float:
    """Write on until the screen says that it is not saved; 0 if it never does.

    Returns:
        Seconds from the last words to the warning.
    """
    for _ in range(most):
        begin_s = CLOCK.boottime_s()
        seat.write(TEXT)
        text = seat.shown["response"]

        def is_told(text: object = text) -> bool:
            is_saved = seat.ledger.get("a-q2") == text
            return bool(failure_shown(seat)) or is_saved

        wait_until("saved, or not", is_told, 20)
        if failure_shown(seat):
            return CLOCK.boottime_s() - begin_s
    return 0.0


def wait_trouble(room: ExamRoom, code: str, *, is_there: bool = True) -> float:
    """Wait until the proctor sees (or no longer sees) a code; return the seconds."""
    begin_s = CLOCK.boottime_s()

    def found() -> bool:
        line = room.staff.live()[NUMBER]
        return (code in (*line["trouble"], *line.get("notices", ()))) is is_there

    wait_until(f"{code} at the proctor's: {is_there}", found, 30)
    return CLOCK.boottime_s() - begin_s


def test_a_kiosk_on_a_full_disk_says_so_keeps_the_answer_and_saves_it_later(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        a_room(exam_site, tmp_path / "site", 1) as room,
        small_disk(room.seats["01"].data_folder, DISK_MB) as disk,
    ):
        seat = begun(room)
        fillers = [fill(seat.data_folder, "most", leave_mb=LOW_MB - 2)]
        low_s = wait_trouble(room, "DISK_LOW")
        fillers.append(fill(seat.data_folder, "rest"))
        full_s = wait_trouble(room, "DISK_FULL")
        seat.go_to("a-q2")
        assert write_until_refused(seat, 10) == 0  # into the reserve's room
        fillers.append(fill(seat.data_folder, "last"))
        told_s = write_until_refused(seat, 60)
        words, entered = failure_shown(seat), seat.shown["response"]
        assert seat.ledger.get("a-q2") != entered
        for filler in fillers:
            filler.unlink()
        freed_s = CLOCK.boottime_s()
        wait_until("saved again", lambda: seat.ledger.get("a-q2") == entered, 30)
        again_s = CLOCK.boottime_s() - freed_s
        wait_trouble(room, "DISK_FULL", is_there=False)
        seat.kill()
        seat.start()
        seat.wait_screen("exam")
        seat.go_to("a-q2")
        found = seat.shown["response"]
        seat.kill()
    with capsys.disabled():
        print(
            f"\nR4 kiosk's disk full ({disk.kind}): proctor warned {low_s:.1f} s after it"
            f" was low, {full_s:.1f} s after it was full; saved on in the reserve; with"
            f" that gone too told after {told_s:.2f} s ({words}); saved by itself"
            f" {again_s:.2f} s after there was room; 0 lost: {found == entered}"
        )
    assert found == entered
    assert 0 < told_s <= TELL_LIMIT_S
    assert max(low_s, full_s) <= WARN_LIMIT_S


def test_a_kiosk_whose_disk_goes_read_only_says_so_and_loses_nothing_that_was_saved(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        a_room(exam_site, tmp_path / "site", 1) as room,
        small_disk(room.seats["01"].data_folder, DISK_MB) as disk,
    ):
        seat = begun(room)
        seat.go_to("a-q2")
        seat.write("乙")
        wait_all_saved(seat)
        saved = dict(seat.ledger)
        disk.set_read_only()
        told_s = write_until_refused(seat, 3)
        words, entered = failure_shown(seat), seat.shown["response"]
        proctor_s = wait_trouble(room, "DISK_READ_ONLY")
        assert seat.shown["response"] == entered
        at_server = room.staff.live()[NUMBER]["server_seq"]
        seat.kill()
        assert seat.ledger == saved
    with capsys.disabled():
        print(
            f"\nR4 kiosk's disk gone read-only ({disk.kind}): told after {told_s:.2f} s"
            f" ({words}), proctor after {proctor_s:.1f} s; the text stays on the screen,"
            f" {at_server} entries are at the server"
        )
    assert 0 < told_s <= TELL_LIMIT_S
