"""Recorded runs and their power cuts: what the seat's and the server's tests share.

run = recorded_run("tests.faults.seat_that_answers", watched, tmp_path, words=("400",))
found = cut_at_random(run.log, judge, tmp_path / "rebuilt", cuts=500)
"""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.write_recorder import (
    Event,
    build_recorder,
    read_log,
    rebuild_after_cut,
    recorded_environment,
)

SEED = 20261122
RUN_LIMIT_S = 300
Judge = Callable[[Path, Sequence[bytes]], str]
"""Given a disk after a cut and what was acknowledged: one word on what became of it."""


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """What one run did to its disk, and what it told outside."""

    log: list[Event]
    ledger: list[bytes]

    def count(self, kind: str) -> int:
        return sum(event.kind == kind for event in self.log)

    @property
    def acknowledged(self) -> list[bytes]:
        return [event.data for event in self.log if event.kind == "A"]

    @property
    def calls(self) -> int:
        """How many calls might have failed."""
        return self.log[-1].offset


def recorded_run(
    module: str,
    watched: Path,
    scratch: Path,
    *,
    words: Sequence[str] = (),
    fail_at: int = 0,
    fails_on: bool = False,
) -> RecordedRun:
    """Run `python -m module WATCHED LEDGER_DESCRIPTOR *words` to its end, recorded."""
    watched.mkdir(exist_ok=True)
    log = scratch / "writes.log"
    library = scratch / "write_recorder.so"
    if not library.exists():
        build_recorder(scratch)
    ledger_end, ledger = os.pipe()
    with os.fdopen(ledger_end, "rb") as arriving:
        environment = recorded_environment(
            library, watched, log, ledger, fail_at=fail_at, fails_on=fails_on
        )
        with subprocess.Popen(
            [sys.executable, "-m", module, str(watched), str(ledger), *words],
            env=dict(environment),
            pass_fds=[ledger],
        ) as victim:
            os.close(ledger)
            lines = arriving.read().splitlines(keepends=True)
            assert victim.wait(RUN_LIMIT_S) == 0
    return RecordedRun(read_log(log), lines)


def cut_at_random(
    log: Sequence[Event], judge: Judge, rebuilt: Path, *, cuts: int, first: int = 0
) -> Counter[str]:
    """Cut the log so many times, not before event `first`; count the judge's words."""
    rng = random.Random(SEED)
    found: Counter[str] = Counter()
    for _ in range(cuts):
        cut = rng.randint(first, len(log))
        acknowledged = rebuild_after_cut(log, cut, rng, rebuilt)
        found[judge(rebuilt, acknowledged)] += 1
    return found


def without_syncs(log: Sequence[Event]) -> list[Event]:
    """Return the log of a careless program: what it acknowledges must get lost."""
    return [event for event in log if event.kind != "S"]


def told(found: Counter[str]) -> str:
    """Return the counts in words."""
    return ", ".join(f"{count} {word}" for word, count in sorted(found.items()))
