"""One sitting's journal entries on the seat's disk; rows are only ever added.

SQL by hand; decides nothing about what entries mean.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from kiosk.errors import JournalWriteError, StoreUnreadableError
from kiosk.storage.connection import DRIVER_ERRORS, Connection, transaction
from question_bank.formats.journal_entry import JournalEntry, JournalHead, genesis_hash
from question_bank.formats.sync_batch import MOST_BATCH_ENTRIES
from question_bank.identifiers import SittingUuid

MOST_READ_BYTES = 3 * 1024 * 1024
"""Of entries at a time: with the envelope well below MOST_BATCH_BYTES."""

_INSERT = "INSERT INTO journal_entry (seq, raw, hash) VALUES (?, ?, ?)"
_HEAD = "SELECT seq, hash FROM journal_entry ORDER BY seq DESC LIMIT 1"
_HASH = "SELECT hash FROM journal_entry WHERE seq = ?"
_AFTER = "SELECT raw FROM journal_entry WHERE seq > ? ORDER BY seq LIMIT ?"
_ALL = "SELECT raw FROM journal_entry ORDER BY seq"

DISK_FULL = "disk_full"
_REASONS = {
    "SQLITE_FULL": DISK_FULL,
    "SQLITE_READONLY": "read_only",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
}

Row = tuple[Any, ...]
"""What the driver gives; the schema says what stands in it."""

ChainedEntry = tuple[JournalEntry, bytes]
"""An entry with the chain's hash after it."""


class JournalStore:
    """The journal of one sitting in an open store. For the connection's thread only."""

    def __init__(self, connection: Connection, sitting_uuid: SittingUuid) -> None:
        self._connection = connection
        self._sitting_uuid = sitting_uuid

    def append(self, entries: Sequence[ChainedEntry]) -> None:
        """Make all entries durable in one transaction; on return power may fail.

        Raises:
            ValueError: an entry doesn't follow the last one.
            JournalWriteError: the disk refused; nothing was stored, and the next
                append works once the disk does.
        """
        if not entries:
            return
        first = entries[0][0].seq
        try:
            with transaction(self._connection):
                expected = self.head().seq + 1
                for offset, (entry, _hash) in enumerate(entries):
                    if entry.seq != expected + offset:
                        raise ValueError(f"entry {entry.seq}, not {expected + offset}")
                self._connection.executemany(
                    _INSERT, [(entry.seq, entry.raw, hash_) for entry, hash_ in entries]
                )
        except DRIVER_ERRORS as error:
            raise JournalWriteError(first, write_reason(error)) from error

    def head(self) -> JournalHead:
        """Return the end of the stored chain; seq 0 when nothing is stored.

        Raises:
            StoreUnreadableError: a page is damaged, or the disk does not answer.
        """
        row = self._row(_HEAD, ())
        if row is None:
            return JournalHead(0, genesis_hash(self._sitting_uuid))
        return JournalHead(int(row[0]), bytes(row[1]))

    def hash_at(self, seq: int) -> bytes | None:
        """Return the chain's hash after entry `seq` (0: before all); None beyond the end.

        Raises:
            StoreUnreadableError: a page is damaged, or the disk does not answer.
        """
        if seq == 0:
            return genesis_hash(self._sitting_uuid)
        row = self._row(_HASH, (seq,))
        return None if row is None else bytes(row[0])

    def entries_after(
        self, seq: int, *, most_entries: int = MOST_BATCH_ENTRIES
    ) -> tuple[bytes, ...]:
        """Return raw entries `seq + 1 …`, as many as fit in one batch.

        Raises:
            StoreUnreadableError: a page is damaged.
        """
        raws: list[bytes] = []
        total = 0
        try:
            for (raw,) in self._connection.execute(_AFTER, (seq, most_entries)):
                total += len(raw)
                if raws and total > MOST_READ_BYTES:
                    break
                raws.append(raw)
        except DRIVER_ERRORS as error:
            raise StoreUnreadableError(f"reading after entry {seq}") from error
        return tuple(raws)

    def pages(self) -> Iterator[bytes]:
        """Yield every raw entry in order, a few megabytes in memory at a time.

        Raises:
            StoreUnreadableError: a page is damaged.
        """
        seq = 0
        while raws := self.entries_after(seq):
            yield from raws
            seq += len(raws)

    def all_entries(self) -> tuple[bytes, ...]:
        """Return every raw entry, for the fold after a restart.

        Raises:
            StoreUnreadableError: a page is damaged.
        """
        try:
            return tuple(raw for (raw,) in self._connection.execute(_ALL))
        except DRIVER_ERRORS as error:
            raise StoreUnreadableError("reading the journal") from error

    def settle(self) -> None:
        """Write the WAL's entries into the database file itself and empty the WAL.

        After a failed flush the operating system may drop what it could not write and
        still show it to readers: only writing it anew makes it sure.

        Raises:
            JournalWriteError: the disk refused, or a reader was in the way.
        """
        try:
            busy = self._connection.execute(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            ).fetchone()
        except DRIVER_ERRORS as error:
            raise JournalWriteError(0, write_reason(error)) from error
        if busy[0]:
            raise JournalWriteError(0, "io")

    def _row(self, statement: str, values: tuple[int, ...]) -> Row | None:
        try:
            row: Row | None = self._connection.execute(statement, values).fetchone()
        except DRIVER_ERRORS as error:
            raise StoreUnreadableError("reading the journal") from error
        return row


def write_reason(error: Exception) -> str:
    """Return the word for why the disk refused, from the driver's error."""
    name = str(getattr(error, "sqlite_errorname", ""))
    for prefix, reason in _REASONS.items():
        if name.startswith(prefix):
            return reason
    return "io"
