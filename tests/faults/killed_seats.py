"""A whole kiosk with a typing candidate, killed and started again; the ledger is here."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.clock import SystemClock, moment
from tests.faults.seat_disks import SeatDisk
from tests.journeys.seat_process import seat_environment

CLOCK = SystemClock()
START_LIMIT_S = 60


@dataclass
class Life:
    """One run of the program, as it told until it was killed.

    Attributes:
        exam_ms: From process start to the exam on the screen; None if killed before.
        saved_ms: From process start to the first entry of this run shown as saved.
        entered: (task, response, boot ms) in order.
        saved: How many of these the screen had called saved.
    """

    exam_ms: int | None = None
    saved_ms: int | None = None
    killed_ms: int = 0
    entered: list[tuple[str, dict[str, Any], int]] = field(default_factory=list)
    saved: int = 0


@dataclass
class Tally:
    """What became of it all."""

    kills: int = 0
    kills_before_exam: int = 0
    acknowledged: int = 0
    lost: int = 0
    most_lost_ms: int = 0
    exam_ms: list[int] = field(default_factory=list)
    saved_ms: list[int] = field(default_factory=list)
    details: list[str] = field(default_factory=list)


def live_and_die(
    command: list[str],
    log: Path,
    rng: random.Random,
    *,
    wait_for_exam: bool,
    until_saved: bool = False,
    lives_s: float | None = None,
    on_started: Callable[[int], None] | None = None,
) -> Life:
    """Run the program and kill it U(0.05, 5) s after its start, or after the exam shows.

    Args:
        until_saved: Kill it as soon as something of this run is shown as saved, or
            after START_LIMIT_S; for those who measure.
        lives_s: How long it lives instead.
        on_started: Told the process' id.
    """
    life = Life()
    begin_ms = moment(CLOCK).boottime_ms
    shows = threading.Event()
    enough = threading.Event()
    with (
        log.open("a") as errors,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **seat_environment()},
        ) as seat,
    ):
        if on_started is not None:
            on_started(seat.pid)

        def read() -> None:
            assert seat.stdout is not None
            for line in seat.stdout:
                if not line.endswith(b"\n"):
                    return  # cut by the kill: it was not told
                _take(life, json.loads(line), begin_ms)
                if life.exam_ms is not None:
                    shows.set()
                if until_saved and life.saved:
                    enough.set()

        reader = threading.Thread(target=read)
        reader.start()
        if wait_for_exam and not shows.wait(START_LIMIT_S):
            seat.send_signal(signal.SIGKILL)
            raise AssertionError(f"no exam after {START_LIMIT_S} s: {log}")
        span_s = rng.uniform(0.05, 5) if lives_s is None else lives_s
        enough.wait(START_LIMIT_S if until_saved else span_s)
        assert seat.poll() is None, f"the seat ended by itself: {log}"
        seat.send_signal(signal.SIGKILL)
        life.killed_ms = moment(CLOCK).boottime_ms
        reader.join()
    return life


def _take(life: Life, event: dict[str, Any], begin_ms: int) -> None:
    match event["event"]:
        case "exam":
            life.exam_ms = event["ms"] - begin_ms
        case "entered":
            life.entered.append((event["task"], event["response"], event["ms"]))
        case "saved":
            life.saved = event["entered"]
            if life.saved_ms is None:
                life.saved_ms = event["ms"] - begin_ms


class KilledSeat:
    """One seat that dies again and again; what it ever told is kept by task."""

    def __init__(
        self,
        disk: SeatDisk,
        server: str,
        scratch: Path,
        seed: int,
        *,
        speaks: bool = False,
    ) -> None:
        """Know the seat.

        Args:
            speaks: Whether a chunk of speech is journalled each second as well.
        """
        self.disk = disk
        self._words = ("--speaks",) if speaks else ()
        self.tally = Tally()
        self._server = server
        self._scratch = scratch
        self._rng = random.Random(seed)
        self._states: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._acknowledged: dict[str, int] = {}

    def kill_once(
        self,
        *,
        wait_for_exam: bool | None = None,
        until_saved: bool = False,
        lives_s: float | None = None,
        on_started: Callable[[int], None] | None = None,
    ) -> None:
        """Let it live and die once, and compare its disk with what it told.

        Args:
            until_saved, lives_s, on_started: As `live_and_die` says.
        """
        waits = self._rng.random() < 2 / 3 if wait_for_exam is None else wait_for_exam
        module = "tests.faults.seat_with_typist"
        seed = str(self._rng.randrange(10**9))
        command = [sys.executable, "-m", module, str(self.disk.folder), self._server]
        log = self._scratch.with_suffix(".log")
        life = live_and_die(
            [*command, seed, *self._words],
            log,
            self._rng,
            wait_for_exam=waits,
            until_saved=until_saved,
            lives_s=lives_s,
            on_started=on_started,
        )
        self._compare(life)

    def _compare(self, life: Life) -> None:
        tally = self.tally
        tally.kills += 1
        tally.kills_before_exam += life.exam_ms is None
        tally.exam_ms += [] if life.exam_ms is None else [life.exam_ms]
        tally.saved_ms += [] if life.saved_ms is None else [life.saved_ms]
        for number, (task, response, _) in enumerate(life.entered, start=1):
            self._states[task].append(response)
            if number <= life.saved:
                self._acknowledged[task] = len(self._states[task])
        tally.acknowledged += life.saved
        found = self.disk.responses(self._scratch)
        for task, states in self._states.items():
            on_disk = _last_index(states, found.get(task))
            if on_disk < self._acknowledged.get(task, 0):
                tally.lost += 1
                tally.details.append(
                    f"kill {tally.kills}: {task} was shown saved as"
                    f" {states[self._acknowledged[task] - 1]}, found {found.get(task)}"
                )
            unsaved = len(states) - on_disk
            times = [ms for name, _, ms in life.entered if name == task]
            if unsaved and times:
                first_ms = times[max(0, len(times) - unsaved)]
                lost_ms = life.killed_ms - first_ms
                tally.most_lost_ms = max(tally.most_lost_ms, lost_ms)
            del states[on_disk:]  # the seat goes on from its disk


def _last_index(states: list[dict[str, Any]], found: dict[str, Any] | None) -> int:
    """Return how many of the states are on the disk: 0 when none is."""
    for index in range(len(states), 0, -1):
        if states[index - 1] == found:
            return index
    return 0


def merged(tallies: list[Tally]) -> Tally:
    """Return the sum of several seats' tallies."""
    whole = Tally()
    for each in tallies:
        whole.kills += each.kills
        whole.kills_before_exam += each.kills_before_exam
        whole.acknowledged += each.acknowledged
        whole.lost += each.lost
        whole.most_lost_ms = max(whole.most_lost_ms, each.most_lost_ms)
        whole.exam_ms += each.exam_ms
        whole.saved_ms += each.saved_ms
        whole.details += each.details
    return whole


def percentile(values: list[int], share: float) -> int:
    """Return a percentile; 0 of nothing."""
    return (
        sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0
    )
