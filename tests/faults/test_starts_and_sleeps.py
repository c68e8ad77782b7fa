"""What happens to a whole kiosk from around it: a second start, sleep, memory running out.

Clock jumps: test_clock_jumps_whole; disks: test_full_disk; page damage: test_second_copies.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from tests.faults.exam_rooms import a_room, begin_exam
from tests.journeys.exam_steps import seconds_left
from tests.journeys.processes import wait_until
from tests.journeys.seat_process import SeatProcess, seat_environment, wait_all_saved
from tests.journeys.site_setup import Site, program

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="cgroups, SIGSTOP"),
]

AT_SERVER = "✓"
ASLEEP_S = 12.0
CLOCK_SLACK_S = 2
MEMORY = Path("/sys/fs/cgroup/memory")
MB = 1024 * 1024
CLOCK = SystemClock()


def write(seat: SeatProcess, text: str) -> None:
    seat.go_to("a-q1")
    seat.write(text)
    wait_all_saved(seat)


def pid_of(seat: SeatProcess) -> int:
    assert seat._child is not None
    return seat._child.pid


def test_a_second_start_says_so_ends_and_leaves_the_first_alone(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_room(exam_site, tmp_path / "site", 1) as room:
        begin_exam(room)
        seat = room.seats["01"]
        write(seat, "甲")
        before = seat.shown
        words = ["run", "--data", str(seat.data_folder), "--windowed"]
        begin_s = CLOCK.boottime_s()
        second = subprocess.run(
            [str(program("exam-kiosk")), *words],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, **seat_environment(), "LANG": "zh_CN.UTF-8"},
            timeout=60,
        )
        took_s = CLOCK.boottime_s() - begin_s
        assert {**seat.shown["texts"], "clock": ""} == {**before["texts"], "clock": ""}
        write(seat, "乙")
    with capsys.disabled():
        print(
            f"\nTwo starts at once: the second ended with {second.returncode} after"
            f" {took_s:.1f} s and SEAT_RUNNING, the first went on"
        )
    assert second.returncode == 1
    assert "SEAT_RUNNING" in second.stderr
    assert seat.ledger["a-q1"] == {"text": "甲乙"}


def test_a_kiosk_that_slept_counts_the_time_and_loses_nothing(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The whole process is stopped, as in a suspend; CLOCK_BOOTTIME counts on in both.
    with a_room(exam_site, tmp_path / "site", 1) as room:
        begin_exam(room)
        seat = room.seats["01"]
        write(seat, "睡前。")
        before_s, begin_s = seconds_left(seat), CLOCK.boottime_s()
        os.killpg(pid_of(seat), signal.SIGSTOP)
        wait_until(
            "some sleep", lambda: CLOCK.boottime_s() - begin_s > ASLEEP_S, ASLEEP_S + 5
        )
        os.killpg(pid_of(seat), signal.SIGCONT)
        write(seat, "醒后。")
        passed_s = CLOCK.boottime_s() - begin_s
        error_s = before_s - seconds_left(seat) - passed_s
        seat.wait_text("saved-server", AT_SERVER)
    with capsys.disabled():
        print(
            f"\nSleep of {ASLEEP_S:.0f} s in the exam: time used wrong by {error_s:+.1f} s"
            f" as shown, answers saved and at the server after it"
        )
    assert abs(error_s) <= CLOCK_SLACK_S
    assert seat.ledger["a-q1"] == {"text": "睡前。醒后。"}


def test_a_kiosk_without_memory_goes_on_or_dies_and_is_back_with_everything(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Path("/proc/self/cgroup").read_text("ascii").splitlines()
    paths = [line.split(":", 2)[2] for line in own if ":memory:" in line]
    group = MEMORY / (paths[0].strip("/") if paths else "") / f"exam-{os.getpid()}"
    try:
        group.mkdir()
    except OSError as error:
        pytest.skip(f"no memory group may be made here: {error}")
    with a_room(exam_site, tmp_path / "site", 1) as room:
        begin_exam(room)
        seat = room.seats["01"]
        write(seat, "内存充足。")
        (group / "cgroup.procs").write_text(str(pid_of(seat)))
        status = Path(f"/proc/{pid_of(seat)}/status").read_text("ascii")
        resident = next(x for x in status.splitlines() if x.startswith("VmRSS"))
        # Less than it has: the kernel must take pages of the program away, or kill it.
        limit = int(int(resident.split()[1]) * 1024 * 0.5)
        squeezed = True
        try:
            (group / "memory.limit_in_bytes").write_text(str(limit))
        except OSError:
            squeezed = False  # the kernel won't shrink below what can't be taken back
            (group / "memory.limit_in_bytes").write_text(str(int(limit * 2.1)))
        is_dead = False
        try:
            for index in range(20):
                seat.go_to("a-q1" if index % 2 else "a-c1-1")
            write(seat, "内存紧张。")
        except Exception:  # noqa: BLE001 - it may die at any step; that is the test
            is_dead = not seat.is_running
            if is_dead:
                seat.start()
                seat.wait_screen("exam")
        (group / "memory.limit_in_bytes").write_text("-1")
        seat.go_to("a-q1")
        saved, found = seat.ledger["a-q1"], seat.shown["response"]
        seat.kill()
    wait_until("the group is empty", lambda: _is_gone(group), 10)
    with capsys.disabled():
        what = "was killed, is back" if is_dead else "goes on"
        print(
            f"\nR18 memory limit {limit // MB} MB{'' if squeezed else ' refused'}: the"
            f" kiosk {what}; saved answer kept: {found == saved}"
        )
    assert found == saved


def _is_gone(group: Path) -> bool:
    try:
        group.rmdir()
    except OSError:
        return False
    return True
