"""A seat, a pairing, and the rows that the services of this folder ask a store for."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from question_bank.identifiers import PairingUuid, RoomCode, SeatCode, SeatUuid
from question_bank.sealing.signing_keys import VerifyKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One paired computer at its place.

    Attributes:
        verify_key: Checks what the seat signs.
        revoked_utc: None while it may talk to the server.
    """

    seat_id: int
    seat_uuid: SeatUuid
    seat_code: SeatCode
    room_id: int
    room_code: RoomCode
    room_name: str
    verify_key: VerifyKey = field(compare=False)
    computer_name: str
    program_version: str
    paired_utc: datetime
    revoked_utc: datetime | None


class PairingState(StrEnum):
    """What became of a request to pair."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A computer that asks to become a seat.

    Attributes:
        seat_nonce: None until the seat has opened its commitment.
        seat_id: The seat that it became.
    """

    pairing_uuid: PairingUuid
    state: PairingState
    seat_public_key: bytes
    commitment: bytes
    server_nonce: bytes
    seat_nonce: bytes | None
    computer_name: str
    program_version: str
    address: str
    asked_utc: datetime
    decided_utc: datetime | None
    seat_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeat:
    """What approving a pairing writes down."""

    seat_uuid: UUID
    room_code: RoomCode
    seat_code: SeatCode
    token_hash: bytes
    approved_by: str
