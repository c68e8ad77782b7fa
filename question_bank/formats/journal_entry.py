"""The journal entry: one thing that happened in a sitting (docs/formats/journal.md).

An entry is the msgpack array `[header, sealed_body]`, both binary. The header is
itself a msgpack array, open to everyone; the body is sealed to those who can open a
wrap of its body key. The chain's hash covers both exactly as received, so an entry
is never re-encoded: `raw` is kept. Pure: bytes in, values out; no ciphers here.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.record import parse_record, record_bytes
from question_bank.identifiers import SittingUuid

FORMAT_VERSION = 1
HASH_BYTES = 32
MOST_ENTRY_BYTES = 256 * 1024
"""A second of 48 kHz 16-bit mono is 96 kB; a wrap of a body key 1.3 kB."""

_GENESIS = b"exam-room journal v1\0"

Uint53 = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Seq = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
Bytes16 = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]


class WrapReader(StrEnum):
    """Who may open a wrap of a body key."""

    ROOM = "room"
    """Whoever holds the room secret: this seat after a crash, the next seat after a move."""
    ORGANISATION = "organisation"
    SITE = "site"
    """The site's marking key; only where the plan lets a site score."""


class KeyWrap(msgspec.Struct, frozen=True, array_like=True):
    r"""A body key, closed for one reader.

    Attributes:
        reader: Who can open it.
        key_id: Names the reader's key: the first 8 bytes of SHA-256 over its public
            bytes (for the room: over b"exam-room room secret id v1\0" + secret).
        wrapped: HPKE output (encapsulation + ciphertext), or for the room nonce + AES-GCM.
    """

    reader: WrapReader
    key_id: Annotated[bytes, msgspec.Meta(min_length=8, max_length=8)]
    wrapped: Annotated[bytes, msgspec.Meta(min_length=28, max_length=4096)]


class EntryHeader(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """The open part of an entry, in the order of the bytes.

    Attributes:
        format_version: 1.
        sitting: The sitting's UUID, 16 bytes.
        seq: From 1 without gaps.
        time_used_ms: Exam time used, from the exam clock.
        wall_time_ms: Milliseconds since 1970 UTC by the seat's wall clock; a label for people.
        kind: An EntryKind's value, or a later version's.
        kind_version: Version of the body's schema, from 1.
        wraps: The new body key's wraps in `started` and `resumed`; else empty.
    """

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)]
    sitting: Bytes16
    seq: Seq
    time_used_ms: Uint53
    wall_time_ms: Uint53
    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern="^[a-z_]+$")]
    kind_version: Annotated[int, msgspec.Meta(ge=1, le=255)]
    wraps: Annotated[tuple[KeyWrap, ...], msgspec.Meta(max_length=8)]

    @property
    def sitting_uuid(self) -> SittingUuid:
        """The sitting this entry belongs to."""
        return SittingUuid(UUID(bytes=self.sitting))


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A parsed entry together with the bytes that it came in.

    Attributes:
        raw: Exactly the bytes that are hashed, stored and sent.
    """

    header: EntryHeader
    sealed_body: bytes
    raw: bytes

    @property
    def seq(self) -> int:
        """Position in the sitting's journal, from 1."""
        return self.header.seq


@dataclass(frozen=True, slots=True)
class JournalHead:
    """The end of a chain: how far it goes and the hash that covers all of it."""

    seq: int
    hash: bytes


def genesis_hash(sitting_uuid: SittingUuid) -> bytes:
    r"""Return the hash before entry 1: SHA-256(b"exam-room journal v1\0" + sitting)."""
    return hashlib.sha256(_GENESIS + sitting_uuid.bytes).digest()


def empty_head(sitting_uuid: SittingUuid) -> JournalHead:
    """Return the head of a journal without entries."""
    return JournalHead(0, genesis_hash(sitting_uuid))


def entry_hash(previous_hash: bytes, raw: bytes) -> bytes:
    """Return SHA-256(previous hash + the entry's bytes)."""
    return hashlib.sha256(previous_hash + raw).digest()


def head_after(head: JournalHead, entry: JournalEntry) -> JournalHead:
    """Return the head once `entry` follows `head`; its seq is the caller's to check."""
    return JournalHead(entry.seq, entry_hash(head.hash, entry.raw))


def header_bytes(header: EntryHeader) -> bytes:
    """Return the header's msgpack, which seals use as part of their associated data."""
    return record_bytes(header)


def make_entry(
    header: EntryHeader, header_raw: bytes, sealed_body: bytes
) -> JournalEntry:
    """Put an entry together; `header_raw` is what the body was sealed with.

    Raises:
        ValueError: larger than MOST_ENTRY_BYTES: nobody would take it.
    """
    raw = msgspec.msgpack.encode([header_raw, sealed_body])
    if len(raw) > MOST_ENTRY_BYTES:
        raise ValueError(f"an entry of {len(raw)} bytes")
    return JournalEntry(header, sealed_body, raw)


def parse_journal_entry(untrusted_raw: bytes) -> JournalEntry:
    """Parse one entry.

    Raises:
        FormatError: not an entry of a version we know, or larger than MOST_ENTRY_BYTES.
    """
    if len(untrusted_raw) > MOST_ENTRY_BYTES:
        raise FormatError(
            "entry", f"{len(untrusted_raw)} bytes, at most {MOST_ENTRY_BYTES}"
        )
    header_raw, sealed_body = split_entry(untrusted_raw)
    header = parse_record(header_raw, EntryHeader, name="entry.header")
    return JournalEntry(header, sealed_body, untrusted_raw)


def split_entry(untrusted_raw: bytes) -> tuple[bytes, bytes]:
    """Return (header bytes, sealed body) of an entry.

    Raises:
        FormatError: not a msgpack array of two binaries.
    """
    return parse_record(untrusted_raw, tuple[bytes, bytes], name="entry")
