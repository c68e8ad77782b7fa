"""An answer's way to the disk, against a bare write + flush on the same disk.

From the draft of a set response on the main thread, through the writer's thread, to the
word that it is saved; what the screen waits for (P1). Both are measured in turns, so that
the disk's moods hit both.

    python -m tests.benchmarks.answer_durable
"""

import json
import os
import tempfile
import threading
import time
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.errors import KioskError
from kiosk.storage.connection import open_connection
from kiosk.storage.journal_outbox import Saved
from kiosk.storage.journal_writer import JournalWriter
from question_bank.formats.entry_bodies import ResponseSet
from question_bank.items.response import OptionsResponse
from tests.builders.journals import (
    BODY_KEY,
    SITTING,
    a_draft,
    a_started,
    room_wrap,
)

ANSWERS = 2_000
REACH = 2.5
"""Times the bare p99; a bare SQLCipher commit makes 1.5 (the issue's table)."""

Figure = dict[str, object]


class _Told:
    """Wakes the measuring thread when the writer says that all is saved."""

    def __init__(self) -> None:
        self.saved = threading.Semaphore(0)

    def on_saved(self, saved: Saved) -> None:
        self.saved.release()

    def on_failed(self, error: KioskError) -> None:
        raise AssertionError(error.code)

    def on_recovered(self) -> None: ...


def measure(folder: Path | None = None) -> list[Figure]:
    """Return the figure: p99 over ANSWERS, its limit the bare write's, its reach REACH x.

    Args:
        folder: Lies on the disk that is meant; None: where the program runs.
    """
    with tempfile.TemporaryDirectory(dir=folder or Path.cwd()) as name:
        bare_ms, answer_ms = _measured(Path(name))
    bare_p99_ms, answer_p99_ms = _p99(bare_ms), _p99(answer_ms)
    return [
        {
            "name": "answer change to durable on the seat, p99",
            "value": round(answer_p99_ms, 3),
            "unit": "ms",
            "limit": round(bare_p99_ms, 3),
            "reach": round(bare_p99_ms * REACH, 3),
            "ok": answer_p99_ms <= bare_p99_ms * REACH,
        }
    ]


def _measured(folder: Path) -> tuple[list[float], list[float]]:
    told = _Told()
    writer = JournalWriter(
        lambda: open_connection(folder / "store.db", bytes(32)),
        SITTING,
        BODY_KEY,
        told,
        SystemClock(),
    )
    writer.start()
    writer.submit(a_draft(a_started(), wraps=room_wrap()))
    told.saved.acquire()
    bare_ms: list[float] = []
    answer_ms: list[float] = []
    block = os.urandom(4096)
    with (folder / "bare").open("wb", buffering=0) as bare:
        for index in range(ANSWERS):
            begin = time.perf_counter()
            bare.write(block)
            os.fsync(bare.fileno())
            bare_ms.append((time.perf_counter() - begin) * 1000)

            response = OptionsResponse(option_ids=("abcd"[index % 4],))
            body = ResponseSet(task_id=f"t{index % 20}", response=response)
            begin = time.perf_counter()
            writer.submit(a_draft(body, time_used_ms=index))
            told.saved.acquire()
            answer_ms.append((time.perf_counter() - begin) * 1000)
    writer.stop()
    return bare_ms, answer_ms


def _p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
