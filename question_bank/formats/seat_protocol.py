"""What seats and servers say to each other in JSON (`/api/v1`, docs/architecture.md).

Both sides use these types, so that they cannot drift apart. Journals, orders and
packages have formats of their own. Binary values are base64 (standard, padded), which
msgspec does by itself for `bytes`. Pure.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from question_bank.formats.journal_entry import Uint53

Text = Annotated[str, msgspec.Meta(max_length=400)]
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Bytes32 = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Bytes64 = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]

PAIRING_TOKEN_DOMAIN = b"exam-room pairing token v1\0"
"""The seat signs this + the pairing's UUID (16 bytes) to fetch its token."""


def server_name(site_uuid: UUID) -> str:
    """Return the name in the site's server certificate, whatever the address."""
    return f"site-{site_uuid}.exam-room.internal"


class _Message(msgspec.Struct, frozen=True, kw_only=True):
    """Base: immutable; unknown fields of a newer other side are ignored."""


class PairingRequest(_Message, frozen=True, kw_only=True):
    """`POST /pairings`: `commitment` is SHA-256 of the nonce that follows later."""

    seat_public_key: Bytes32
    commitment: Bytes32
    computer_name: Text
    program_version: Code


class PairingOffer(_Message, frozen=True, kw_only=True):
    """The server's answer; nothing in it is believed until people compared codes.

    Attributes:
        ca_certificate_pem: The site's authority: exactly one certificate.
        site_signing_key: Whose orders the seat will obey; stands in the code.
    """

    pairing_uuid: UUID
    server_nonce: Bytes32
    site_uuid: UUID
    site_name: Text
    ca_certificate_pem: Annotated[str, msgspec.Meta(max_length=16_384)]
    site_signing_key: Bytes32
    server_version: Code


class PairingNonce(_Message, frozen=True, kw_only=True):
    """`PUT /pairings/{pairing_uuid}/nonce`: opens the commitment."""

    seat_nonce: Bytes32


class TokenRequest(_Message, frozen=True, kw_only=True):
    """`POST /pairings/{pairing_uuid}/token`: proves that the seat holds its key."""

    signature: Bytes64


class PairingStatus(StrEnum):
    """What became of a pairing so far."""

    WAITING = "waiting"
    REFUSED = "refused"
    APPROVED = "approved"


class PairingAnswer(_Message, frozen=True, kw_only=True):
    """The outcome; the fields after `status` are filled only when approved."""

    status: PairingStatus
    token: Text = ""
    seat_uuid: UUID | None = None
    seat_code: Text = ""
    room_code: Text = ""
    room_name: Text = ""
    site_signing_key: bytes = b""
    publisher_keys: tuple[bytes, ...] = ()


class RoomSessionState(StrEnum):
    """How far a room is in a session."""

    PLANNED = "planned"
    OPENED = "opened"
    STARTED = "started"
    CLOSED = "closed"


class RoomSessionView(_Message, frozen=True, kw_only=True):
    """The room session that a seat belongs to now.

    Attributes:
        card_sha256: Of the newest sealed room card; empty: there is none to fetch now.
    """

    room_session_uuid: UUID
    session_code: Code
    session_name: Text
    package_uuid: UUID
    manifest_sha256: Bytes32
    state: RoomSessionState
    newest_order: Uint53
    card_sha256: bytes = b""


class SeatView(_Message, frozen=True, kw_only=True):
    """`GET /seat`: who the seat is and what its room is about to do.

    Attributes:
        leave_key: What codes for leaving this seat's lock are made with (`staff_code`);
            the seat keeps it. Empty from a server that knows no locks.
        known_start_count, known_start_id: The seat's start with the highest count that it
            ever reported: a lower count on its disk, or the same with another id, says
            that the disk was put back (row 78).
    """

    seat_uuid: UUID
    seat_code: Text
    room_code: Text
    room_name: Text
    site_name: Text
    server_time_utc: datetime
    server_addresses: tuple[Text, ...]
    publisher_keys: tuple[bytes, ...]
    room_session: RoomSessionView | None
    leave_key: bytes = b""
    known_start_count: Uint53 = 0
    known_start_id: Uint53 = 0


class RoomKeys(_Message, frozen=True, kw_only=True):
    """`GET /room-sessions/{uuid}/keys`: for memory only, never for a seat's disk.

    Attributes:
        opening_code: None once the room is closed.
        site_marking_key: Public key that body keys are closed to where the plan lets the
            site score; its id must stand in the package's signed manifest. Else empty.
    """

    resume_secret: bytes
    opening_code: Text | None
    site_marking_key: bytes = b""


class LogInRequest(_Message, frozen=True, kw_only=True):
    """`POST /log-ins`."""

    admission_number: Code
    id_tail: Code


class CandidateView(_Message, frozen=True, kw_only=True):
    """Whom the seat asks "is this you?"; photo as JPEG or PNG bytes, maybe empty."""

    name: Text
    form_of_address: Text
    admission_number: Code
    photo: bytes
    photo_media_type: Text


class HeadView(_Message, frozen=True, kw_only=True):
    """How far the server's copy of a journal goes; `last_seq` 0 when empty."""

    sitting_uuid: UUID
    last_seq: Uint53
    last_hash: Bytes32


class LogInStatus(StrEnum):
    """Where the candidate's sitting stands."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    HANDED_IN = "handed_in"


class LogInAnswer(_Message, frozen=True, kw_only=True):
    """The sitting that this candidate has in this room session."""

    sitting_uuid: UUID
    candidate: CandidateView
    form_code: Code
    extra_time_ms: Uint53
    status: LogInStatus
    head: HeadView | None


class ClaimAnswer(_Message, frozen=True, kw_only=True):
    """`PUT /sittings/{sitting_uuid}/seat`: this seat now holds the sitting.

    Attributes:
        newest_order: Number of the room's last order when the seat took it; a `release`
            up to it was meant for another seat.
    """

    newest_order: Uint53


class OrdersAnswer(_Message, frozen=True, kw_only=True):
    """Signed orders after the asked number, in order (`question_bank.formats.order`)."""

    orders: tuple[bytes, ...]


class Refusal(_Message, frozen=True, kw_only=True):
    """Every error answer."""

    code: Code
    detail: Text = ""
    advice: Text = ""
    expected_seq: Uint53 | None = None
