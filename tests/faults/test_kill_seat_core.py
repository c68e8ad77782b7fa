"""R1, the core's part: a seat is killed at any instant, hundreds of times.

Nothing that was acknowledged is lost, and of what was only typed at most the last second.
FAULT_SIZE=ci (200 kills) or release (3,000).
"""

import faulthandler
import os
import random
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.journal.resume import ReadJournal, read_journal
from kiosk.storage.connection import open_connection
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.sitting_vault import SittingVault
from question_bank.items.response import TextResponse
from tests.builders.journals import ROOM_SECRET, SITTING
from tests.builders.stores import chained
from tests.faults.seat_that_answers import SEAT_SECRET

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL"),
]

KILLS, LONGEST_LIFE_S = {"ci": (200, 0.8), "release": (3_000, 5.0)}[
    os.environ.get("FAULT_SIZE", "ci")
]
MOST_LOST_MS = 1_000
P2_S = 3.0
CLOCK = SystemClock()


@dataclass
class Life:
    """What one run of the seat told before it was killed."""

    killed_ms: int
    ready_after_s: float = 0.0
    saved: list[tuple[int, bytes]] = field(default_factory=list)
    typed: list[tuple[int, int]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def lived(folder: Path, seed: int, life_s: float) -> Life:
    """Run the seat, kill it some time after it is ready, return what it told."""
    ledger_end, ledger = os.pipe()
    begin_s = CLOCK.boottime_s()
    command = [sys.executable, "-m", "tests.faults.seat_that_types"]
    with (
        os.fdopen(ledger_end, "rb") as arriving,
        subprocess.Popen(
            [*command, str(folder), str(ledger), str(seed)], pass_fds=[ledger]
        ) as seat,
    ):
        os.close(ledger)
        lines = [arriving.readline()]
        while lines[-1].startswith(b"saved"):
            lines.append(arriving.readline())
        assert lines[-1].startswith(b"ready"), lines
        try:
            seat.wait(life_s)
        except subprocess.TimeoutExpired:
            seat.send_signal(signal.SIGKILL)
        life = Life(killed_ms=round(CLOCK.boottime_s() * 1000))
        lines += arriving.read().splitlines()
    for line in lines:
        match line.decode().split():
            case ["ready", ready_ms]:
                life.ready_after_s = int(ready_ms) / 1000 - begin_s
            case ["saved", seq, entry_hash]:
                life.saved.append((int(seq), bytes.fromhex(entry_hash)))
            case ["typed", characters, when_ms]:
                life.typed.append((int(characters), int(when_ms)))
            case words:
                life.failed.append(" ".join(words))
    return life


def on_disk(folder: Path) -> ReadJournal:
    vault = SittingVault(folder, SEAT_SECRET)
    key = vault.open_key(SITTING, ROOM_SECRET)
    connection = open_connection(vault.store_path(SITTING), key)
    raws = JournalStore(connection, SITTING).all_entries()
    connection.close()
    return read_journal(SITTING, raws, ROOM_SECRET)


@pytest.mark.timeout(20_000)
def test_a_killed_seat_goes_on_with_everything_that_was_acknowledged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulthandler.cancel_dump_traceback_later()  # it takes minutes, and is well
    rng = random.Random(20261122)
    ready_s: list[float] = []
    acknowledged = lost = 0
    most_lost_ms = 0
    written = 0

    for seed in range(KILLS):
        life = lived(tmp_path, seed, rng.uniform(0.05, LONGEST_LIFE_S))
        ready_s.append(life.ready_after_s)
        assert life.failed == []
        if not life.saved and not written:
            continue  # killed before anything was acknowledged at all
        journal = on_disk(tmp_path)
        hashes = {e.seq: h for e, h in chained(list(journal.entries))}
        acknowledged += len(life.saved)
        lost += sum(hashes.get(seq) != entry_hash for seq, entry_hash in life.saved)
        response = journal.record.responses.get("t1")
        written = len(response.text) if isinstance(response, TextResponse) else 0
        unwritten = [when_ms for count, when_ms in life.typed if count > written]
        if unwritten:
            most_lost_ms = max(most_lost_ms, life.killed_ms - unwritten[0])

    p95_s = sorted(ready_s)[int(len(ready_s) * 0.95)]
    with capsys.disabled():
        print(
            f"\nR1 seat core killed {KILLS} times: {acknowledged} acknowledged,"
            f" {lost} lost; typing lost at most {most_lost_ms} ms;"
            f" ready again p95 {p95_s:.2f} s from process start"
        )
    assert lost == 0
    assert acknowledged > KILLS
    assert most_lost_ms <= MOST_LOST_MS
    assert p95_s <= P2_S
