"""R8: the server is killed at random moments while seats push; nothing acknowledged is lost.

The ledger of what was acknowledged is kept here, outside the victim. Source of sizes and
reach: trust.md, R8.
"""

import faulthandler
import http.client
import os
import random
import signal
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from question_bank.formats.journal_entry import empty_head, head_after
from question_bank.formats.sync_batch import parse_sync_receipt
from question_bank.sealing.signing_keys import SigningKey
from tests.benchmarks.crowd import (
    Crowd,
    CrowdSeat,
    RunningServer,
    make_crowd,
    running_server,
)
from tests.builders.seat_side import an_entry, batch_bytes

SEATS = 40
RESTARTS = {"ci": 50, "release": 1000}
LONGEST_RESUME_S = 5.0
AGAIN_S = 0.5
"""Seats back off; forty threads that don't would take the cores from the server's start."""

pytestmark = pytest.mark.faults


class PushingSeat(threading.Thread):
    """Pushes one entry after another for ever; keeps what was acknowledged."""

    def __init__(self, seat: CrowdSeat, port: int, authority: Path) -> None:
        super().__init__(daemon=True)
        self._seat = seat
        self._port = port
        self._context = ssl.create_default_context(cafile=str(authority))
        self._key = SigningKey(seat.key)
        self.raws: list[bytes] = []
        self.acknowledged = 0
        self.unexpected = ""
        self.stopping = threading.Event()

    def run(self) -> None:
        head = empty_head(self._seat.sitting_uuid)
        connection: http.client.HTTPSConnection | None = None
        while not self.stopping.is_set():
            entry = an_entry(self._seat.sitting_uuid, head.seq + 1, body=os.urandom(60))
            after, head = head, head_after(head, entry)
            self.raws.append(entry.raw)
            body = batch_bytes(
                self._seat.sitting_uuid, after, [entry.raw], head, self._key
            )
            while not self.stopping.is_set():
                try:
                    connection = connection or self._connect()
                    if self._push(connection, body, head.seq):
                        break
                except (OSError, http.client.HTTPException):
                    if connection is not None:
                        connection.close()
                    connection = None
                    self.stopping.wait(AGAIN_S)
        if connection is not None:
            connection.close()

    def _connect(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(
            "127.0.0.1", self._port, timeout=5, context=self._context
        )

    def _push(
        self, connection: http.client.HTTPSConnection, body: bytes, seq: int
    ) -> bool:
        path = f"/api/v1/sittings/{self._seat.sitting_uuid}/journal"
        headers = {"Authorization": f"Bearer {self._seat.token}"}
        connection.request("PUT", path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            self.unexpected = f"{answer.status} {content!r}"
            return False
        assert parse_sync_receipt(content).last_seq == seq
        self.acknowledged = seq
        return True


def acknowledged(seats: list[PushingSeat]) -> int:
    return sum(seat.acknowledged for seat in seats)


def wait_for_more(seats: list[PushingSeat], than: int) -> float:
    """Return the moment at which the seats have more acknowledged."""
    until = time.monotonic() + 30
    while acknowledged(seats) <= than:
        assert time.monotonic() < until, seats[0].unexpected
        time.sleep(0.005)  # until somebody gets a receipt
    return time.monotonic()


def stored(crowd: Crowd) -> Iterator[tuple[str, list[bytes]]]:
    engine = create_engine(f"sqlite:///{crowd.root / 'server.db'}")
    query = text(
        "SELECT sitting_uuid, entry FROM journal_entry JOIN sitting USING (sitting_id)"
        " ORDER BY sitting_id, seq"
    )
    found: dict[str, list[bytes]] = {}
    with engine.connect() as connection:
        for sitting_uuid, entry in connection.execute(query):
            found.setdefault(sitting_uuid, []).append(entry)
    engine.dispose()
    yield from found.items()


def killed(server: RunningServer) -> float:
    os.kill(server.pid, signal.SIGKILL)
    return time.monotonic()


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulthandler.cancel_dump_traceback_later()  # it takes minutes, and is well
    restarts = RESTARTS[os.environ.get("FAULT_SIZE", "ci")]
    chance = random.Random(8)
    crowd = make_crowd(tmp_path / "data", SEATS, started=True)
    resumes: list[float] = []
    with running_server(crowd.root) as server:
        port = server.port
        seats = [PushingSeat(seat, port, server.authority) for seat in crowd.seats]
        for seat in seats:
            seat.start()
        wait_for_more(seats, 0)
        killed_at = killed(server)
    for index in range(restarts):
        before = acknowledged(seats)
        with running_server(crowd.root, port) as server:
            resumes.append(wait_for_more(seats, before) - killed_at)
            time.sleep(chance.uniform(0.0, 0.4))  # the kill comes at any moment
            if index < restarts - 1:
                killed_at = killed(server)
            else:
                for seat in seats:
                    seat.stopping.set()
                for seat in seats:
                    seat.join()
    rows = dict(stored(crowd))
    lost = doubled = 0
    for paired, pushing in zip(crowd.seats, seats, strict=True):
        have = rows[str(paired.sitting_uuid)]
        lost += sum(
            have[index : index + 1] != [raw]
            for index, raw in enumerate(pushing.raws[: pushing.acknowledged])
        )
        doubled += have != pushing.raws[: len(have)]
    with capsys.disabled():
        print(
            f"\nR8: {restarts} kills, {acknowledged(seats)} acknowledged, {lost} lost,"
            f" {doubled} journals differ, resumed after {sorted(resumes)[restarts // 2]:.2f} s"
            f" (slowest {max(resumes):.2f} s)"
        )
    assert (lost, doubled) == (0, 0)
    assert [seat.unexpected for seat in seats if seat.unexpected] == []
    assert max(resumes) < LONGEST_RESUME_S
