"""R8: the real server is killed at random moments while forty seats send to it.

Every receipt is in a ledger outside the server; at the end its database holds each of
them, each entry once. 5 kills in `make test`; FAULT_SIZE=ci 50, release 1,000.
"""

import os
import random
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.clock import SystemClock
from tests.benchmarks.crowd import make_crowd
from tests.faults.killed_server import KilledServer
from tests.faults.sending_seats import SendingSeat
from tests.journeys.processes import wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")

KILLS = {"ci": 50, "release": 1_000}[os.environ.get("FAULT_SIZE", "ci")]
SEATS = 40
RESUME_FLOOR_S = 20.0
"""For the slowest on a machine that does other things too; the reach, 5 s, is printed."""
SLOWEST_S = 60
CLOCK = SystemClock()
ROWS = (
    "SELECT s.sitting_uuid, e.seq, e.hash, e.entry FROM journal_entry e"
    " JOIN sitting s USING (sitting_id) ORDER BY s.sitting_uuid, e.seq"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the ledger says of the database, and how long seats waited."""

    acknowledged: int
    lost: int
    double: int
    other: int
    refused: list[str]
    first_s: list[float]
    all_s: list[float]
    rows: int
    repeats: int


def killed_again_and_again(root: Path, kills: int, seed: int = 20261122) -> Found:
    """Kill the server so many times under load and compare."""
    rng = random.Random(seed)
    crowd = make_crowd(root, SEATS, started=True)
    first_s: list[float] = []
    all_s: list[float] = []
    with KilledServer(root) as server:
        seats = [
            SendingSeat(seat, server.port, server.authority, number)
            for number, seat in enumerate(crowd.seats)
        ]
        for seat in seats:
            seat.start()
        _wait_for_all(seats, 0.0)
        for _ in range(kills):
            _pass(rng.uniform(0.05, 1.5))
            server.kill()
            begin_s = CLOCK.boottime_s()
            server.start()
            first, last = _wait_for_all(seats, begin_s)
            first_s.append(first)
            all_s.append(last)
        for seat in seats:
            seat.stop()
        for seat in seats:
            seat.join(SLOWEST_S)
        assert server.stop() == 0
    return _compared(root, seats, first_s, all_s)


def _pass(span_s: float) -> None:
    """Let the seats send for a while: the load is the thing waited for."""
    end_s = CLOCK.boottime_s() + span_s
    wait_until("the time", lambda: CLOCK.boottime_s() >= end_s, span_s + 5)


def _wait_for_all(seats: Sequence[SendingSeat], since_s: float) -> tuple[float, float]:
    """Wait for a receipt of each seat; return the first one's and the last one's age."""
    first_s: list[float] = []

    def have_all() -> bool:
        answers = [seat.ledger.last_answer_s for seat in seats]
        if not first_s and any(answer > since_s for answer in answers):
            first_s.append(min(a for a in answers if a > since_s))
        return all(
            answer > since_s or seat.ledger.refused
            for answer, seat in zip(answers, seats, strict=True)
        )

    wait_until("a receipt for every seat", have_all, SLOWEST_S)
    return first_s[0] - since_s, CLOCK.boottime_s() - since_s


def _compared(
    root: Path, seats: Sequence[SendingSeat], first_s: list[float], all_s: list[float]
) -> Found:
    with closing(sqlite3.connect(root / "server.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute(ROWS).fetchall()
    by_sitting: dict[str, list[tuple[int, bytes, bytes]]] = {}
    for sitting, seq, entry_hash, entry in rows:
        by_sitting.setdefault(str(UUID(sitting)), []).append((seq, entry_hash, entry))
    lost = double = other = acknowledged = 0
    for each in seats:
        stored = by_sitting.get(str(each.seat.sitting_uuid), [])
        hashes = {seq: entry_hash for seq, entry_hash, _ in stored}
        ledger = each.ledger
        acknowledged += max(ledger.acknowledged, default=0)
        lost += sum(hashes.get(q) != found for q, found in ledger.acknowledged.items())
        lost += sum(
            seq not in hashes
            for seq in range(1, max(ledger.acknowledged, default=0) + 1)
        )
        double += len(stored) - len(hashes)
        other += sum(entry != ledger.sent[seq - 1] for seq, _, entry in stored)
    return Found(
        acknowledged=acknowledged,
        lost=lost,
        double=double,
        other=other,
        refused=[refusal for seat in seats for refusal in seat.ledger.refused],
        first_s=sorted(first_s),
        all_s=sorted(all_s),
        rows=len(rows),
        repeats=sum(seat.ledger.repeats for seat in seats),
    )


def told(found: Found, kills: int) -> str:
    last = min(kills - 1, int(kills * 0.95))
    return (
        f"R8 server killed {kills} times with {SEATS} seats sending: {found.acknowledged}"
        f" entries acknowledged, {found.lost} lost, {found.double} double,"
        f" {found.other} other than sent, {len(found.refused)} refused;"
        f" {found.repeats} tries repeated; resume (process start to receipt) first seat"
        f" p95 {found.first_s[last]:.1f} s, all seats p95 {found.all_s[last]:.1f} s,"
        f" longest {found.all_s[-1]:.1f} s (reach 5 s)"
    )


def check(found: Found) -> None:
    assert found.lost == found.double == found.other == 0
    assert found.refused == []
    assert found.rows >= found.acknowledged > SEATS


def test_a_few_kills_of_the_server_lose_and_double_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = killed_again_and_again(tmp_path / "data", 5)

    with capsys.disabled():
        print(f"\n{told(found, 5)}")
    check(found)


@pytest.mark.faults
@pytest.mark.timeout(6 * 3600)
def test_a_killed_server_loses_and_doubles_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = killed_again_and_again(tmp_path / "data", KILLS)

    with capsys.disabled():
        print(f"\n{told(found, KILLS)}")
    check(found)
    assert found.all_s[-1] <= RESUME_FLOOR_S
