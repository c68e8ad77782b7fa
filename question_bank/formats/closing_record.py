r"""The server's own word that a sitting is over though its seat is silent.

Signed by the site; not part of the journal, which only seats write. Entries that the
seat made in time and brings later are still taken in. Canonical JSON; the Ed25519
signature covers b"exam-room closing record v1\0" + the bytes. Pure.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from question_bank.formats.canonical import canonical_bytes, parse_canonical
from question_bank.formats.record import from_plain, to_plain

MOST_CLOSING_RECORD_BYTES = 4096
_DOMAIN = b"exam-room closing record v1\0"


class ClosingReason(StrEnum):
    """Why the server closed the sitting."""

    TIME_UP = "time_up"
    ROOM_CLOSED = "room_closed"


class ClosingRecord(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """A sitting as it stood at the server when it was closed there.

    Attributes:
        last_seq: Entries that the server held; 0 when the seat had sent none.
        last_hash: Hex of the chain's hash at `last_seq`.
    """

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    sitting_uuid: UUID
    last_seq: Annotated[int, msgspec.Meta(ge=0)]
    last_hash: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    reason: ClosingReason
    closed_utc: datetime
    by: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


def closing_record_bytes(record: ClosingRecord) -> bytes:
    """Return the record's canonical bytes."""
    return canonical_bytes(to_plain(record))


def closing_message(record_bytes: bytes) -> bytes:
    """Return what the site signs for a record's canonical bytes."""
    return _DOMAIN + record_bytes


def parse_closing_record(untrusted_bytes: bytes) -> ClosingRecord:
    """Parse a record; its signature is not checked here.

    Raises:
        FormatError: not a closing record in canonical form.
    """
    plain = parse_canonical(
        untrusted_bytes, name="closing_record", most_bytes=MOST_CLOSING_RECORD_BYTES
    )
    return from_plain(plain, ClosingRecord, name="closing_record")
