"""Forty seats at the protocol's level that send for ever, whatever becomes of the server.

Each sends one to three new entries, signed, waits for the receipt, notes it in the ledger
(here, outside the server) and goes on; without an answer it sends the very same again.
"""

import http.client
import random
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from kiosk.clock import SystemClock
from question_bank.errors import ExamRoomError
from question_bank.formats.journal_entry import JournalHead, empty_head, head_after
from question_bank.formats.seat_protocol import Refusal
from question_bank.formats.sync_batch import parse_sync_receipt
from question_bank.sealing.signing_keys import SigningKey
from tests.benchmarks.crowd import CrowdSeat
from tests.builders.seat_side import an_entry, batch_bytes

MOST_ENTRIES = 3
PAUSE_S = 0.05
"""Between two tries at a server that does not answer."""

TIMEOUT_S = 20
_DEAD = (OSError, http.client.HTTPException, ssl.SSLError)
CLOCK = SystemClock()


@dataclass
class SeatLedger:
    """What one seat was told.

    Attributes:
        acknowledged: seq → hash of every receipt.
        sent: Raw entries, from entry 1.
        refused: Answers that must not come, such as a gap after a receipt.
        last_answer_s: When the last receipt came; boot clock.
    """

    acknowledged: dict[int, bytes] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    repeats: int = 0
    last_answer_s: float = 0.0


class SendingSeat(threading.Thread):
    """One seat; a thread that sends until it is told to stop."""

    def __init__(self, seat: CrowdSeat, port: int, authority: Path, seed: int) -> None:
        super().__init__(daemon=True)
        self.seat = seat
        self.ledger = SeatLedger()
        self._port = port
        self._context = ssl.create_default_context(cafile=str(authority))
        self._rng = random.Random(seed)
        self._key = SigningKey(seat.key)
        self._head = empty_head(seat.sitting_uuid)
        self._stop_wanted = threading.Event()
        self._line: http.client.HTTPSConnection | None = None

    def stop(self) -> None:
        """End after the answer that is awaited."""
        self._stop_wanted.set()

    def run(self) -> None:
        """Send, and send again what was not answered."""
        while not self._stop_wanted.is_set():
            body, head = self._next_batch()
            while not self._sent(body, head) and not self._stop_wanted.is_set():
                self.ledger.repeats += 1
                self._stop_wanted.wait(PAUSE_S * self._rng.uniform(0.5, 1.5))
        self._hang_up()

    def _next_batch(self) -> tuple[bytes, JournalHead]:
        after, head, raws = self._head, self._head, []
        for _ in range(self._rng.randint(1, MOST_ENTRIES)):
            body = self._rng.randbytes(160)
            entry = an_entry(self.seat.sitting_uuid, head.seq + 1, body=body)
            head = head_after(head, entry)
            raws.append(entry.raw)
        self.ledger.sent += raws
        return batch_bytes(self.seat.sitting_uuid, after, raws, head, self._key), head

    def _sent(self, body: bytes, head: JournalHead) -> bool:
        try:
            status, answer = self._put(body)
        except _DEAD:
            self._hang_up()
            return False
        if status == http.client.OK:
            receipt = parse_sync_receipt(answer)
            if (receipt.last_seq, receipt.last_hash) != (head.seq, head.hash):
                self.ledger.refused.append(f"receipt of {receipt.last_seq}")
            self.ledger.acknowledged[head.seq] = head.hash
            self.ledger.last_answer_s = CLOCK.boottime_s()
            self._head = head
            return True
        if status >= http.client.INTERNAL_SERVER_ERROR:
            return False
        with suppress(msgspec.DecodeError, ExamRoomError):
            self.ledger.refused.append(str(msgspec.json.decode(answer, type=Refusal)))
        self._stop_wanted.set()
        return False

    def _put(self, body: bytes) -> tuple[int, bytes]:
        if self._line is None:
            self._line = http.client.HTTPSConnection(
                "127.0.0.1", self._port, timeout=TIMEOUT_S, context=self._context
            )
        path = f"/api/v1/sittings/{self.seat.sitting_uuid}/journal"
        headers = {
            "Authorization": f"Bearer {self.seat.token}",
            "Content-Type": "application/msgpack",
        }
        self._line.request("PUT", path, body, headers)
        answer = self._line.getresponse()
        return answer.status, answer.read()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
