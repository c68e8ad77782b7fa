"""R14 and S7 at the running server: replays in any order, forgeries, gaps, a revoked seat.

Forty seats' journals in small batches, each batch sent 2 to 5 times in random order over
TLS; then what nobody may send. FAULT_SIZE=ci (2,000 batches) or release (10,000).
"""

import http.client
import os
import random
import sqlite3
import ssl
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from question_bank.formats.journal_entry import JournalEntry
from question_bank.sealing.signing_keys import SigningKey
from tests.benchmarks.crowd import Crowd, CrowdSeat, make_crowd
from tests.builders.seat_side import a_batch, a_journal
from tests.faults.killed_server import KilledServer
from tests.journeys.processes import wait_until

pytestmark = pytest.mark.faults

BATCHES = {"ci": 2_000, "release": 10_000}[os.environ.get("FAULT_SIZE", "ci")]
SEATS = 40
GAP = 409


@dataclass
class Sender:
    """One connection to the server."""

    server: KilledServer

    def __post_init__(self) -> None:
        context = ssl.create_default_context(cafile=str(self.server.authority))
        self.line = http.client.HTTPSConnection(
            "127.0.0.1", self.server.port, timeout=20, context=context
        )

    def is_up(self) -> bool:
        try:
            self.line.connect()
        except OSError:
            return False
        return True

    def put(self, seat: CrowdSeat, body: bytes, to: CrowdSeat | None = None) -> int:
        """Send a batch with a seat's token to a sitting; return the status."""
        path = f"/api/v1/sittings/{(to or seat).sitting_uuid}/journal"
        headers = {
            "Authorization": f"Bearer {seat.token}",
            "Content-Type": "application/msgpack",
        }
        self.line.request("PUT", path, body, headers)
        answer = self.line.getresponse()
        answer.read()
        return answer.status


def replayed(sender: Sender, crowd: Crowd, rng: random.Random) -> Counter[int]:
    """Send each batch of all journals 2 to 5 times in random order until all is in."""
    length = 12
    journals = {s.sitting_uuid: a_journal(s.sitting_uuid, length) for s in crowd.seats}
    waiting: list[tuple[CrowdSeat, bytes]] = []
    while len(waiting) < BATCHES:
        seat = rng.choice(crowd.seats)
        start = rng.randrange(length)
        end = rng.randint(start + 1, min(length, start + 3))
        journal, key = journals[seat.sitting_uuid], SigningKey(seat.key)
        body = a_batch(seat.sitting_uuid, journal, key, start=start, end=end)
        waiting += [(seat, body)] * rng.randint(2, 5)
    for seat in crowd.seats:  # so that every journal can become whole
        journal, key = journals[seat.sitting_uuid], SigningKey(seat.key)
        waiting.append((seat, a_batch(seat.sitting_uuid, journal, key)))
    rng.shuffle(waiting)
    return Counter(sender.put(seat, body) for seat, body in waiting)


def stored(root: Path) -> dict[str, list[bytes]]:
    with closing(sqlite3.connect(root / "server.db")) as connection:
        rows = connection.execute(
            "SELECT s.sitting_uuid, e.entry FROM journal_entry e"
            " JOIN sitting s USING (sitting_id) ORDER BY s.sitting_uuid, e.seq"
        ).fetchall()
    found: dict[str, list[bytes]] = {}
    for sitting, entry in rows:
        found.setdefault(str(UUID(sitting)), []).append(entry)
    return found


def attacks(crowd: Crowd) -> dict[str, Callable[[Sender], int]]:
    """Return what nobody may send; every journal has entries 1 to 12 by now."""
    one, two = crowd.seats[1], crowd.seats[2]
    own: list[JournalEntry] = a_journal(one.sitting_uuid, 14)
    branch = a_journal(one.sitting_uuid, 12, body=b"another answer")
    key, other_key = SigningKey(one.key), SigningKey(two.key)
    good = a_batch(one.sitting_uuid, own, key, start=12)
    forged = a_batch(one.sitting_uuid, own, other_key, start=12)
    changed = bytearray(good)
    changed[len(changed) // 2] ^= 1
    swapped = a_batch(one.sitting_uuid, [*own[:12], own[13], own[12]], key, start=12)
    gap = a_batch(one.sitting_uuid, own, key, start=13)
    fork = a_batch(one.sitting_uuid, branch, key, start=5)
    return {
        "signed by another seat": lambda s: s.put(one, forged),
        "one bit changed": lambda s: s.put(one, bytes(changed)),
        "entries swapped": lambda s: s.put(one, swapped),
        "a gap": lambda s: s.put(one, gap),
        "another branch": lambda s: s.put(one, fork),
        "another candidate's journal": lambda s: s.put(two, good, to=one),
        "to another candidate": lambda s: s.put(one, good, to=two),
    }


@pytest.mark.timeout(3600)
def test_the_server_keeps_the_rows_of_one_ordered_delivery(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "data"
    crowd = make_crowd(root, SEATS, started=True)
    whole = {
        str(seat.sitting_uuid): [e.raw for e in a_journal(seat.sitting_uuid, 12)]
        for seat in crowd.seats
    }
    with KilledServer(root) as server:
        sender = Sender(server)
        wait_until("the server listens", sender.is_up, 20)
        statuses = replayed(sender, crowd, random.Random(20261122))
        after_replays = stored(root)
        refused = {name: attack(sender) for name, attack in attacks(crowd).items()}
        sender.line.close()
        assert server.stop() == 0
    with closing(sqlite3.connect(root / "server.db")) as connection:
        kept = connection.execute(
            "SELECT code, count(*) FROM refused_batch GROUP BY code"
        ).fetchall()

    with capsys.disabled():
        print(
            f"\nR14 {sum(statuses.values())} batches to the running server, each 2-5"
            f" times: {statuses[200]} taken, {statuses[GAP]} too early,"
            f" rows of {len(after_replays)} sittings equal one delivery:"
            f" {after_replays == whole}\nS7 refused: {refused}; kept as evidence:"
            f" {dict(kept)}"
        )
    assert after_replays == whole
    assert stored(root) == whole
    assert set(statuses) <= {200, GAP}
    assert all(400 <= status < 500 for status in refused.values())
    assert kept
