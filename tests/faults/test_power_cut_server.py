"""R3: the power fails at the server, at any moment. Nothing acknowledged is lost.

The real entry writer (group commit of up to thirty seats) on the real database, recorded
and cut as in test_power_cut_seat. FAULT_SIZE=ci (500 cuts) or release (10,000).
"""

import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.benchmarks.crowd import make_crowd
from tests.faults.power_cuts import (
    RecordedRun,
    cut_at_random,
    recorded_run,
    told,
    without_syncs,
)
from tests.faults.write_recorder import Event

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="LD_PRELOAD"),
]

CUTS, ROUNDS = {"ci": (500, 150), "release": (10_000, 600)}[
    os.environ.get("FAULT_SIZE", "ci")
]
SEATS = 40
DATABASE = "server.db"
BEGINNING = 3
"""Events that stand for what was there before the run."""


def recorded(tmp_path: Path, rounds: int) -> RecordedRun:
    """Run the server's storage to its end; return its log and the ledger."""
    root = tmp_path / "data"
    make_crowd(root, SEATS, started=True)
    with closing(sqlite3.connect(root / DATABASE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (root / DATABASE).read_bytes()
    module = "tests.faults.server_that_commits"
    run = recorded_run(module, root, tmp_path, words=(str(rounds),))
    # The log begins with an empty folder: what was there before is synced first.
    there = [Event("C", DATABASE, "", 0, b""), Event("W", DATABASE, "", 0, before)]
    return RecordedRun([*there, Event("S", DATABASE, "", 0, b""), *run.log], run.ledger)


def judge(folder: Path, acknowledged: Sequence[bytes]) -> str:
    """Return what became of the acknowledged entries on a disk after a cut."""
    path = folder / DATABASE
    if not path.exists():
        return "lost" if acknowledged else "not begun"
    try:
        with closing(sqlite3.connect(path)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return "corrupt"
            rows = connection.execute(
                "SELECT sitting_id, seq, hash FROM journal_entry"
            ).fetchall()
    except sqlite3.DatabaseError:
        return "unopenable"
    found = {
        (sitting_id, seq): entry_hash.hex() for sitting_id, seq, entry_hash in rows
    }
    for line in acknowledged:
        sitting_id, seq, entry_hash = line.decode().split()
        if found.get((int(sitting_id), int(seq))) != entry_hash:
            return "lost"
    last: dict[int, int] = {}
    for sitting_id, _ in found:
        last[sitting_id] = last.get(sitting_id, 0) + 1
    if any(last[sitting_id] < seq for sitting_id, seq in found):
        return "gap"
    return "all there" if acknowledged else "not begun"


@pytest.mark.timeout(3 * 3600)
def test_no_acknowledged_entry_is_lost_wherever_the_power_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = recorded(tmp_path, ROUNDS)

    found = cut_at_random(
        run.log, judge, tmp_path / "rebuilt", cuts=CUTS, first=BEGINNING
    )

    syncs = run.count("S")
    with capsys.disabled():
        print(
            f"\nR3 power cut on the server: {CUTS} cuts of {len(run.log)} disk events"
            f" ({len(run.ledger)} batches acknowledged in {syncs} syncs): {told(found)}"
        )
    assert run.acknowledged == run.ledger
    assert syncs < len(run.ledger)  # commits of groups, else this proves less
    assert set(found) <= {"all there", "not begun"}
    assert found["all there"] > 0.9 * CUTS


def test_the_simulation_finds_entries_that_were_never_synced(tmp_path: Path) -> None:
    # Without its syncs the same log must lose entries: else the test above proves nothing.
    log = recorded(tmp_path, 30).log
    careless = [*log[:BEGINNING], *without_syncs(log[BEGINNING:])]
    half = len(careless) // 2

    found = cut_at_random(careless, judge, tmp_path / "rebuilt", cuts=60, first=half)

    assert found["all there"] == 0
