"""R4 at a whole kiosk: its disk fills up in the exam, and gets room again.

The seat's data folder is a tmpfs of its own; where nothing may be mounted the test is
skipped (the storage's own tests fill a disk by RLIMIT_FSIZE).
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from tests.faults.exam_rooms import a_room, begin_exam
from tests.journeys.processes import wait_until
from tests.journeys.seat_process import SeatProcess, wait_all_saved
from tests.journeys.site_setup import Site

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="mount"),
]

DISK_MB = 24
TELL_LIMIT_S = 1.0
TEXT = "一是主观世界与客观世界相统一；"
CLOCK = SystemClock()


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Put a disk of DISK_MB at the folder; skips the test where that is forbidden."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=700", "tmpfs"]
    done = subprocess.run([*mount, str(folder)], check=False, capture_output=True)
    if done.returncode:
        pytest.skip(f"nothing may be mounted here: {done.stderr.decode()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room there is."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        size = 1024 * 1024
        while size >= 1:
            try:
                if file.write(bytes(size)) < size:
                    size //= 2
            except OSError:
                size //= 2
    return filler


def is_saved(seat: SeatProcess) -> bool:
    return "✓" in seat.text("saved-here")


def test_a_kiosk_on_a_full_disk_says_so_keeps_the_answer_and_saves_it_later(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_room(exam_site, tmp_path / "site", 1) as room:
        seat = room.seats["01"]
        with small_disk(seat.data_folder):
            begin_exam(room)
            seat.go_to("a-q1")
            seat.write("甲")
            wait_all_saved(seat)
            filler = fill(seat.data_folder)
            seat.go_to("a-q2")
            begin_s, told_s = CLOCK.boottime_s(), 0.0
            for _ in range(40):  # until the journal needs a new page of the disk
                seat.write(TEXT)
                if not is_saved(seat):
                    break
            entered = seat.shown["response"]
            wait_until(
                "the seat says that it is not saved",
                lambda: "save" in "".join(seat.shown["texts"]) and _failure(seat),
                10,
            )
            told_s = CLOCK.boottime_s() - begin_s
            words = _failure(seat)
            assert seat.shown["response"] == entered
            assert seat.ledger.get("a-q2") != entered
            filler.unlink()
            freed_s = CLOCK.boottime_s()
            wait_until("saved again", lambda: seat.ledger.get("a-q2") == entered, 30)
            again_s = CLOCK.boottime_s() - freed_s
            seat.kill()
            seat.start()
            seat.wait_screen("exam")
            seat.go_to("a-q2")
            found = seat.shown["response"]
            seat.kill()
    with capsys.disabled():
        print(
            f"\nR4 kiosk's disk full: told after {told_s:.2f} s ({words}), saved by"
            f" itself {again_s:.2f} s after there was room, answer kept: {found == entered}"
        )
    assert found == entered


def _failure(seat: SeatProcess) -> str:
    mark = seat.text("saved-here")
    return "" if "✓" in mark or "…" in mark or "正在" in mark else mark
