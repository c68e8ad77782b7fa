"""What the console shows of rooms: read only, in one state of the database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, select

from question_bank.formats.journal_entry import JournalHead
from question_bank.identifiers import RoomSessionUuid
from sync_server.clock import parse_utc_text
from sync_server.errors import NotFoundError
from sync_server.packages.package_records import LoadedPackage
from sync_server.storage.connection import Database
from sync_server.storage.order_numbers import newest_order
from sync_server.storage.package_store import loaded_package
from sync_server.storage.schema.exam_tables import (
    exam_package,
    exam_session,
    room,
    room_session,
    seat,
)
from sync_server.storage.schema.sitting_tables import (
    candidate,
    journal_entry,
    refused_batch,
    sitting,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    """One room in one session."""

    room_session_id: int
    room_session_uuid: RoomSessionUuid
    room_id: int
    room_code: str
    room_name: str
    session_code: str
    session_name: str
    data_class: str
    exam_package_id: int | None
    state: str
    has_opening_code: bool
    hard_end_utc: datetime | None
    started_utc: datetime | None
    newest_order: int
    sittings: int
    handed_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingRow:
    """A candidate's sitting as the server holds it.

    Attributes:
        last_seq: Entries that are durable here.
        hand_in_hash: The chain's hash at `handed_in_seq`; something may have followed.
        refused: Batches kept aside as evidence.
    """

    sitting_id: int
    sitting_uuid: UUID
    admission_number: str
    name: str
    planned_seat_code: str
    form_code: str
    extra_time_ms: int
    extended_ms: int
    holder_seat_id: int | None
    is_locked: bool
    has_started: bool
    handed_in_seq: int | None
    is_closed: bool
    last_seq: int
    last_hash: bytes
    refused: int
    refused_codes: tuple[str, ...]
    hand_in_hash: bytes | None = None

    @property
    def hand_in_head(self) -> JournalHead | None:
        """The chain's end at the hand-in, which the receipt code stands for."""
        if self.handed_in_seq is None or self.hand_in_hash is None:
            return None
        return JournalHead(self.handed_in_seq, self.hand_in_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """A paired computer."""

    seat_id: int
    seat_uuid: UUID
    seat_code: str
    room_code: str
    computer_name: str
    program_version: str
    paired_utc: str
    paired_by: str
    revoked_utc: str | None


class RoomViewStore:
    """Reads rooms, sittings and seats for people. For all threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rooms(self) -> tuple[RoomRow, ...]:
        """Return all room sessions, by session and room."""
        with self._database.reading() as connection:
            return tuple(_room(row) for row in connection.execute(_rooms_query()))

    def room_codes(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of all rooms."""
        query = select(room.c.room_code, room.c.name).order_by(room.c.room_code)
        with self._database.reading() as connection:
            return tuple((row[0], row[1]) for row in connection.execute(query))

    def room(self, room_session_uuid: RoomSessionUuid) -> RoomRow:
        """Return one room session.

        Raises:
            NotFoundError: there is none.
        """
        query = _rooms_query().where(
            room_session.c.room_session_uuid == str(room_session_uuid)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFoundError("no such room session")
        return _room(row)

    def package_of(self, row: RoomRow) -> LoadedPackage | None:
        """Return the package of the room's session."""
        query = select(exam_package).where(
            exam_package.c.exam_package_id == row.exam_package_id
        )
        with self._database.reading() as connection:
            found = connection.execute(query).first()
        return None if found is None else loaded_package(found)

    def sittings(self, room_session_id: int) -> tuple[SittingRow, ...]:
        """Return the sittings of a room session by planned seat."""
        return self._sittings(sitting.c.room_session_id == room_session_id)

    def sitting(self, sitting_uuid: UUID) -> SittingRow:
        """Return one sitting.

        Raises:
            NotFoundError: there is none.
        """
        found = self._sittings(sitting.c.sitting_uuid == str(sitting_uuid))
        if not found:
            raise NotFoundError("no such sitting")
        return found[0]

    def sittings_of_session(
        self, exam_session_id: int
    ) -> tuple[tuple[SittingRow, str], ...]:
        """Return the sittings of a whole session, each with its room's code."""
        query = (
            select(sitting.c.sitting_id, room.c.room_code)
            .join(
                room_session,
                room_session.c.room_session_id == sitting.c.room_session_id,
            )
            .join(room, room.c.room_id == room_session.c.room_id)
            .where(sitting.c.exam_session_id == exam_session_id)
        )
        with self._database.reading() as connection:
            rooms = {row[0]: row[1] for row in connection.execute(query)}
        found = self._sittings(sitting.c.exam_session_id == exam_session_id)
        return tuple((row, rooms[row.sitting_id]) for row in found)

    def seats(self) -> tuple[SeatRow, ...]:
        """Return all seats, revoked ones too."""
        query = (
            select(seat, room.c.room_code)
            .join(room, room.c.room_id == seat.c.room_id)
            .order_by(room.c.room_code, seat.c.seat_code, seat.c.seat_id)
        )
        with self._database.reading() as connection:
            return tuple(
                SeatRow(
                    seat_id=row.seat_id,
                    seat_uuid=UUID(row.seat_uuid),
                    seat_code=row.seat_code,
                    room_code=row.room_code,
                    computer_name=row.computer_name,
                    program_version=row.program_version,
                    paired_utc=row.paired_utc,
                    paired_by=row.paired_by,
                    revoked_utc=row.revoked_utc,
                )
                for row in connection.execute(query)
            )

    def _sittings(self, condition: Any) -> tuple[SittingRow, ...]:  # noqa: ANN401 - a SQL condition
        query = (
            select(
                sitting,
                candidate.c.admission_number,
                candidate.c.name,
                journal_entry.c.hash.label("hand_in_hash"),
            )
            .join(candidate, candidate.c.candidate_id == sitting.c.candidate_id)
            .outerjoin(
                journal_entry,
                (journal_entry.c.sitting_id == sitting.c.sitting_id)
                & (journal_entry.c.seq == sitting.c.handed_in_seq),
            )
            .where(condition)
            .order_by(sitting.c.planned_seat_code, candidate.c.admission_number)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            heads = _heads(connection, condition)
            refused = _refused(connection, condition)
        return tuple(_sitting(row, heads, refused) for row in rows)


def _rooms_query() -> Select[Any]:
    counted = select(func.count()).where(
        sitting.c.room_session_id == room_session.c.room_session_id
    )
    done = counted.where(
        sitting.c.handed_in_utc.is_not(None) | sitting.c.closed_utc.is_not(None)
    )
    return (
        select(
            room_session,
            room.c.room_code,
            room.c.name.label("room_name"),
            exam_session.c.session_code,
            exam_session.c.name.label("session_name"),
            exam_session.c.data_class,
            exam_session.c.exam_package_id,
            newest_order(),
            counted.scalar_subquery().label("sittings"),
            done.scalar_subquery().label("handed_in"),
        )
        .join(room, room.c.room_id == room_session.c.room_id)
        .join(
            exam_session,
            exam_session.c.exam_session_id == room_session.c.exam_session_id,
        )
        .order_by(
            exam_session.c.opens_utc, exam_session.c.session_code, room.c.room_code
        )
    )


def _room(row: Row[Any]) -> RoomRow:
    return RoomRow(
        room_session_id=row.room_session_id,
        room_session_uuid=RoomSessionUuid(UUID(row.room_session_uuid)),
        room_id=row.room_id,
        room_code=row.room_code,
        room_name=row.room_name,
        session_code=row.session_code,
        session_name=row.session_name,
        data_class=row.data_class,
        exam_package_id=row.exam_package_id,
        state=row.state,
        has_opening_code=row.opening_code_sealed is not None,
        hard_end_utc=_moment(row.hard_end_utc),
        started_utc=_moment(row.started_utc),
        newest_order=row.newest_order,
        sittings=row.sittings,
        handed_in=row.handed_in,
    )


def _moment(text: str | None) -> datetime | None:
    return parse_utc_text(text) if text else None


def _heads(connection: Connection, condition: Any) -> dict[int, tuple[int, bytes]]:  # noqa: ANN401 - a SQL condition
    newest = (
        select(journal_entry.c.sitting_id, func.max(journal_entry.c.seq).label("seq"))
        .join(sitting, sitting.c.sitting_id == journal_entry.c.sitting_id)
        .where(condition)
        .group_by(journal_entry.c.sitting_id)
        .subquery()
    )
    query = select(
        journal_entry.c.sitting_id, journal_entry.c.seq, journal_entry.c.hash
    ).join(
        newest,
        (newest.c.sitting_id == journal_entry.c.sitting_id)
        & (newest.c.seq == journal_entry.c.seq),
    )
    return {row[0]: (row[1], bytes(row[2])) for row in connection.execute(query)}


def _refused(connection: Connection, condition: Any) -> dict[int, list[str]]:  # noqa: ANN401 - a SQL condition
    query = (
        select(refused_batch.c.sitting_id, refused_batch.c.code)
        .join(sitting, sitting.c.sitting_id == refused_batch.c.sitting_id)
        .where(condition)
    )
    found: dict[int, list[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row[0], []).append(row[1])
    return found


def _sitting(
    row: Row[Any],
    heads: dict[int, tuple[int, bytes]],
    refused: dict[int, list[str]],
) -> SittingRow:
    last_seq, last_hash = heads.get(row.sitting_id, (0, bytes(32)))
    codes = refused.get(row.sitting_id, [])
    return SittingRow(
        sitting_id=row.sitting_id,
        sitting_uuid=UUID(row.sitting_uuid),
        admission_number=row.admission_number,
        name=row.name,
        planned_seat_code=row.planned_seat_code,
        form_code=row.form_code,
        extra_time_ms=row.extra_time_ms,
        extended_ms=row.extended_ms,
        holder_seat_id=row.holder_seat_id,
        is_locked=bool(row.is_locked),
        has_started=row.started_utc is not None,
        handed_in_seq=row.handed_in_seq,
        is_closed=row.closed_utc is not None,
        last_seq=last_seq,
        last_hash=last_hash,
        refused=len(codes),
        refused_codes=tuple(sorted(set(codes))),
        hand_in_hash=None if row.hand_in_hash is None else bytes(row.hand_in_hash),
    )
