"""Journals in the database: rows are only ever added. Bodies stay sealed."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from question_bank.formats.entry_bodies import EntryKind
from question_bank.formats.journal_entry import JournalHead, empty_head
from question_bank.identifiers import SittingUuid
from question_bank.journal.chain import JournalConflictError
from sync_server.clock import Clock, utc_text
from sync_server.errors import EntryKnownError
from sync_server.journals.entry_writer import NewEntry
from sync_server.journals.refusals import Refusal
from sync_server.storage.connection import Database
from sync_server.storage.schema.sitting_tables import (
    journal_entry,
    refused_batch,
    sitting,
)

MOST_PAGE_ENTRIES = 500
MOST_PAGE_BYTES = 4 * 1024 * 1024
"""Of one answer with entries; at least one entry is given."""

_HEADER_MARKS = {
    EntryKind.STARTED.value: "started_utc",
    EntryKind.HANDED_IN.value: "handed_in_utc",
}


class JournalStore:
    """Entries of all sittings. For all threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._insert = insert(journal_entry)

    def append(self, jobs: Sequence[tuple[NewEntry, ...]]) -> None:
        """Add all rows in one transaction; when this returns, power may fail.

        Raises:
            EntryKnownError: one of them is there already; nothing was added.
            StorageFullError, StorageFailedError: nothing was added.
        """
        received_utc = utc_text(self._clock.utc_now())
        rows: list[dict[str, Any]] = [
            {
                "sitting_id": entry.sitting_id,
                "seq": entry.seq,
                "kind": entry.kind,
                "time_used_ms": entry.time_used_ms,
                "hash": entry.hash,
                "entry": entry.entry,
                "seat_id": entry.seat_id,
                "head_signature": entry.head_signature,
                "received_utc": received_utc,
            }
            for entries in jobs
            for entry in entries
        ]
        marks = [
            entry
            for entries in jobs
            for entry in entries
            if entry.kind in _HEADER_MARKS
        ]
        try:
            with self._database.writing() as connection:
                connection.execute(self._insert, rows)
                for entry in marks:
                    _mark_sitting(connection, entry, received_utc)
        except IntegrityError as error:
            raise EntryKnownError("an entry of this batch is there already") from error

    def head(self, sitting_id: int, sitting_uuid: SittingUuid) -> JournalHead:
        """Return the durable end of a sitting's journal."""
        query = (
            select(journal_entry.c.seq, journal_entry.c.hash)
            .where(journal_entry.c.sitting_id == sitting_id)
            .order_by(journal_entry.c.seq.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return empty_head(sitting_uuid) if row is None else JournalHead(row[0], row[1])

    def hashes(self, sitting_id: int, first: int, last: int) -> Mapping[int, bytes]:
        """Return the chain's hashes at entries `first … last` that are known."""
        query = select(journal_entry.c.seq, journal_entry.c.hash).where(
            journal_entry.c.sitting_id == sitting_id,
            journal_entry.c.seq.between(first, last),
        )
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def entries_after(self, sitting_id: int, after_seq: int) -> tuple[bytes, ...]:
        """Return raw entries after a number, in order: a page of them, maybe none."""
        query = (
            select(journal_entry.c.entry)
            .where(
                journal_entry.c.sitting_id == sitting_id,
                journal_entry.c.seq > after_seq,
            )
            .order_by(journal_entry.c.seq)
            .limit(MOST_PAGE_ENTRIES)
        )
        found: list[bytes] = []
        size_bytes = 0
        with self._database.reading() as connection:
            for raw in connection.scalars(query):
                size_bytes += len(raw)
                if found and size_bytes > MOST_PAGE_BYTES:
                    break
                found.append(raw)
        return tuple(found)

    def kept(self, sitting_id: int, *, branches: bool) -> tuple[int, int]:
        """Return how many refused batches, and bytes, are kept: conflicts or others."""
        is_branch = refused_batch.c.code == JournalConflictError.code
        query = select(
            func.count(), func.coalesce(func.sum(func.length(refused_batch.c.body)), 0)
        ).where(
            refused_batch.c.sitting_id == sitting_id,
            is_branch if branches else ~is_branch,
        )
        with self._database.reading() as connection:
            count, size_bytes = connection.execute(query).one()
        return count, int(size_bytes)

    def keep(self, refusal: Refusal) -> None:
        """Keep a refused batch; the same body again changes nothing."""
        values = {
            "sitting_id": refusal.sitting_id,
            "seat_id": refusal.seat_id,
            "code": refusal.code,
            "seq": refusal.seq,
            "body_sha256": hashlib.sha256(refusal.body).digest(),
            "body": refusal.body,
            "received_utc": utc_text(self._clock.utc_now()),
        }
        known = select(literal(1)).where(
            refused_batch.c.sitting_id == refusal.sitting_id,
            refused_batch.c.seat_id == refusal.seat_id,
            refused_batch.c.body_sha256 == values["body_sha256"],
        )
        with self._database.writing() as connection:
            if connection.scalar(known) is None:
                connection.execute(insert(refused_batch).values(values))

    def refusals(self, sitting_id: int) -> tuple[tuple[str, int, str], ...]:
        """Return (code, seq, received_utc) of what was refused of a sitting, in order."""
        query = (
            select(
                refused_batch.c.code, refused_batch.c.seq, refused_batch.c.received_utc
            )
            .where(refused_batch.c.sitting_id == sitting_id)
            .order_by(refused_batch.c.refused_batch_id)
        )
        with self._database.reading() as connection:
            return tuple((r[0], r[1], r[2]) for r in connection.execute(query))


def _mark_sitting(connection: Connection, entry: NewEntry, received_utc: str) -> None:
    """Note from the open header that a sitting began or ended; the first time counts."""
    column = _HEADER_MARKS[entry.kind]
    values: dict[str, object] = {column: received_utc}
    if entry.kind == EntryKind.HANDED_IN.value:
        values["handed_in_seq"] = entry.seq
    connection.execute(
        update(sitting)
        .where(sitting.c.sitting_id == entry.sitting_id, sitting.c[column].is_(None))
        .values(values)
    )
