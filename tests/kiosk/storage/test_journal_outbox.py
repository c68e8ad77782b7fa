"""The outbox under failures at every call: sealed once, stored once, told when durable."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from kiosk.errors import JournalWriteError, KioskError, StoreUnreadableError
from kiosk.journal.resume import read_journal
from kiosk.storage.connection import Connection, open_connection
from kiosk.storage.journal_outbox import (
    MOST_ENTRIES_A_TRANSACTION,
    JournalOutbox,
    Saved,
)
from kiosk.storage.journal_store import JournalStore
from question_bank.formats.journal_entry import parse_journal_entry
from tests.builders.journals import (
    BODY_KEY,
    ROOM_SECRET,
    SITTING,
    a_draft,
    a_journal,
    a_started,
    a_text,
    room_wrap,
)
from tests.builders.stores import STORE_KEY, chained, opener

DRAFTS = [
    a_draft(a_started(), wraps=room_wrap()),
    *(a_draft(a_text(f"answer {index}")) for index in range(5)),
]

CALLS = 25
"""On the connection, in a run without a fault."""


class Faults:
    """Fails one call of many, before or after it was done."""

    def __init__(self, fails_at: int, *, is_done_first: bool) -> None:
        self.calls = 0
        self._fails_at = fails_at
        self._is_done_first = is_done_first

    def around(self, call: Callable[[], object]) -> object:
        self.calls += 1
        fails = self.calls == self._fails_at
        if fails and not self._is_done_first:
            raise sqlcipher.OperationalError("disk I/O error")
        result = call()
        if fails:
            raise sqlcipher.OperationalError("disk I/O error")
        return result


class FaultyConnection:
    """A real connection whose calls may fail."""

    def __init__(self, connection: Connection, faults: Faults) -> None:
        self._connection = connection
        self._faults = faults

    def execute(self, *arguments: object) -> object:
        return self._faults.around(lambda: self._connection.execute(*arguments))

    def executemany(self, *arguments: object) -> object:
        return self._faults.around(lambda: self._connection.executemany(*arguments))

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


def head_on_disk(folder: Path) -> object:
    connection = open_connection(folder / "store.db", STORE_KEY, is_reader=True)
    head = JournalStore(connection, SITTING).head()
    connection.close()
    return head


def save_all(outbox: JournalOutbox, folder: Path) -> tuple[list[Saved], int]:
    """Submit and save as the writer does, trying again after each failure."""
    told: list[Saved] = []
    failures = 0
    for ticket, draft in enumerate(DRAFTS, start=1):
        outbox.add(draft, ticket)
        try:
            told.append(outbox.save())
        except KioskError:
            failures += 1
        else:
            assert told[-1].head == head_on_disk(folder)
    while outbox.has_pending:
        told.append(outbox.save())
    outbox.close()
    return told, failures


@pytest.mark.parametrize("is_done_first", [False, True])
@pytest.mark.parametrize("fails_at", range(1, CALLS + 1))
def test_whichever_call_fails_the_journal_is_whole_and_nothing_is_told_too_early(
    tmp_path: Path, fails_at: int, *, is_done_first: bool
) -> None:
    faults = Faults(fails_at, is_done_first=is_done_first)
    opened = opener(tmp_path)
    outbox = JournalOutbox(
        lambda: FaultyConnection(opened(), faults), SITTING, BODY_KEY
    )

    told, failures = save_all(outbox, tmp_path)

    assert failures <= 1
    assert faults.calls >= fails_at
    connection = opened()
    raws = JournalStore(connection, SITTING).all_entries()
    connection.close()
    journal = read_journal(SITTING, raws, ROOM_SECRET)
    assert [entry.header.kind for entry in journal.entries] == [
        "started",
        *["response_set"] * 5,
    ]
    assert told[-1] == Saved(ticket=6, head=journal.head)
    assert [saved.ticket for saved in told] == sorted(saved.ticket for saved in told)


def test_a_store_that_another_program_wrote_is_not_written_on(tmp_path: Path) -> None:
    faults = Faults(4, is_done_first=False)
    opened = opener(tmp_path)
    outbox = JournalOutbox(
        lambda: FaultyConnection(opened(), faults), SITTING, BODY_KEY
    )
    outbox.add(DRAFTS[0], 1)
    with pytest.raises(JournalWriteError):
        outbox.save()
    connection = opened()
    JournalStore(connection, SITTING).append(chained(a_journal(1)))
    connection.close()

    with pytest.raises(StoreUnreadableError):
        outbox.save()

    assert outbox.has_pending


def test_a_long_backlog_is_stored_in_pieces(tmp_path: Path) -> None:
    outbox = JournalOutbox(opener(tmp_path), SITTING, BODY_KEY)
    count = MOST_ENTRIES_A_TRANSACTION + 50
    outbox.add(DRAFTS[0], 1)
    for ticket in range(2, count + 1):
        outbox.add(DRAFTS[1], ticket)

    first = outbox.save()
    assert first.ticket == first.head.seq == MOST_ENTRIES_A_TRANSACTION
    assert outbox.save().ticket == count
    assert not outbox.has_pending
    assert outbox.save().head.seq == count
    outbox.close()


def test_the_same_bytes_are_stored_after_a_failure_as_were_sealed_before(
    tmp_path: Path,
) -> None:
    seen: list[bytes] = []

    class Watching(FaultyConnection):
        def executemany(self, *arguments: Any) -> object:
            seen.extend(raw for _seq, raw, _hash in arguments[1])
            return super().executemany(*arguments)

    faults = Faults(4, is_done_first=False)  # its INSERT
    opened = opener(tmp_path)
    outbox = JournalOutbox(lambda: Watching(opened(), faults), SITTING, BODY_KEY)
    outbox.add(DRAFTS[0], 1)
    with pytest.raises(JournalWriteError):
        outbox.save()
    outbox.add(DRAFTS[1], 2)
    outbox.save()
    outbox.close()

    assert seen[0] == seen[1]
    assert [parse_journal_entry(raw).seq for raw in seen] == [1, 1, 2]
