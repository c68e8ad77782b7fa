"""What goes into a package, before it is sealed."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.exam_package import FileRole
from question_bank.formats.organisation_card import OrganisationCard
from question_bank.formats.package_plan import PackagePlan
from question_bank.formats.record import to_plain
from question_bank.identifiers import FormCode, MediaName
from question_bank.sealing.stream_seal import CHUNK_BYTES, ByteReader, fill

_DIGEST_DOMAIN = b"exam-room package inputs v1\0"

OpenContent = Callable[[], AbstractContextManager[ByteReader]]
"""Opens a file's plain bytes; called several times, gives the same each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainFile:
    """A file that goes into a package: a form, its keys, or a medium.

    Attributes:
        form_code: None for media.
        media_name: None for forms and keys.
    """

    role: FileRole
    media_type: str
    form_code: FormCode | None
    media_name: MediaName | None
    open: OpenContent


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLabel:
    """What a manifest says of a form.

    Attributes:
        uses_headset: Whether something in it is heard or spoken.
    """

    form_code: FormCode
    title: str
    task_count: int
    uses_headset: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageContent:
    """All that goes into a package."""

    plan: PackagePlan
    forms: tuple[FormLabel, ...]
    files: tuple[PlainFile, ...]


def in_order(files: Sequence[PlainFile]) -> tuple[PlainFile, ...]:
    """Return the files as packages order them: forms, keys, media, each by its name."""
    roles = list(FileRole)
    return tuple(
        sorted(
            files,
            key=lambda file: (
                roles.index(file.role),
                file.form_code or "",
                file.media_name or "",
            ),
        )
    )


def sealed_names(files: Sequence[PlainFile]) -> Iterator[str]:
    """Yield the name of each file in the archive."""
    counted = dict.fromkeys(FileRole, 0)
    for file in files:
        counted[file.role] += 1
        yield f"{file.role.value}-{counted[file.role]:03d}.sealed"


def digest_of_inputs(
    content: PackageContent,
    organisation: OrganisationCard,
    files: Sequence[PlainFile],
    digests: Sequence[str],
) -> bytes:
    """Return 32 bytes that differ whenever anything of the content does.

    Args:
        files: The content's files in order.
        digests: Hex SHA-256 of each.
    """
    inputs = {
        "plan": to_plain(content.plan),
        "organisation": to_plain(organisation),
        "forms": [
            {
                "form_code": form.form_code,
                "title": form.title,
                "task_count": form.task_count,
            }
            for form in content.forms
        ],
        "files": [
            {
                "role": file.role.value,
                "media_type": file.media_type,
                "form_code": file.form_code,
                "media_name": file.media_name,
                "sha256": digest,
            }
            for file, digest in zip(files, digests, strict=True)
        ],
    }
    return hashlib.sha256(_DIGEST_DOMAIN + canonical_bytes(inputs)).digest()


def plain_sha256(file: PlainFile) -> str:
    """Return the hex SHA-256 of a file's plain bytes."""
    buffer = memoryview(bytearray(CHUNK_BYTES))
    with file.open() as reader:
        hashing = HashingReader(reader)
        while fill(hashing, buffer):
            pass
    return hashing.sha256.hexdigest()


class HashingReader:
    """Hashes what is read through it."""

    def __init__(self, reader: ByteReader) -> None:
        self._reader = reader
        self.sha256 = hashlib.sha256()

    def readinto(self, buffer: memoryview, /) -> int:
        """Read on."""
        count = self._reader.readinto(buffer) or 0
        self.sha256.update(buffer[:count])
        return count
