"""How long an event waits at a seat's interface thread, on this disk and on a slow one.

A real kiosk in a running exam with a candidate who types and clicks; every 2 ms an event
is posted from another thread. The slow disk takes 50 ms a flush (a preloaded library).

    python -m tests.benchmarks.interface_latency
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.slow_disk import slow_disk_environment
from tests.faults.exam_rooms import a_room, begin_exam, made_site
from tests.journeys.exam_room import ExamRoom
from tests.journeys.seat_process import seat_environment

SPAN_S = 15
FLUSH_MS = 50
REACH_MS = 16.0
"""One picture of a 60 Hz screen."""

LIMIT_S = 120


def timed_seat(
    room: ExamRoom,
    environment: dict[str, str],
    *options: str,
    prefix: tuple[str, ...] = (),
    span_s: float = SPAN_S,
    on_exam: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Run the room's seat with its stopwatch; return its figures, times sorted.

    Args:
        options: Of seat_with_stopwatch.
        prefix: Words before the command.
        on_exam: Called when the exam stands on the screen, before anything is timed.
    """
    seat = room.seats["01"]
    module = "tests.benchmarks.seat_with_stopwatch"
    command = [sys.executable, "-m", module, str(seat.data_folder), room.server.address]
    log = room.keeper.logs / "stopwatch.log"
    with (
        log.open("a") as errors,
        subprocess.Popen(
            [*prefix, *command, str(span_s), *options],
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **seat_environment(), **environment},
        ) as seat_process,
    ):
        assert seat_process.stdout is not None
        too_late = threading.Timer(LIMIT_S + span_s, seat_process.kill)
        too_late.start()
        lines = [seat_process.stdout.readline()]
        if lines[0] and on_exam is not None:
            on_exam()
        lines += seat_process.stdout.readlines()
        too_late.cancel()
    if seat_process.returncode:
        told = log.read_text("utf-8")
        raise RuntimeError(f"the seat: {seat_process.returncode}\n{told}")
    figures: dict[str, Any] = json.loads(lines[-1])
    return figures


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


def _record(name: str, value: float, *, has_reach: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": "ms",
        "limit": None,
        "reach": f"<= {REACH_MS:.0f}" if has_reach else "",
        "ok": value <= REACH_MS or not has_reach,
    }


def measure() -> list[dict[str, Any]]:
    """Return longest and p99 wait, and key to processed, for both disks."""
    with tempfile.TemporaryDirectory(prefix="exam-latency-") as name:
        folder = Path(name)
        site = made_site(folder / "made")
        with a_room(site, folder / "site", 1) as room:
            begin_exam(room)
            room.seats["01"].kill()
            plain = timed_seat(room, {})
            slow = timed_seat(room, slow_disk_environment(folder, FLUSH_MS))
    for place, count in slow["slow"]:
        print(f"waited for {count} x: {place}", file=sys.stderr)
    records = []
    for disk, found in (("this disk", plain), (f"{FLUSH_MS} ms a flush", slow)):
        waits, own, keys = found["waits_ms"], found["own_ms"], found["keys_ms"]
        is_slow = found is slow
        longest = f"interface event's longest wait, {disk}"
        records += [
            _record(longest, waits[-1], has_reach=is_slow),
            _record("the same, without waiting for a core", own[-1], has_reach=is_slow),
            _record(f"the same, p99 of {len(waits)}", _at(waits, 0.99)),
            _record("the same, p99.9", _at(waits, 0.999)),
            _record(f"key or click to processed, {disk}, p99", _at(keys, 0.99)),
            _record("the same, longest", keys[-1]),
        ]
    return records


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
