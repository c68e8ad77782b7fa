"""The sync thread outlives a disk that does not read, and shows a fork to the server."""

import threading
from collections.abc import Callable

import pytest

from kiosk.errors import ServerRefusedError, StoreUnreadableError
from kiosk.transport.server_client import ServerClient
from kiosk.transport.sync_thread import SyncThread
from question_bank.formats.journal_entry import JournalHead, genesis_hash
from question_bank.formats.seat_protocol import HeadView
from question_bank.formats.sync_batch import SyncBatch, SyncReceipt
from question_bank.sealing.signing_keys import SigningKey
from tests.builders.journals import SITTING, a_journal
from tests.builders.stores import chained

JOURNAL = a_journal(6)
HASHES = [genesis_hash(SITTING), *(after for _, after in chained(JOURNAL))]
LIMIT_S = 10.0


class Journal:
    """A durable journal in memory; its first reads may fail."""

    def __init__(self, failing_reads: list[bool]) -> None:
        self._failing_reads = failing_reads

    def head(self) -> JournalHead:
        if self._failing_reads and self._failing_reads.pop():
            raise StoreUnreadableError("a page is damaged")
        return JournalHead(6, HASHES[6])

    def hash_at(self, seq: int) -> bytes | None:
        return HASHES[seq] if seq < len(HASHES) else None

    def entries_after(self, seq: int) -> tuple[bytes, ...]:
        return tuple(entry.raw for entry in JOURNAL[seq : seq + 4])

    def close(self) -> None:
        pass


class Server(ServerClient):
    """A server that either takes all, or holds another branch from entry 3 on."""

    def __init__(self, *, is_forked: bool) -> None:
        self.is_forked = is_forked
        self.head = (
            JournalHead(5, bytes(32)) if is_forked else JournalHead(0, HASHES[0])
        )
        self.refused: list[tuple[bytes, ...]] = []
        self.saw_all = threading.Event()

    def close(self) -> None:
        pass

    def journal_head(self, sitting_uuid: object) -> HeadView:
        return HeadView(
            sitting_uuid=SITTING, last_seq=self.head.seq, last_hash=self.head.hash
        )

    def push(self, batch: SyncBatch) -> SyncReceipt:
        if self.is_forked:
            self.refused.append(batch.entries)
            if batch.entries[-1] == JOURNAL[-1].raw:
                self.saw_all.set()
            raise ServerRefusedError(status=409, code="JOURNAL_CONFLICT", detail="")
        seq = batch.after_seq + len(batch.entries)
        self.head = JournalHead(seq, HASHES[seq])
        return SyncReceipt(
            sitting=SITTING.bytes, last_seq=seq, last_hash=self.head.hash
        )


class Heard:
    """Keeps the thread's news."""

    def __init__(self) -> None:
        self.receipts: list[JournalHead] = []
        self.stops: list[str] = []
        self.changed = threading.Condition()

    def on_receipt(self, head: JournalHead) -> None:
        with self.changed:
            self.receipts.append(head)
            self.changed.notify_all()

    def on_silence(self, code: str) -> None:
        pass

    def on_sync_stopped(self, code: str) -> None:
        with self.changed:
            self.stops.append(code)
            self.changed.notify_all()

    def wait_for(self, is_so: Callable[[], bool]) -> bool:
        with self.changed:
            return self.changed.wait_for(is_so, LIMIT_S)


def a_thread(server: Server, heard: Heard, failing_reads: list[bool]) -> SyncThread:
    def open_journal() -> Journal:
        return Journal(failing_reads)

    return SyncThread(server, open_journal, SITTING, SigningKey.draw(), heard)


@pytest.mark.slow
@pytest.mark.expects_logs("kiosk.transport.sync_thread")
def test_a_read_that_fails_is_told_and_the_journal_is_opened_again() -> None:
    heard = Heard()
    sync = a_thread(Server(is_forked=False), heard, [True])
    sync.start()
    try:
        whole = JournalHead(6, HASHES[6])
        assert heard.wait_for(lambda: whole in heard.receipts)
    finally:
        sync.stop(LIMIT_S)

    assert heard.stops == ["STORE_UNREADABLE"]


def test_a_fork_is_shown_to_the_server_whole() -> None:
    heard, server = Heard(), Server(is_forked=True)
    sync = a_thread(server, heard, [])
    sync.start()
    try:
        assert server.saw_all.wait(LIMIT_S)
    finally:
        sync.stop(LIMIT_S)

    assert [raw for batch in server.refused for raw in batch] == [
        entry.raw for entry in JOURNAL
    ]
    assert heard.stops == ["JOURNAL_CONFLICT"]
    assert heard.receipts == []


class ServerThatNotes(Server):
    """Knows another holder; a refused claim notes who asked as one that may bring."""

    def __init__(self, code: str, *, notes: bool = True) -> None:
        super().__init__(is_forked=False)
        self.code = code
        self.notes = notes
        self.claims = 0

    def claim(self, sitting_uuid: object) -> int:
        self.claims += 1
        raise ServerRefusedError(status=409, code=self.code, detail="")

    def journal_head(self, sitting_uuid: object) -> HeadView:
        if not (self.notes and self.claims):
            raise ServerRefusedError(status=403, code="SITTING_NOT_OF_SEAT", detail="")
        return super().journal_head(sitting_uuid)


@pytest.mark.slow  # waits out one step of the backoff, half a second
@pytest.mark.parametrize(
    "code", ["SITTING_AT_ANOTHER_SEAT", "ROOM_CLOSED", "LATE_ENTRY"]
)
def test_what_began_without_the_server_is_brought_though_the_claim_is_refused(
    code: str,
) -> None:
    heard, server = Heard(), ServerThatNotes(code)
    sync = a_thread(server, heard, [])
    sync.start()
    try:
        assert heard.wait_for(lambda: JournalHead(6, HASHES[6]) in heard.receipts)
    finally:
        sync.stop(LIMIT_S)

    assert server.claims == 1
    assert heard.stops == []


@pytest.mark.slow  # waits out one step of the backoff, half a second
def test_a_server_that_goes_on_refusing_is_told_to_people() -> None:
    heard = Heard()
    server = ServerThatNotes("SITTING_AT_ANOTHER_SEAT", notes=False)
    sync = a_thread(server, heard, [])
    sync.start()
    try:
        assert heard.wait_for(lambda: bool(heard.stops))
    finally:
        sync.stop(LIMIT_S)

    assert heard.stops == ["SITTING_NOT_OF_SEAT"]
    assert server.claims == 2
