"""R5: the n-th call to the disk fails, for every n on the way of an answer to the disk.

open, write, truncate, flush, delete and rename return EIO once, or from then on for ever.
What a failed flush did not write is gone for good, though the program reads it back (as
on Linux). Whatever was acknowledged must be there after a power cut right after the
acknowledgement, and at the end, when of the unflushed writes nothing survives.
FAULT_SIZE=ci (8 entries; for ever: every fourth n) or release (40; every n).
"""

import os
import random
import shutil
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.faults.power_cuts import RecordedRun, recorded_run, told
from tests.faults.test_power_cut_seat import judge
from tests.faults.write_recorder import build_recorder, rebuild_after_cut

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="LD_PRELOAD"),
]

ANSWERS, STEP = {"ci": (8, 4), "release": (40, 1)}[os.environ.get("FAULT_SIZE", "ci")]
RUNS_AT_ONCE = 2


def failing_run(folder: Path, fail_at: int, *, fails_on: bool) -> RecordedRun:
    """Run a seat whose n-th call fails."""
    module, words = "tests.faults.seat_that_answers", (str(ANSWERS),)
    seat = folder / "seat"
    return recorded_run(
        module, seat, folder, words=words, fail_at=fail_at, fails_on=fails_on
    )


def outcome(scratch: Path, fail_at: int, *, fails_on: bool) -> str:
    """Return what became of what was acknowledged when call `fail_at` failed."""
    folder = scratch / f"{fail_at}-{fails_on}"
    folder.mkdir()
    shutil.copy(scratch / "write_recorder.so", folder)
    run = failing_run(folder, fail_at, fails_on=fails_on)
    events = [event.kind for event in run.log]
    if "E" not in events:
        return "call not reached"
    failed = events.index("E")
    cuts = [at + 1 for at in range(failed, len(events)) if events[at] == "A"]
    words = set()
    for cut in {*cuts[:2], *cuts[-1:], len(events)}:
        rng = random.Random(0)
        disk = folder / "rebuilt"
        acknowledged = rebuild_after_cut(run.log, cut, rng, disk, survives=0.0)
        saved = [line for line in acknowledged if not line.startswith(b"failed")]
        word = judge(disk, saved)
        words.add(word if saved else "nothing acknowledged")
    is_told = any(line.startswith(b"failed") for line in run.ledger)
    shutil.rmtree(folder)
    if words & {"lost", "corrupt", "unopenable"}:
        return f"LOST at call {fail_at}"
    return "told and all there" if is_told else "all there"


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("fails_on", [False, True], ids=["once", "for-ever"])
def test_no_call_that_fails_makes_an_acknowledgement_untrue(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fails_on: bool
) -> None:
    build_recorder(tmp_path)
    calls = failing_run(tmp_path, 0, fails_on=False).calls
    numbers = range(1, calls + 1, STEP if fails_on else 1)

    work = partial(outcome, tmp_path, fails_on=fails_on)
    with ThreadPoolExecutor(RUNS_AT_ONCE) as pool:
        found = Counter(pool.map(work, numbers))

    with capsys.disabled():
        way = "for ever from" if fails_on else "at"
        print(
            f"\nR5 EIO {way} call n, {len(numbers)} n of the {calls} on the save path:"
            f" {told(found)}"
        )
    assert set(found) <= {"all there", "told and all there", "call not reached"}
    assert found["told and all there"] > len(numbers) / 4


def test_the_judge_finds_an_acknowledgement_that_a_failed_flush_made_untrue(
    tmp_path: Path,
) -> None:
    # A disk whose flushes all fail unseen by the program: else the tests above prove nothing.
    run = recorded_run(
        "tests.faults.seat_that_answers", tmp_path / "seat", tmp_path, words=("8",)
    )
    careless = [
        event for event in run.log if event.kind != "S" or "-wal" not in event.path
    ]
    second = [at for at, event in enumerate(careless) if event.kind == "A"][1]

    disk = tmp_path / "rebuilt"
    acknowledged = rebuild_after_cut(
        careless, second + 1, random.Random(0), disk, survives=0.0
    )

    assert judge(disk, acknowledged) == "lost"
