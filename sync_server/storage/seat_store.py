"""Seats and pairings in the database."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from question_bank.identifiers import PairingUuid, RoomCode, SeatCode, SeatUuid
from question_bank.sealing.signing_keys import VerifyKey
from sync_server.clock import parse_utc_text, utc_text
from sync_server.errors import NotFoundError, PairingUnknownError, SeatTakenError
from sync_server.seats.seat import NewSeat, Pairing, PairingState, Seat
from sync_server.storage.connection import Database
from sync_server.storage.schema.exam_tables import pairing, room, seat

_SEATS = select(seat, room.c.room_code, room.c.name).join(
    room, room.c.room_id == seat.c.room_id
)


class SeatStore:
    """Seats and requests to pair. For all threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def seat_of_token(self, token_hash: bytes) -> Seat | None:
        """Return the seat that holds this token, revoked or not."""
        query = _SEATS.where(seat.c.token_hash == token_hash)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _seat(row)

    def seat(self, seat_id: int) -> Seat:
        """Return a seat.

        Raises:
            NotFoundError: no such seat.
        """
        with self._database.reading() as connection:
            row = connection.execute(_SEATS.where(seat.c.seat_id == seat_id)).first()
        if row is None:
            raise NotFoundError("no such seat")
        return _seat(row)

    def by_uuid(self, seat_uuid: SeatUuid) -> Seat:
        """Return a seat, revoked or not.

        Raises:
            NotFoundError: no such seat.
        """
        query = _SEATS.where(seat.c.seat_uuid == str(seat_uuid))
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFoundError("no such seat")
        return _seat(row)

    def seats(self, room_code: RoomCode | None = None) -> tuple[Seat, ...]:
        """Return the seats of a room, or all; revoked ones too, by code."""
        query = _SEATS.order_by(room.c.room_code, seat.c.seat_code, seat.c.seat_id)
        if room_code is not None:
            query = query.where(room.c.room_code == room_code)
        with self._database.reading() as connection:
            return tuple(_seat(row) for row in connection.execute(query))

    def set_token(self, seat_id: int, token_hash: bytes) -> None:
        """Replace a seat's token."""
        with self._database.writing() as connection:
            connection.execute(
                update(seat)
                .where(seat.c.seat_id == seat_id)
                .values(token_hash=token_hash)
            )

    def newest_start(self, seat_id: int) -> tuple[int, int]:
        """Return (count, id) of the seat's start with the highest count it reported."""
        query = select(seat.c.start_count, seat.c.start_id).where(
            seat.c.seat_id == seat_id
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one()
        return int(row[0]), int(row[1])

    def note_start(self, seat_id: int, count: int, start_id: int) -> None:
        """Remember a start, unless one with the same or a higher count is known."""
        with self._database.writing() as connection:
            connection.execute(
                update(seat)
                .where(seat.c.seat_id == seat_id, seat.c.start_count < count)
                .values(start_count=count, start_id=start_id)
            )

    def revoke(self, seat_uuid: SeatUuid, revoked_by: str, revoked_utc: str) -> Seat:
        """Take a seat out for good; taking it out again changes nothing.

        Raises:
            NotFoundError: no such seat.
        """
        key = str(seat_uuid)
        with self._database.writing() as connection:
            connection.execute(
                update(seat)
                .where(seat.c.seat_uuid == key, seat.c.revoked_utc.is_(None))
                .values(revoked_utc=revoked_utc, revoked_by=revoked_by)
            )
            row = connection.execute(_SEATS.where(seat.c.seat_uuid == key)).first()
        if row is None:
            raise NotFoundError("no such seat")
        return _seat(row)

    def add_pairing(self, new: Pairing) -> None:
        """Keep a new request."""
        with self._database.writing() as connection:
            connection.execute(
                insert(pairing).values(
                    pairing_uuid=str(new.pairing_uuid),
                    state=new.state.value,
                    seat_public_key=new.seat_public_key,
                    commitment=new.commitment,
                    server_nonce=new.server_nonce,
                    computer_name=new.computer_name,
                    program_version=new.program_version,
                    address=new.address,
                    asked_utc=utc_text(new.asked_utc),
                )
            )

    def pairing(self, pairing_uuid: PairingUuid) -> Pairing | None:
        """Return a request."""
        query = select(pairing).where(pairing.c.pairing_uuid == str(pairing_uuid))
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _pairing(row)

    def pairings(self, state: PairingState) -> Sequence[Pairing]:
        """Return the requests in a state, oldest first."""
        query = (
            select(pairing)
            .where(pairing.c.state == state.value)
            .order_by(pairing.c.pairing_id)
        )
        with self._database.reading() as connection:
            return tuple(_pairing(row) for row in connection.execute(query))

    def set_seat_nonce(self, pairing_uuid: PairingUuid, seat_nonce: bytes) -> None:
        """Keep the opened commitment."""
        with self._database.writing() as connection:
            connection.execute(
                update(pairing)
                .where(pairing.c.pairing_uuid == str(pairing_uuid))
                .values(seat_nonce=seat_nonce)
            )

    def drop_pairing(self, pairing_uuid: PairingUuid) -> None:
        """Forget a request that nobody decided."""
        with self._database.writing() as connection:
            connection.execute(
                delete(pairing).where(
                    pairing.c.pairing_uuid == str(pairing_uuid),
                    pairing.c.state == PairingState.WAITING.value,
                )
            )

    def decide_pairing(
        self, decided: Pairing, new_seat: NewSeat | None, decided_utc: str
    ) -> Seat | None:
        """Approve with `new_seat`, or refuse with None.

        Raises:
            PairingUnknownError: somebody decided it meanwhile; nothing was changed.
            SeatTakenError: the place has a seat; nothing was changed.
            NotFoundError: no such room; nothing was changed.
        """
        state = PairingState.REFUSED if new_seat is None else PairingState.APPROVED
        with self._database.writing() as connection:
            _decide(connection, decided, state, decided_utc)
            seat_id = None
            if new_seat is not None:
                seat_id = _add_seat(connection, decided, new_seat, decided_utc)
                connection.execute(
                    update(pairing)
                    .where(pairing.c.pairing_uuid == str(decided.pairing_uuid))
                    .values(seat_id=seat_id)
                )
        return None if seat_id is None else self.seat(seat_id)


def _decide(
    connection: Connection, decided: Pairing, state: PairingState, decided_utc: str
) -> None:
    """Take the request out of those that wait: only one decision can."""
    pairing_id = connection.scalar(
        update(pairing)
        .where(
            pairing.c.pairing_uuid == str(decided.pairing_uuid),
            pairing.c.state == PairingState.WAITING.value,
        )
        .values(state=state.value, decided_utc=decided_utc)
        .returning(pairing.c.pairing_id)
    )
    if pairing_id is None:
        raise PairingUnknownError("this pairing is decided already")


def _add_seat(
    connection: Connection, decided: Pairing, new_seat: NewSeat, paired_utc: str
) -> int:
    room_id = connection.scalar(
        select(room.c.room_id).where(room.c.room_code == new_seat.room_code)
    )
    if room_id is None:
        raise NotFoundError(f"no room {new_seat.room_code}")
    try:
        seat_id: int = connection.execute(
            insert(seat)
            .values(
                seat_uuid=str(new_seat.seat_uuid),
                room_id=room_id,
                seat_code=new_seat.seat_code,
                public_key=decided.seat_public_key,
                token_hash=new_seat.token_hash,
                start_count=0,
                start_id=0,
                computer_name=decided.computer_name,
                program_version=decided.program_version,
                paired_utc=paired_utc,
                paired_by=new_seat.approved_by,
            )
            .returning(seat.c.seat_id)
        ).scalar_one()
    except IntegrityError as error:
        place = f"seat {new_seat.seat_code} of room {new_seat.room_code}"
        raise SeatTakenError(f"{place} is paired already") from error
    return seat_id


def _seat(row: Row[*tuple[object, ...]]) -> Seat:
    found = row._mapping  # noqa: SLF001 - the documented way to read a row by name
    revoked = found["revoked_utc"]
    return Seat(
        seat_id=found["seat_id"],
        seat_uuid=SeatUuid(UUID(found["seat_uuid"])),
        seat_code=SeatCode(found["seat_code"]),
        room_id=found["room_id"],
        room_code=RoomCode(found["room_code"]),
        room_name=found["name"],
        verify_key=VerifyKey(found["public_key"]),
        computer_name=found["computer_name"],
        program_version=found["program_version"],
        paired_utc=parse_utc_text(found["paired_utc"]),
        revoked_utc=None if revoked is None else parse_utc_text(revoked),
    )


def _pairing(row: Row[*tuple[object, ...]]) -> Pairing:
    found = row._mapping  # noqa: SLF001 - the documented way to read a row by name
    decided = found["decided_utc"]
    return Pairing(
        pairing_uuid=PairingUuid(UUID(found["pairing_uuid"])),
        state=PairingState(found["state"]),
        seat_public_key=found["seat_public_key"],
        commitment=found["commitment"],
        server_nonce=found["server_nonce"],
        seat_nonce=found["seat_nonce"],
        computer_name=found["computer_name"],
        program_version=found["program_version"],
        address=found["address"],
        asked_utc=parse_utc_text(found["asked_utc"]),
        decided_utc=None if decided is None else parse_utc_text(decided),
        seat_id=found["seat_id"],
    )
