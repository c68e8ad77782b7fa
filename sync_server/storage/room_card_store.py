"""What room cards are made of, and the newest card of each room session."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping, insert, select, update

from question_bank.formats.exam_package import DataClass, parse_manifest
from question_bank.identifiers import PackageUuid, RoomSessionUuid, SittingUuid
from sync_server.clock import utc_text
from sync_server.errors import NotFoundError, RoomClosedError
from sync_server.storage.connection import Database
from sync_server.storage.schema.exam_tables import (
    exam_package,
    exam_session,
    room,
    room_card,
    room_session,
)
from sync_server.storage.schema.sitting_tables import candidate, sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCard:
    """A room session's PIN and card as they lie in the database.

    Attributes:
        basis_sha256: What the card was made from; empty while there is none.
    """

    pin_sealed: bytes
    issued: int
    basis_sha256: bytes
    card: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPerson:
    """A candidate of the room; number and photo still sealed."""

    candidate_uuid: str
    sitting_uuid: SittingUuid
    admission_number: str
    name: str
    form_of_address: str
    planned_seat_code: str
    form_code: str
    extra_time_ms: int
    id_number_sealed: bytes
    photo_sealed: bytes | None
    photo_media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBasis:
    """A room session as its card tells it.

    Attributes:
        id_tail_length: Characters, from the package's policies.
    """

    room_session_uuid: RoomSessionUuid
    session_code: str
    session_name: str
    room_code: str
    room_name: str
    data_class: DataClass
    package_uuid: PackageUuid
    id_tail_length: int
    manifest_sha256: bytes
    people: tuple[CardPerson, ...]


class RoomCardStore:
    """Room cards and what they are made of. For all threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def kept(self, room_session_id: int) -> KeptCard | None:
        """Return PIN and card; None: no PIN was drawn yet."""
        with self._database.reading() as connection:
            return _kept(connection, room_session_id)

    def put_pin(
        self, room_session_id: int, pin_sealed: bytes, *, replace: bool
    ) -> KeptCard:
        """Keep a PIN; return what is in force: the first one unless `replace`.

        Raises:
            RoomClosedError: the secrets are forgotten.
        """
        with self._database.writing() as connection:
            _require_remembered(connection, room_session_id)
            found = _kept(connection, room_session_id)
            if found is None:
                connection.execute(
                    insert(room_card).values(
                        room_session_id=room_session_id, pin_sealed=pin_sealed
                    )
                )
            elif replace:
                connection.execute(
                    update(room_card)
                    .where(room_card.c.room_session_id == room_session_id)
                    .values(pin_sealed=pin_sealed, basis_sha256=None, card=None)
                )
            kept = _kept(connection, room_session_id)
            assert kept is not None  # it was written above
            return kept

    def put_card(
        self, room_session_id: int, before: KeptCard, after: KeptCard, now: datetime
    ) -> KeptCard:
        """Keep a new card unless PIN or card changed since `before`; return what is kept.

        Raises:
            RoomClosedError: the secrets were forgotten meanwhile.
        """
        with self._database.writing() as connection:
            found = _kept(connection, room_session_id)
            if found is None:
                raise RoomClosedError("the room's secrets are forgotten")
            if found != before:
                return found
            connection.execute(
                update(room_card)
                .where(room_card.c.room_session_id == room_session_id)
                .values(
                    issued=after.issued,
                    basis_sha256=after.basis_sha256,
                    card=after.card,
                    made_utc=utc_text(now),
                )
            )
            return after

    def basis_sha256(self, room_session_id: int) -> bytes:
        """Return a hash that changes whenever a card would say something else.

        A roster that is imported again counts as a change. Reads no photo.
        """
        people = (
            select(
                sitting.c.sitting_uuid,
                sitting.c.planned_seat_code,
                sitting.c.form_code,
                sitting.c.extra_time_ms,
                candidate.c.candidate_uuid,
                candidate.c.imported_utc,
            )
            .join(candidate, candidate.c.candidate_id == sitting.c.candidate_id)
            .where(sitting.c.room_session_id == room_session_id)
            .order_by(sitting.c.sitting_uuid)
        )
        with self._database.reading() as connection:
            facts = _facts(connection, room_session_id)
            known = [
                facts["session_code"],
                facts["session_name"],
                facts["room_code"],
                facts["room_name"],
                facts["manifest_sha256"].hex(),
                *(tuple(row) for row in connection.execute(people)),
            ]
        return hashlib.sha256(repr(known).encode()).digest()

    def basis(self, room_session_id: int) -> CardBasis:
        """Return what a card is made of, photos too.

        Raises:
            NotFoundError: the session has no package yet.
        """
        people = (
            select(sitting, candidate)
            .join(candidate, candidate.c.candidate_id == sitting.c.candidate_id)
            .where(sitting.c.room_session_id == room_session_id)
            .order_by(sitting.c.planned_seat_code, candidate.c.admission_number)
        )
        with self._database.reading() as connection:
            facts = _facts(connection, room_session_id)
            rows = connection.execute(people).mappings().all()
        return CardBasis(
            room_session_uuid=RoomSessionUuid(UUID(facts["room_session_uuid"])),
            session_code=facts["session_code"],
            session_name=facts["session_name"],
            room_code=facts["room_code"],
            room_name=facts["room_name"],
            data_class=DataClass(facts["data_class"]),
            package_uuid=PackageUuid(UUID(facts["package_uuid"])),
            id_tail_length=parse_manifest(facts["manifest"]).policies.id_tail_length,
            manifest_sha256=facts["manifest_sha256"],
            people=tuple(_person(row) for row in rows),
        )


def _facts(connection: Connection, room_session_id: int) -> RowMapping:
    query = (
        select(
            room_session.c.room_session_uuid,
            exam_session.c.session_code,
            exam_session.c.name.label("session_name"),
            room.c.room_code,
            room.c.name.label("room_name"),
            exam_session.c.data_class,
            exam_package.c.package_uuid,
            exam_package.c.manifest,
            exam_package.c.manifest_sha256,
        )
        .join(room, room.c.room_id == room_session.c.room_id)
        .join(
            exam_session,
            exam_session.c.exam_session_id == room_session.c.exam_session_id,
        )
        .join(
            exam_package,
            exam_package.c.exam_package_id == exam_session.c.exam_package_id,
        )
        .where(room_session.c.room_session_id == room_session_id)
    )
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFoundError("the session of this room has no package yet")
    return row


def _require_remembered(connection: Connection, room_session_id: int) -> None:
    query = select(room_session.c.secrets_forgotten_utc).where(
        room_session.c.room_session_id == room_session_id
    )
    if connection.scalar(query) is not None:
        raise RoomClosedError("the room is closed and its secrets are forgotten")


def _kept(connection: Connection, room_session_id: int) -> KeptCard | None:
    query = select(room_card).where(room_card.c.room_session_id == room_session_id)
    row = connection.execute(query).first()
    if row is None:
        return None
    return KeptCard(
        pin_sealed=row.pin_sealed,
        issued=row.issued,
        basis_sha256=row.basis_sha256 or b"",
        card=row.card or b"",
    )


def _person(row: RowMapping) -> CardPerson:
    return CardPerson(
        candidate_uuid=row["candidate_uuid"],
        sitting_uuid=SittingUuid(UUID(row["sitting_uuid"])),
        admission_number=row["admission_number"],
        name=row["name"],
        form_of_address=row["form_of_address"],
        planned_seat_code=row["planned_seat_code"],
        form_code=row["form_code"],
        extra_time_ms=row["extra_time_ms"],
        id_number_sealed=row["id_number_sealed"],
        photo_sealed=row["photo_sealed"],
        photo_media_type=row["photo_media_type"],
    )
