r"""The answer archive (`.answers`): one sitting's whole journal in a file, for a USB stick.

    archive = MAGIC + part(header) + part(entry 1) … part(entry n) + part(b"") + part(trailer)
    part(x) = length of x (4 bytes, big-endian) + x

Header and trailer are canonical JSON. Entries are the raw bytes that every other copy
has, so that an archive merges anywhere a sync batch does. The seat signs the chain's head
(as in a sync batch) and everything before the trailer. Names and answers are sealed: the
file opens with the room secret, the organisation's or the site's marking key, or not at
all. Read in constant memory. Pure: streams in, values out.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Annotated, BinaryIO
from uuid import UUID

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes, parse_canonical
from question_bank.formats.journal_entry import (
    MOST_ENTRY_BYTES,
    JournalHead,
    empty_head,
    head_after,
    parse_journal_entry,
)
from question_bank.formats.record import from_plain, to_plain
from question_bank.identifiers import SittingUuid

MAGIC = b"EXAM-ROOM ANSWERS 1\n"
SUFFIX = ".answers"
MOST_HEADER_BYTES = 1024 * 1024
MOST_ENTRIES = 1_000_000
"""A two-hour sitting with an hour of speech has about ten thousand."""
_MOST_TRAILER_BYTES = 4096
_LENGTH_BYTES = 4
_SIGNATURE_DOMAIN = b"exam-room answer archive v1\0"

Bytes32 = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Bytes64 = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]


class ArchiveHeader(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """What can be known of an archive without a key.

    Attributes:
        seat_uuid: Who wrote and signed it.
        sealed_kept: What another seat must know to go on, sealed under the room secret.
    """

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    sitting_uuid: UUID
    room_session_uuid: UUID
    package_uuid: UUID
    seat_uuid: UUID
    session_code: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    seat_code: Annotated[str, msgspec.Meta(max_length=80)]
    sealed_kept: Annotated[bytes, msgspec.Meta(max_length=700_000)]


class ArchiveTrailer(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Where the chain ends, and who vouches for it.

    Attributes:
        head_signature: The seat's, over `sync_batch.head_message` of (last_seq, last_hash).
        signature: The seat's, over `archive_message` of all bytes before the trailer.
    """

    last_seq: Annotated[int, msgspec.Meta(ge=1, le=MOST_ENTRIES)]
    last_hash: Bytes32
    head_signature: Bytes64
    signature: Bytes64

    @property
    def head(self) -> JournalHead:
        """The chain's end."""
        return JournalHead(self.last_seq, self.last_hash)


def archive_message(sha256: bytes) -> bytes:
    """Return the bytes that a seat signs for all that stands before the trailer."""
    return _SIGNATURE_DOMAIN + sha256


class ArchiveWriter:
    """Writes an archive to a stream, part by part.

    Attributes:
        head: The chain's end after what was written.
    """

    def __init__(self, stream: BinaryIO, header: ArchiveHeader) -> None:
        self._stream = stream
        self._sha256 = hashlib.sha256()
        self._sitting_uuid = SittingUuid(header.sitting_uuid)
        self.head = empty_head(self._sitting_uuid)
        self._put(MAGIC)
        self._put_part(canonical_bytes(to_plain(header)))

    def add(self, untrusted_raws: Iterable[bytes]) -> None:
        """Add the next entries, which must follow one another from entry 1.

        Raises:
            FormatError: one is no entry, or not the next one.
        """
        for raw in untrusted_raws:
            entry = parse_journal_entry(raw)
            if entry.seq != self.head.seq + 1:
                found = f"entry {entry.seq} after {self.head.seq}"
                raise FormatError("archive.entries", found)
            self.head = head_after(self.head, entry)
            self._put_part(raw)

    def end_entries(self) -> bytes:
        """Write the mark after the last entry; return SHA-256 of all so far."""
        self._put_part(b"")
        return self._sha256.digest()

    def end(self, trailer: ArchiveTrailer) -> None:
        """Write the trailer; the archive is whole."""
        self._put_part(canonical_bytes(to_plain(trailer)))

    def _put_part(self, part: bytes) -> None:
        self._put(len(part).to_bytes(_LENGTH_BYTES, "big") + part)

    def _put(self, some: bytes) -> None:
        self._sha256.update(some)
        self._stream.write(some)


class ArchiveReader:
    """Reads an archive without trust: header at once, entries one by one, then the end.

    Attributes:
        header: As it was written; nothing vouches for it before `trailer` was checked.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Read up to the header.

        Raises:
            FormatError: not an answer archive.
        """
        self._stream = stream
        self._sha256 = hashlib.sha256()
        if self._take(len(MAGIC), "magic") != MAGIC:
            raise FormatError("archive", "not an answer archive")
        raw = self._take_part(MOST_HEADER_BYTES, "header")
        plain = parse_canonical(
            raw, name="archive.header", most_bytes=MOST_HEADER_BYTES
        )
        self.header = from_plain(plain, ArchiveHeader, name="archive.header")
        self._head = empty_head(SittingUuid(self.header.sitting_uuid))

    def entries(self) -> Iterator[bytes]:
        """Yield the raw entries in order; each is checked to follow the one before.

        Raises:
            FormatError: cut, altered in its form, or out of order.
        """
        sitting_uuid = SittingUuid(self.header.sitting_uuid)
        head = empty_head(sitting_uuid)
        while raw := self._take_part(MOST_ENTRY_BYTES, "entries"):
            entry = parse_journal_entry(raw)
            is_next = entry.seq == head.seq + 1 and entry.seq <= MOST_ENTRIES
            if not is_next or entry.header.sitting != sitting_uuid.bytes:
                found = f"entry {entry.seq} does not follow entry {head.seq}"
                raise FormatError("archive.entries", found)
            head = head_after(head, entry)
            yield raw
        self._head = head

    def trailer(self) -> tuple[ArchiveTrailer, bytes]:
        """Return the trailer and SHA-256 of all before it; after the last entry.

        Raises:
            FormatError: cut, or not the end of these entries.
        """
        sha256 = self._sha256.digest()
        raw = self._take_part(_MOST_TRAILER_BYTES, "trailer")
        plain = parse_canonical(
            raw, name="archive.trailer", most_bytes=_MOST_TRAILER_BYTES
        )
        trailer = from_plain(plain, ArchiveTrailer, name="archive.trailer")
        if trailer.head != self._head:
            raise FormatError("archive.trailer", "the chain ends elsewhere")
        if self._stream.read(1):
            raise FormatError("archive", "something stands behind the trailer")
        return trailer, sha256

    def _take_part(self, most_bytes: int, name: str) -> bytes:
        length = int.from_bytes(self._take(_LENGTH_BYTES, name), "big")
        if length > most_bytes:
            raise FormatError(
                f"archive.{name}", f"{length} bytes, at most {most_bytes}"
            )
        return self._take(length, name)

    def _take(self, length: int, name: str) -> bytes:
        taken = self._stream.read(length)
        if len(taken) != length:
            raise FormatError(f"archive.{name}", "the file is cut")
        self._sha256.update(taken)
        return taken
