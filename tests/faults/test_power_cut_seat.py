"""R2: the power fails at a seat, at any moment. Nothing acknowledged is lost.

The journal holds answers and chunks of speech (16 to 40 KB each). FAULT_SIZE=ci (500
cuts) or release (10,000).
"""

import faulthandler
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk.errors import KioskError, StoreUnreadableError
from kiosk.journal.resume import read_journal
from kiosk.storage.connection import DRIVER_ERRORS, Connection, open_connection
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.sitting_vault import SittingVault
from tests.builders.journals import ROOM_SECRET, SITTING
from tests.faults.power_cuts import (
    RecordedRun,
    cut_at_random,
    recorded_run,
    told,
    without_syncs,
)
from tests.faults.seat_that_answers import SEAT_SECRET
from tests.faults.write_recorder import Event, rebuild_after_cut

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="LD_PRELOAD"),
]

SIZES = {"ci": (500, 400), "release": (10_000, 1_200)}
CUTS, ANSWERS = SIZES[os.environ.get("FAULT_SIZE", "ci")]


def recorded(tmp_path: Path, answers: int) -> RecordedRun:
    """Run the seat to its end; return its log, and the ledger as it arrived here."""
    module, words = "tests.faults.seat_that_answers", (str(answers),)
    return recorded_run(module, tmp_path / "seat", tmp_path, words=words)


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
    run = recorded(tmp_path, ANSWERS)

    found = cut_at_random(run.log, judge, tmp_path / "rebuilt", cuts=CUTS)

    with capsys.disabled():
        print(
            f"\nR2 power cut on a seat: {CUTS} cuts of {len(run.log)} disk events"
            f" ({len(run.ledger)} acknowledgements of answers and speech,"
            f" {run.count('S')} syncs): {told(found)}"
        )
    assert run.acknowledged == run.ledger
    assert not any(line.startswith(b"failed") for line in run.ledger)
    assert found["lost"] == found["unopenable"] == found["corrupt"] == 0
    assert found["all there"] > 0.9 * CUTS


def test_the_simulation_finds_answers_that_were_never_synced(tmp_path: Path) -> None:
    # Without its syncs the same log must lose answers: else the test above proves nothing.
    careless = without_syncs(recorded(tmp_path, 60).log)
    half = len(careless) // 2

    found = cut_at_random(careless, judge, tmp_path / "rebuilt", cuts=60, first=half)

    assert found["all there"] == 0


def test_the_whole_log_rebuilds_the_very_files(tmp_path: Path) -> None:
    log = recorded(tmp_path, 20).log
    written = sorted({event.path for event in log if event.kind == "W"})
    settled = [*log, *(Event("S", path, "", 0, b"") for path in written)]
    folders = {str(Path(event.path).parent) for event in log}
    settled += [Event("D", folder, "", 0, b"") for folder in sorted(folders)]

    rebuild_after_cut(settled, len(settled), random.Random(1), tmp_path / "rebuilt")

    for file in (tmp_path / "seat").rglob("*"):
        if file.is_file():
            rebuilt = tmp_path / "rebuilt" / file.relative_to(tmp_path / "seat")
            assert rebuilt.read_bytes() == file.read_bytes()
