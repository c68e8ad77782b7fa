"""R3: the power fails at the server, at any moment. Nothing acknowledged is lost.

The real entry writer (group commit of up to thirty seats) on the real database, recorded
and cut as in test_power_cut_seat. FAULT_SIZE=ci (500 cuts) or release (10,000).
"""

import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.benchmarks.crowd import make_crowd
from tests.faults.write_recorder import (
    Event,
    build_recorder,
    read_log,
    rebuild_after_cut,
    recorded_environment,
)

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="LD_PRELOAD"),
]

CUTS, ROUNDS = {"ci": (500, 150), "release": (10_000, 600)}[
    os.environ.get("FAULT_SIZE", "ci")
]
SEATS = 40
SEED = 20261122
DATABASE = "server.db"


def recorded(tmp_path: Path, rounds: int) -> tuple[list[Event], list[bytes]]:
    """Run the server's storage to its end; return its log and the ledger."""
    root, log = tmp_path / "data", tmp_path / "writes.log"
    make_crowd(root, SEATS, started=True)
    with closing(sqlite3.connect(root / DATABASE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (root / DATABASE).read_bytes()
    ledger_end, ledger = os.pipe()
    with os.fdopen(ledger_end, "rb") as arriving:
        command = [sys.executable, "-m", "tests.faults.server_that_commits"]
        recorder = build_recorder(tmp_path)
        with subprocess.Popen(
            [*command, str(root), str(ledger), str(rounds)],
            env=dict(recorded_environment(recorder, root, log, ledger)),
            pass_fds=[ledger],
        ) as server:
            os.close(ledger)
            lines = arriving.read().splitlines(keepends=True)
            assert server.wait() == 0
    # The log begins with an empty folder: what was there before is synced first.
    there = [Event("C", DATABASE, "", 0, b""), Event("W", DATABASE, "", 0, before)]
    return [*there, Event("S", DATABASE, "", 0, b""), *read_log(log)], lines


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
    log, ledger = recorded(tmp_path, ROUNDS)
    rng = random.Random(SEED)

    found: Counter[str] = Counter()
    for _ in range(CUTS):
        cut = rng.randint(3, len(log))
        acknowledged = rebuild_after_cut(log, cut, rng, tmp_path / "rebuilt")
        found[judge(tmp_path / "rebuilt", acknowledged)] += 1

    kinds = Counter(event.kind for event in log)
    with capsys.disabled():
        print(
            f"\nR3 power cut on the server: {CUTS} cuts of {len(log)} disk events"
            f" ({len(ledger)} batches acknowledged in {kinds['S']} syncs): "
            + ", ".join(f"{count} {word}" for word, count in sorted(found.items()))
        )
    assert [event.data for event in log if event.kind == "A"] == ledger
    assert kinds["S"] < len(ledger)  # commits of groups, else this proves less
    assert set(found) <= {"all there", "not begun"}
    assert found["all there"] > 0.9 * CUTS


def test_the_simulation_finds_entries_that_were_never_synced(tmp_path: Path) -> None:
    # Without its syncs the same log must lose entries: else the test above proves nothing.
    log, _ = recorded(tmp_path, 30)
    careless = [*log[:3], *(event for event in log[3:] if event.kind != "S")]
    rng = random.Random(SEED)

    found: Counter[str] = Counter()
    for _ in range(60):
        cut = rng.randint(len(careless) // 2, len(careless))
        acknowledged = rebuild_after_cut(careless, cut, rng, tmp_path / "rebuilt")
        found[judge(tmp_path / "rebuilt", acknowledged)] += 1

    assert found["all there"] == 0
