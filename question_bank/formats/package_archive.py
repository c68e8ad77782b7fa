"""The archive around a package: a ZIP of which every byte follows from its members.

Members are stored, not compressed; times, attributes and versions are fixed; there are
no comments, extra fields, data descriptors or 64-bit records. So a reader does not
interpret an archive from outside: it builds the headers that the manifest asks for and
compares. Whatever else a ZIP could say is refused without being understood. Pure.

Source:
    PKWARE APPNOTE 6.3.9, sections 4.3.7 (local header), 4.3.12 (central directory),
    4.3.16 (end record).
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from question_bank.errors import FormatError
from question_bank.formats.exam_package import MOST_MANIFEST_BYTES, SealedFile

MANIFEST_NAME = "manifest.json"
SIGNATURE_NAME = "manifest.sig"
SIGNATURE_BYTES = 64

_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_VERSION = 10
"""1.0: stored files, nothing else is needed to read them."""

_DATE = 0x0021
"""1980-01-01, the first day that a ZIP can name; the time is midnight."""

MANIFEST_HEADER_BYTES = _LOCAL.size + len(MANIFEST_NAME)
SIGNATURE_HEADER_BYTES = _LOCAL.size + len(SIGNATURE_NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveMember:
    """A file in the archive."""

    name: str
    size_bytes: int
    crc32: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFrame:
    """Everything of an archive but its members' bytes.

    Attributes:
        headers: The local header before each member.
        offsets: Where each header begins.
        directory: Central directory and end record.
        directory_offset: Where they begin.
    """

    headers: tuple[bytes, ...]
    offsets: tuple[int, ...]
    directory: bytes
    directory_offset: int

    @property
    def size_bytes(self) -> int:
        """Length of the whole archive."""
        return self.directory_offset + len(self.directory)

    def content_offset(self, index: int) -> int:
        """Return where a member's bytes begin."""
        return self.offsets[index] + len(self.headers[index])


def archive_members(
    manifest_raw: bytes, signature: bytes, files: Sequence[SealedFile]
) -> tuple[ArchiveMember, ...]:
    """Return the members of a package in their order."""
    named = ((MANIFEST_NAME, manifest_raw), (SIGNATURE_NAME, signature))
    leading = tuple(
        ArchiveMember(name=name, size_bytes=len(raw), crc32=zlib.crc32(raw))
        for name, raw in named
    )
    return leading + tuple(
        ArchiveMember(name=entry.name, size_bytes=entry.size_bytes, crc32=entry.crc32)
        for entry in files
    )


def archive_frame(members: Sequence[ArchiveMember]) -> ArchiveFrame:
    """Return the one frame that these members have."""
    headers = tuple(_local_header(member) for member in members)
    offsets: list[int] = []
    position = 0
    for member, header in zip(members, headers, strict=True):
        offsets.append(position)
        position += len(header) + member.size_bytes
    directory = b"".join(map(_central_header, members, offsets))
    end = _END.pack(
        b"PK\5\6", 0, 0, len(members), len(members), len(directory), position, 0
    )
    return ArchiveFrame(
        headers=headers,
        offsets=tuple(offsets),
        directory=directory + end,
        directory_offset=position,
    )


def parse_manifest_header(untrusted_header: bytes) -> int:
    """Return the manifest's length from the archive's first header.

    Raises:
        FormatError: an archive of a package does not begin so.
    """
    if len(untrusted_header) != MANIFEST_HEADER_BYTES:
        raise FormatError("package", "too short to be an exam package")
    fields: tuple[int, ...] = _LOCAL.unpack(untrusted_header[: _LOCAL.size])[1:]
    crc32, size_bytes = fields[5], fields[6]
    member = ArchiveMember(name=MANIFEST_NAME, size_bytes=size_bytes, crc32=crc32)
    if untrusted_header != _local_header(member):
        raise FormatError("package", "does not begin as an exam package does")
    if not 1 <= size_bytes <= MOST_MANIFEST_BYTES:
        where = f"package.{MANIFEST_NAME}"
        raise FormatError(where, f"{size_bytes} bytes, at most {MOST_MANIFEST_BYTES}")
    return size_bytes


def _local_header(member: ArchiveMember) -> bytes:
    name = member.name.encode("ascii")
    sizes = (member.crc32, member.size_bytes, member.size_bytes, len(name), 0)
    return _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DATE, *sizes) + name


def _central_header(member: ArchiveMember, offset: int) -> bytes:
    name = member.name.encode("ascii")
    sizes = (member.crc32, member.size_bytes, member.size_bytes, len(name))
    fixed = (_VERSION, _VERSION, 0, 0, 0, _DATE)
    return _CENTRAL.pack(b"PK\1\2", *fixed, *sizes, 0, 0, 0, 0, 0, offset) + name
