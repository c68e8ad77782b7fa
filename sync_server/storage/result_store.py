"""Scores in the database, and the journals that they are computed from."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import insert, select

from question_bank.formats.journal_entry import JournalEntry, parse_journal_entry
from sync_server.clock import parse_utc_text
from sync_server.results.journal_reading import StoredEntry
from sync_server.storage.connection import Database
from sync_server.storage.schema.exam_tables import seat
from sync_server.storage.schema.sitting_tables import (
    journal_entry,
    score_run,
    sitting,
    sitting_score,
)

_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRun:
    """One scoring of a session."""

    exam_session_id: int
    manifest_sha256: bytes
    engine_version: str
    made_by: str
    made_utc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingScore:
    """One sitting in a run; points are exact fractions as text."""

    sitting_id: int
    last_seq: int
    last_hash: bytes
    points: str
    most_points: str
    status: str


class ResultStore:
    """Reads journals, keeps scores. For all threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, sitting_id: int) -> Iterator[JournalEntry]:
        """Yield a sitting's journal from entry 1, a page at a time."""
        after = 0
        while True:
            query = (
                select(journal_entry.c.seq, journal_entry.c.entry)
                .where(
                    journal_entry.c.sitting_id == sitting_id,
                    journal_entry.c.seq > after,
                )
                .order_by(journal_entry.c.seq)
                .limit(_PAGE)
            )
            with self._database.reading() as connection:
                page = connection.execute(query).all()
            if not page:
                return
            for row in page:
                yield parse_journal_entry(bytes(row.entry))
            after = page[-1].seq

    def stored_entries(self, sitting_id: int) -> Iterator[StoredEntry]:
        """Yield a sitting's journal with what vouches for it, a page at a time."""
        after = 0
        while True:
            query = (
                select(journal_entry, seat.c.public_key)
                .join(seat, seat.c.seat_id == journal_entry.c.seat_id)
                .where(
                    journal_entry.c.sitting_id == sitting_id,
                    journal_entry.c.seq > after,
                )
                .order_by(journal_entry.c.seq)
                .limit(_PAGE)
            )
            with self._database.reading() as connection:
                page = connection.execute(query).all()
            if not page:
                return
            for row in page:
                signature = row.head_signature
                yield StoredEntry(
                    entry=parse_journal_entry(bytes(row.entry)),
                    seat_key=bytes(row.public_key),
                    head_signature=None if signature is None else bytes(signature),
                    received=parse_utc_text(row.received_utc),
                )
            after = page[-1].seq

    def closing(self, sitting_id: int) -> tuple[bytes, bytes] | None:
        """Return the sitting's closing record and its signature; None: it has none."""
        query = select(sitting.c.closing_record, sitting.c.closing_signature).where(
            sitting.c.sitting_id == sitting_id, sitting.c.closing_record.is_not(None)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else (bytes(row[0]), bytes(row[1]))

    def signed_head(self, sitting_id: int) -> tuple[int, bytes, bytes]:
        """Return the last signed entry's seq, its signature and the seat's public key."""
        query = (
            select(
                journal_entry.c.seq, journal_entry.c.head_signature, seat.c.public_key
            )
            .join(seat, seat.c.seat_id == journal_entry.c.seat_id)
            .where(
                journal_entry.c.sitting_id == sitting_id,
                journal_entry.c.head_signature.is_not(None),
            )
            .order_by(journal_entry.c.seq.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one()
        return row.seq, bytes(row.head_signature), bytes(row.public_key)

    def add(self, run: ScoreRun, scores: tuple[SittingScore, ...]) -> None:
        """Keep a run; earlier ones stay."""
        with self._database.writing() as connection:
            added = connection.execute(
                insert(score_run)
                .values(
                    score_run_uuid=str(uuid.uuid4()),
                    exam_session_id=run.exam_session_id,
                    manifest_sha256=run.manifest_sha256,
                    engine_version=run.engine_version,
                    made_by=run.made_by,
                    made_utc=run.made_utc,
                )
                .returning(score_run.c.score_run_id)
            )
            run_id = added.scalar_one()
            for score in scores:
                connection.execute(
                    insert(sitting_score).values(
                        score_run_id=run_id,
                        sitting_id=score.sitting_id,
                        last_seq=score.last_seq,
                        last_hash=score.last_hash,
                        points=score.points,
                        most_points=score.most_points,
                        status=score.status,
                    )
                )

    def runs(self, exam_session_id: int) -> tuple[ScoreRun, ...]:
        """Return the runs of a session, the newest first."""
        query = (
            select(score_run)
            .where(score_run.c.exam_session_id == exam_session_id)
            .order_by(score_run.c.score_run_id.desc())
        )
        with self._database.reading() as connection:
            return tuple(
                ScoreRun(
                    exam_session_id=row.exam_session_id,
                    manifest_sha256=bytes(row.manifest_sha256),
                    engine_version=row.engine_version,
                    made_by=row.made_by,
                    made_utc=row.made_utc,
                )
                for row in connection.execute(query)
            )
