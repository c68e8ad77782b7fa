"""R3: the power fails at the server, at any moment, with group commit on.

FAULT_SIZE=ci (500 cuts) or release (10,000).
"""

import faulthandler
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

SIZES = {"ci": (500, 150), "release": (10_000, 600)}
CUTS, ENTRIES = SIZES[os.environ.get("FAULT_SIZE", "ci")]
SEED = 20261122


def recorded(tmp_path: Path, entries: int) -> list[Event]:
    """Run the server's journal side to its end; return its log."""
    watched, log = tmp_path / "server", tmp_path / "writes.log"
    watched.mkdir()
    ledger_end, ledger = os.pipe()
    with os.fdopen(ledger_end, "rb") as arriving:
        environment = recorded_environment(
            build_recorder(tmp_path), watched, log, ledger
        )
        module = "tests.faults.server_that_takes_in"
        with subprocess.Popen(
            [sys.executable, "-m", module, str(watched), str(ledger), str(entries)],
            env=dict(environment),
            pass_fds=[ledger],
        ) as server:
            os.close(ledger)
            arriving.read()
            assert server.wait() == 0
    return read_log(log)


def judge(folder: Path, acknowledged: Sequence[bytes]) -> str:
    """Return what became of the acknowledged entries on a disk after a cut."""
    if not acknowledged:
        return "not begun"
    [database] = folder.rglob("server.db")
    newest: dict[str, tuple[int, bytes]] = {}
    for line in acknowledged:
        name, number, entry_hash = line.decode().split()
        newest[name] = (int(number), bytes.fromhex(entry_hash))
    query = (
        "SELECT seq, hash FROM journal_entry JOIN sitting USING (sitting_id)"
        " WHERE sitting_uuid = ? ORDER BY seq"
    )
    try:
        with closing(sqlite3.connect(database)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return "corrupt"
            for sitting, (seq, expected) in newest.items():
                rows = connection.execute(query, (sitting,)).fetchall()
                if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
                    return "gap"
                if len(rows) < seq or rows[seq - 1][1] != expected:
                    return "lost"
    except sqlite3.Error:
        return "corrupt"
    return "all there"


@pytest.mark.timeout(3600)
def test_no_acknowledged_entry_is_lost_wherever_the_power_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulthandler.cancel_dump_traceback_later()  # it takes minutes, and is well
    log = recorded(tmp_path, ENTRIES)
    rng = random.Random(SEED)

    found: Counter[str] = Counter()
    for _ in range(CUTS):
        cut = rng.randint(0, len(log))
        acknowledged = rebuild_after_cut(log, cut, rng, tmp_path / "rebuilt")
        found[judge(tmp_path / "rebuilt", acknowledged)] += 1

    kinds = Counter(event.kind for event in log)
    with capsys.disabled():
        print(
            f"\nR3 power cut on the server: {CUTS} cuts of {len(log)} disk events"
            f" ({kinds['A']} acknowledgements, {kinds['S']} syncs): "
            + ", ".join(f"{count} {word}" for word, count in sorted(found.items()))
        )
    assert kinds["A"] == 8 * ENTRIES
    assert found["lost"] == found["gap"] == found["corrupt"] == 0
    assert found["all there"] > 0.5 * CUTS


def test_the_simulation_finds_entries_that_were_never_synced(tmp_path: Path) -> None:
    # Without its syncs the same log must lose entries: else the test above proves nothing.
    careless = [event for event in recorded(tmp_path, 20) if event.kind != "S"]
    rng = random.Random(SEED)

    found: Counter[str] = Counter()
    for _ in range(40):
        cut = rng.randint(len(careless) * 3 // 4, len(careless))
        acknowledged = rebuild_after_cut(careless, cut, rng, tmp_path / "rebuilt")
        found[judge(tmp_path / "rebuilt", acknowledged)] += 1

    assert found["all there"] == 0
