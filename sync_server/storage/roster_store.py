"""Candidates, rooms and sittings as the roster gives them, in the database."""

import uuid

from sqlalchemy import Connection, insert, select, update

from sync_server.clock import Clock, utc_text
from sync_server.roster.placements import (
    CandidateRecord,
    ImportCounts,
    KnownSitting,
    KnownSittings,
    Placement,
)
from sync_server.storage.connection import Database
from sync_server.storage.schema.exam_tables import room, room_session
from sync_server.storage.schema.sitting_tables import candidate, sitting

PHOTO_MEDIA_TYPE = "image/jpeg"


class RosterStore:
    """Takes rosters in. For all threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def candidate_uuids(self) -> dict[tuple[str, str], str]:
        """Return the candidates' UUIDs by data class and admission number."""
        query = select(
            candidate.c.data_class,
            candidate.c.admission_number,
            candidate.c.candidate_uuid,
        )
        with self._database.reading() as connection:
            return {
                (row.data_class, row.admission_number): row.candidate_uuid
                for row in connection.execute(query)
            }

    def known_sittings(self) -> KnownSittings:
        """Return all sittings that rosters have made."""
        query = (
            select(
                candidate.c.data_class,
                candidate.c.admission_number,
                candidate.c.candidate_uuid,
                sitting.c.exam_session_id,
                sitting.c.planned_seat_code,
                sitting.c.form_code,
                sitting.c.extra_time_ms,
                sitting.c.started_utc,
                room.c.room_code,
            )
            .join(candidate, candidate.c.candidate_id == sitting.c.candidate_id)
            .join(
                room_session,
                room_session.c.room_session_id == sitting.c.room_session_id,
            )
            .join(room, room.c.room_id == room_session.c.room_id)
        )
        with self._database.reading() as connection:
            return {
                (row.data_class, row.admission_number, row.exam_session_id): (
                    KnownSitting(
                        candidate_uuid=row.candidate_uuid,
                        room_code=row.room_code,
                        seat_code=row.planned_seat_code,
                        form_code=row.form_code,
                        extra_time_ms=row.extra_time_ms,
                        has_started=row.started_utc is not None,
                    )
                )
                for row in connection.execute(query)
            }

    def add_room(self, room_code: str, name: str) -> None:
        """Add a room, or rename it."""
        with self._database.writing() as connection:
            room_id = _room_id(connection, room_code, self._now())
            connection.execute(
                update(room).where(room.c.room_id == room_id).values(name=name)
            )

    def plan_room(self, room_code: str, exam_session_id: int) -> None:
        """Have a session held in a room."""
        with self._database.writing() as connection:
            _room_session_id(connection, room_code, exam_session_id, self._now())

    def place(self, placements: tuple[Placement, ...]) -> ImportCounts:
        """Make or change all sittings of a roster in one transaction.

        Sittings that have started are left as they are; the same roster again changes
        nothing.
        """
        now = self._now()
        added = changed = unchanged = 0
        with self._database.writing() as connection:
            for placement in placements:
                match _place(connection, placement, now):
                    case "added":
                        added += 1
                    case "changed":
                        changed += 1
                    case _:
                        unchanged += 1
        return ImportCounts(added=added, changed=changed, unchanged=unchanged)

    def _now(self) -> str:
        return utc_text(self._clock.utc_now())


def _place(connection: Connection, placement: Placement, now: str) -> str:
    candidate_id = _candidate_id(connection, placement.candidate, now)
    session_id = placement.exam_session_id
    known = connection.execute(
        select(sitting).where(
            sitting.c.candidate_id == candidate_id,
            sitting.c.exam_session_id == session_id,
        )
    ).first()
    if known is not None and known.started_utc is not None:
        return "unchanged"
    values: dict[str, object] = {
        "room_session_id": _room_session_id(
            connection, placement.room_code, session_id, now
        ),
        "planned_seat_code": placement.seat_code,
        "form_code": placement.form_code,
        "extra_time_ms": placement.extra_time_ms,
    }
    if known is None:
        connection.execute(
            insert(sitting).values(
                sitting_uuid=str(uuid.uuid4()),
                candidate_id=candidate_id,
                exam_session_id=session_id,
                **values,
            )
        )
        return "added"
    if all(getattr(known, name) == value for name, value in values.items()):
        return "unchanged"
    connection.execute(
        update(sitting).where(sitting.c.sitting_id == known.sitting_id).values(values)
    )
    return "changed"


def _candidate_id(connection: Connection, person: CandidateRecord, now: str) -> int:
    values: dict[str, object] = {
        "name": person.name,
        "form_of_address": person.form_of_address,
        "id_number_sealed": person.id_number_sealed,
        "imported_utc": now,
    }
    if person.photo_sealed is not None:
        values["photo_sealed"] = person.photo_sealed
        values["photo_media_type"] = PHOTO_MEDIA_TYPE
    known = connection.scalar(
        select(candidate.c.candidate_id).where(
            candidate.c.data_class == person.data_class,
            candidate.c.admission_number == person.admission_number,
        )
    )
    if known is not None:
        connection.execute(
            update(candidate).where(candidate.c.candidate_id == known).values(values)
        )
        return int(known)
    added = connection.execute(
        insert(candidate)
        .values(
            candidate_uuid=person.candidate_uuid,
            data_class=person.data_class,
            admission_number=person.admission_number,
            **values,
        )
        .returning(candidate.c.candidate_id)
    )
    return int(added.scalar_one())


def _room_id(connection: Connection, room_code: str, now: str) -> int:
    known = connection.scalar(
        select(room.c.room_id).where(room.c.room_code == room_code)
    )
    if known is not None:
        return int(known)
    added = connection.execute(
        insert(room)
        .values(room_code=room_code, name=room_code, created_utc=now)
        .returning(room.c.room_id)
    )
    return int(added.scalar_one())


def _room_session_id(
    connection: Connection, room_code: str, exam_session_id: int, now: str
) -> int:
    room_id = _room_id(connection, room_code, now)
    known = connection.scalar(
        select(room_session.c.room_session_id).where(
            room_session.c.room_id == room_id,
            room_session.c.exam_session_id == exam_session_id,
        )
    )
    if known is not None:
        return int(known)
    added = connection.execute(
        insert(room_session)
        .values(
            room_session_uuid=str(uuid.uuid4()),
            room_id=room_id,
            exam_session_id=exam_session_id,
        )
        .returning(room_session.c.room_session_id)
    )
    return int(added.scalar_one())
