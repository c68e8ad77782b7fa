"""R2: the power fails at a seat, at any moment. Nothing acknowledged is lost.

FAULT_SIZE=ci (500 cuts) or release (10,000).
"""

import faulthandler
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk.errors import KioskError, StoreUnreadableError
from kiosk.journal.resume import read_journal
from kiosk.storage.connection import DRIVER_ERRORS, Connection, open_connection
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.sitting_vault import SittingVault
from tests.builders.journals import ROOM_SECRET, SITTING
from tests.faults.seat_that_answers import SEAT_SECRET
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

SIZES = {"ci": (500, 400), "release": (10_000, 1_200)}
CUTS, ANSWERS = SIZES[os.environ.get("FAULT_SIZE", "ci")]
SEED = 20261122


def recorded(tmp_path: Path, answers: int) -> tuple[list[Event], list[bytes]]:
    """Run the seat to its end; return its log, and the ledger as it arrived here."""
    watched, log = tmp_path / "seat", tmp_path / "writes.log"
    watched.mkdir()
    ledger_end, ledger = os.pipe()
    with os.fdopen(ledger_end, "rb") as arriving:
        command = [sys.executable, "-m", "tests.faults.seat_that_answers"]
        environment = recorded_environment(
            build_recorder(tmp_path), watched, log, ledger
        )
        with subprocess.Popen(
            [*command, str(watched), str(ledger), str(answers)],
            env=dict(environment),
            pass_fds=[ledger],
        ) as seat:
            os.close(ledger)
            lines = arriving.read().splitlines(keepends=True)
            assert seat.wait() == 0
    return read_log(log), lines


def judge(folder: Path, acknowledged: Sequence[bytes]) -> str:
    """Return what became of the acknowledged answers on a disk after a cut."""
    vault = SittingVault(folder, SEAT_SECRET)
    is_there = any(one.sitting_uuid == SITTING for one in vault.sittings())
    if not is_there:
        return "lost" if acknowledged else "not begun"
    try:
        key = vault.open_key(SITTING, ROOM_SECRET)
        connection = open_connection(vault.store_path(SITTING), key)
    except KioskError:
        return "unopenable"
    try:
        return judge_store(connection, acknowledged)
    except StoreUnreadableError:
        return "corrupt"
    except DRIVER_ERRORS:
        return "corrupt"
    finally:
        connection.close()


def judge_store(connection: Connection, acknowledged: Sequence[bytes]) -> str:
    """Return what became of the acknowledged answers in a store that opens."""
    store = JournalStore(connection, SITTING)
    damage = connection.execute("PRAGMA integrity_check").fetchall()
    # The other check reads the database file alone: pages torn in a checkpoint, whose
    # good copy stands in the WAL, are written again first.
    store.settle()
    damage += connection.execute("PRAGMA cipher_integrity_check").fetchall()
    if damage != [("ok",)]:
        return "corrupt"
    raws = store.all_entries()
    if raws:
        read_journal(SITTING, raws, ROOM_SECRET)
    if not acknowledged:
        return "not begun"
    seq, entry_hash = acknowledged[-1].decode().split()
    is_there = store.hash_at(int(seq)) == bytes.fromhex(entry_hash)
    return "all there" if is_there else "lost"


@pytest.mark.timeout(3600)
def test_no_acknowledged_answer_is_lost_wherever_the_power_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulthandler.cancel_dump_traceback_later()  # it takes minutes, and is well
    log, ledger = recorded(tmp_path, ANSWERS)
    rng = random.Random(SEED)

    found: Counter[str] = Counter()
    for _ in range(CUTS):
        cut = rng.randint(0, len(log))
        acknowledged = rebuild_after_cut(log, cut, rng, tmp_path / "rebuilt")
        found[judge(tmp_path / "rebuilt", acknowledged)] += 1

    kinds = Counter(event.kind for event in log)
    with capsys.disabled():
        print(
            f"\nR2 power cut on a seat: {CUTS} cuts of {len(log)} disk events"
            f" ({len(ledger)} acknowledgements, {kinds['S']} syncs): "
            + ", ".join(f"{count} {word}" for word, count in sorted(found.items()))
        )
    assert [event.data for event in log if event.kind == "A"] == ledger
    assert found["lost"] == found["unopenable"] == found["corrupt"] == 0
    assert found["all there"] > 0.9 * CUTS


def test_the_simulation_finds_answers_that_were_never_synced(tmp_path: Path) -> None:
    # Without its syncs the same log must lose answers: else the test above proves nothing.
    log, _ = recorded(tmp_path, 60)
    careless = [event for event in log if event.kind != "S"]
    rng = random.Random(SEED)

    found: Counter[str] = Counter()
    for _ in range(60):
        cut = rng.randint(len(careless) // 2, len(careless))
        acknowledged = rebuild_after_cut(careless, cut, rng, tmp_path / "rebuilt")
        found[judge(tmp_path / "rebuilt", acknowledged)] += 1

    assert found["all there"] == 0


def test_the_whole_log_rebuilds_the_very_files(tmp_path: Path) -> None:
    log, _ = recorded(tmp_path, 20)
    written = sorted({event.path for event in log if event.kind == "W"})
    settled = [*log, *(Event("S", path, "", 0, b"") for path in written)]
    folders = {str(Path(event.path).parent) for event in log}
    settled += [Event("D", folder, "", 0, b"") for folder in sorted(folders)]

    rebuild_after_cut(settled, len(settled), random.Random(1), tmp_path / "rebuilt")

    for file in (tmp_path / "seat").rglob("*"):
        if file.is_file():
            rebuilt = tmp_path / "rebuilt" / file.relative_to(tmp_path / "seat")
            assert rebuilt.read_bytes() == file.read_bytes()
