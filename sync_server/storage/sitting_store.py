"""Sittings: who holds them, how they stand, their closing records."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, RowMapping, func, select, update

from question_bank.formats.exam_package import parse_manifest
from question_bank.formats.package_policies import Policies
from question_bank.formats.seat_protocol import RoomSessionState
from question_bank.identifiers import SittingUuid
from sync_server.clock import parse_utc_text, utc_text
from sync_server.errors import SyncServerError
from sync_server.rooms.closing import OpenSitting
from sync_server.seats.log_in_desk import CandidateSitting
from sync_server.seats.seat import Seat
from sync_server.storage.connection import Database
from sync_server.storage.room_store import current_room_session
from sync_server.storage.schema.exam_tables import exam_package, room_session
from sync_server.storage.schema.sitting_tables import (
    candidate,
    journal_entry,
    sitting,
    sitting_holder,
)
from sync_server.storage.sitting_claims import (
    claim_sitting,
    note_bringer,
    take_over,
)

_HAS_BEGUN = sitting.c.started_utc.is_not(None) | sitting.c.sitting_id.in_(
    select(sitting_holder.c.sitting_id).where(sitting_holder.c.is_bringer == 0)
)
"""Somebody logged in and confirmed here, or a seat brought the beginning."""


class SittingStore:
    """Sittings and their holders. For all threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sitting_of(
        self, room_id: int, admission_number: str
    ) -> CandidateSitting | None:
        """Return the candidate's sitting in the room session the room is in now.

        Args:
            admission_number: In upper case; how the roster wrote it does not matter.
        """
        with self._database.reading() as connection:
            room = connection.execute(current_room_session(room_id)).mappings().first()
            if room is None or room["exam_package_id"] is None:
                return None
            row = (
                connection.execute(
                    select(sitting, candidate)
                    .join(candidate, candidate.c.candidate_id == sitting.c.candidate_id)
                    .where(
                        func.upper(candidate.c.admission_number) == admission_number,
                        sitting.c.room_session_id == room["room_session_id"],
                    )
                )
                .mappings()
                .first()
            )
            manifest = connection.scalar(
                select(exam_package.c.manifest).where(
                    exam_package.c.exam_package_id == room["exam_package_id"]
                )
            )
            if row is None or manifest is None:
                return None
            policies = parse_manifest(manifest).policies
            return _candidate_sitting(
                row,
                room,
                policies,
                _entry_ends(connection, row, room, policies),
            )

    def claim(
        self,
        sitting_uuid: SittingUuid,
        seat: Seat,
        now: datetime,
        *,
        has_logged_in: bool,
    ) -> int:
        """Let the seat hold the sitting; again by the same seat changes nothing.

        Args:
            has_logged_in: The candidate logged in at this seat and confirmed.

        Returns:
            The number of the room's newest order at that moment.

        Raises:
            SittingAtAnotherSeatError: another seat holds it.
            SittingNotOfSeatError: the seat gave it away and nobody logged in since.
            SittingClosedError, RoomClosedError: it is over; the seat may deliver.
            NotFoundError: it is not a sitting of the seat's room.
        """
        with self._database.writing() as connection:
            found = claim_sitting(
                connection,
                sitting_uuid,
                seat,
                utc_text(now),
                has_logged_in=has_logged_in,
            )
        if isinstance(found, SyncServerError):
            raise found
        return found

    def sitting_id(self, sitting_uuid: SittingUuid) -> int | None:
        """Return a sitting's row number; None if there is no such sitting."""
        query = select(sitting.c.sitting_id).where(
            sitting.c.sitting_uuid == str(sitting_uuid)
        )
        with self._database.reading() as connection:
            return connection.scalar(query)

    def has_held(self, sitting_id: int, seat_id: int) -> bool:
        """Return whether the seat holds the sitting or did so before: it may read it."""
        query = select(sitting_holder.c.sitting_holder_id).where(
            sitting_holder.c.sitting_id == sitting_id,
            sitting_holder.c.seat_id == seat_id,
            sitting_holder.c.is_bringer == 0,
        )
        with self._database.reading() as connection:
            return connection.scalar(query.limit(1)) is not None

    def may_bring(self, sitting_id: int, seat_id: int) -> bool:
        """Return whether the seat may bring entries of the sitting."""
        query = select(sitting_holder.c.sitting_holder_id).where(
            sitting_holder.c.sitting_id == sitting_id,
            sitting_holder.c.seat_id == seat_id,
        )
        with self._database.reading() as connection:
            return connection.scalar(query.limit(1)) is not None

    def note_bringer(
        self, sitting_uuid: SittingUuid, seat: Seat, now: datetime
    ) -> bool:
        """Note that a seat of the sitting's room may bring entries; else do nothing.

        Returns:
            Whether it holds the sitting already.
        """
        sitting_id = self.sitting_id(sitting_uuid)
        if sitting_id is None or not self.is_of_room(sitting_id, seat.room_id):
            return False
        self.note_bringer_row(sitting_id, seat.seat_id, now)
        return self.holder_seat_id(sitting_id) == seat.seat_id

    def note_bringer_row(self, sitting_id: int, seat_id: int, now: datetime) -> None:
        """Note that a seat may bring entries of a sitting, unless it did so before."""
        with self._database.writing() as connection:
            note_bringer(connection, sitting_id, seat_id, utc_text(now))

    def holder_seat_id(self, sitting_id: int) -> int | None:
        """Return which seat holds the sitting now."""
        query = select(sitting.c.holder_seat_id).where(
            sitting.c.sitting_id == sitting_id
        )
        with self._database.reading() as connection:
            return connection.scalar(query)

    def take_over(self, sitting_id: int, seat_id: int, now: datetime) -> None:
        """Let a seat that brought what follows hold the sitting."""
        with self._database.writing() as connection:
            take_over(connection, sitting_id, seat_id, utc_text(now))

    def is_of_room(self, sitting_id: int, room_id: int) -> bool:
        """Return whether the sitting belongs to a session in this room."""
        query = (
            select(sitting.c.sitting_id)
            .join(
                room_session,
                room_session.c.room_session_id == sitting.c.room_session_id,
            )
            .where(
                sitting.c.sitting_id == sitting_id, room_session.c.room_id == room_id
            )
        )
        with self._database.reading() as connection:
            return connection.scalar(query) is not None

    def unfinished(self, room_session_id: int) -> tuple[OpenSitting, ...]:
        """Return the sittings that began and are neither handed in nor closed."""
        newest = (
            select(
                journal_entry.c.sitting_id, func.max(journal_entry.c.seq).label("seq")
            )
            .group_by(journal_entry.c.sitting_id)
            .subquery()
        )
        query = (
            select(
                sitting.c.sitting_id,
                sitting.c.sitting_uuid,
                sitting.c.holder_seat_id,
                newest.c.seq,
                journal_entry.c.hash,
            )
            .outerjoin(newest, newest.c.sitting_id == sitting.c.sitting_id)
            .outerjoin(
                journal_entry,
                (journal_entry.c.sitting_id == sitting.c.sitting_id)
                & (journal_entry.c.seq == newest.c.seq),
            )
            .where(
                sitting.c.room_session_id == room_session_id,
                sitting.c.handed_in_utc.is_(None),
                sitting.c.closed_utc.is_(None),
                _HAS_BEGUN,
            )
            .order_by(sitting.c.sitting_id)
        )
        with self._database.reading() as connection:
            return tuple(
                OpenSitting(
                    sitting_id=row.sitting_id,
                    sitting_uuid=SittingUuid(UUID(row.sitting_uuid)),
                    last_seq=row.seq or 0,
                    last_hash=row.hash,
                    holder_seat_id=row.holder_seat_id,
                )
                for row in connection.execute(query)
            )

    def longest_extension(self, room_session_id: int) -> timedelta:
        """Return the most time that orders added to a sitting of the room session."""
        query = select(func.max(sitting.c.extended_ms)).where(
            sitting.c.room_session_id == room_session_id
        )
        with self._database.reading() as connection:
            return timedelta(milliseconds=connection.scalar(query) or 0)

    def missing(self, room_session_id: int) -> int:
        """Return how many sittings began here whose hand-in is not here."""
        query = select(func.count()).where(
            sitting.c.room_session_id == room_session_id,
            sitting.c.handed_in_utc.is_(None),
            _HAS_BEGUN,
        )
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def close_sitting(
        self, sitting_id: int, record: bytes, signature: bytes, now: datetime
    ) -> None:
        """Keep a closing record, unless the sitting was closed or handed in meanwhile."""
        with self._database.writing() as connection:
            connection.execute(
                update(sitting)
                .where(
                    sitting.c.sitting_id == sitting_id,
                    sitting.c.closed_utc.is_(None),
                    sitting.c.handed_in_utc.is_(None),
                )
                .values(
                    closing_record=record,
                    closing_signature=signature,
                    closed_utc=utc_text(now),
                )
            )


def _entry_ends(
    connection: Connection, row: RowMapping, room: RowMapping, policies: Policies
) -> datetime | None:
    """Return until when the sitting may be begun; None: no limit, or it was begun."""
    started = room["started_utc"]
    if started is None or policies.late_entry_ms == 0:
        return None
    if row["started_utc"] is not None:
        return None
    was_held = select(sitting_holder.c.sitting_holder_id).where(
        sitting_holder.c.sitting_id == row["sitting_id"],
        sitting_holder.c.is_bringer == 0,
    )
    if connection.scalar(was_held.limit(1)) is not None:
        return None
    return parse_utc_text(started) + timedelta(milliseconds=policies.late_entry_ms)


def _candidate_sitting(
    row: RowMapping, room: RowMapping, policies: Policies, entry_ends: datetime | None
) -> CandidateSitting:
    return CandidateSitting(
        sitting_id=row["sitting_id"],
        sitting_uuid=SittingUuid(UUID(row["sitting_uuid"])),
        candidate_uuid=row["candidate_uuid"],
        admission_number=row["admission_number"],
        name=row["name"],
        form_of_address=row["form_of_address"],
        id_number_sealed=row["id_number_sealed"],
        photo_sealed=row["photo_sealed"],
        photo_media_type=row["photo_media_type"],
        form_code=row["form_code"],
        extra_time_ms=row["extra_time_ms"],
        holder_seat_id=row["holder_seat_id"],
        id_tail_length=policies.id_tail_length,
        handed_in=row["handed_in_utc"] is not None or row["closed_utc"] is not None,
        room_closed=room["state"] == RoomSessionState.CLOSED.value,
        entry_ends_utc=entry_ends,
    )
