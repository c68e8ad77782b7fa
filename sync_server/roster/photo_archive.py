"""Photos that come as one flat .zip, each named by an ID number.

Nothing is unpacked to disk; each picture is decoded within limits and written anew as
a small JPEG, so that what the archive held besides pixels (metadata, trailing bytes)
goes no further.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from sync_server.roster.report import Finding, RosterFinding
from sync_server.roster.widths import folded

MOST_ARCHIVE_BYTES = 512 * 1024 * 1024
MOST_PHOTOS = 5000
MOST_PHOTO_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 24_000_000
"""A telephone's photo; Pillow would decode far more."""

LONGEST_SIDE = 480
"""Pixels; the log-in screen shows 240."""

JPEG_QUALITY = 82

_NAME = re.compile(r"([0-9A-Za-z]{4,30})\.(jpg|jpeg|png)", re.IGNORECASE)
_ENCRYPTED = 0x1
_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoReading:
    """Photos by ID number (JPEG bytes), and what was wrong."""

    photos: dict[str, bytes]
    findings: tuple[RosterFinding, ...]


def read_photos(
    untrusted_bytes: bytes, file: str, id_numbers: Collection[str]
) -> PhotoReading:
    """Return the photos of the people in `id_numbers`; others are counted, not read."""
    reader = _PhotoReader(file, frozenset(id_numbers))
    if len(untrusted_bytes) > MOST_ARCHIVE_BYTES:
        reader.note(Finding.ARCHIVE_REFUSED, f"{len(untrusted_bytes)} bytes")
        return reader.reading()
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted_bytes)) as archive:
            reader.read(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        reader.note(Finding.ARCHIVE_REFUSED, type(error).__name__)
    return reader.reading()


def bounded_jpeg(untrusted_bytes: bytes) -> bytes | None:
    """Return the picture as a small JPEG; None when it can't be read within limits."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(
                io.BytesIO(untrusted_bytes), formats=("JPEG", "PNG")
            ) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                picture.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
        zlib.error,
    ):
        return None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=JPEG_QUALITY)
    return written.getvalue()


class _PhotoReader:
    def __init__(self, file: str, id_numbers: frozenset[str]) -> None:
        self._file = file
        self._id_numbers = id_numbers
        self._photos: dict[str, bytes] = {}
        self._findings: list[RosterFinding] = []

    def note(self, finding: Finding, found: str) -> None:
        self._findings.append(
            RosterFinding(finding=finding, file=self._file, found=found)
        )

    def reading(self) -> PhotoReading:
        return PhotoReading(photos=self._photos, findings=tuple(self._findings))

    def read(self, archive: zipfile.ZipFile) -> None:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MOST_PHOTOS:
            self.note(Finding.ARCHIVE_REFUSED, f"{len(members)} files")
            return
        strangers = 0
        for member in members:
            place = _masked(member.filename)
            if "/" in member.filename or "\\" in member.filename:
                self.note(Finding.ARCHIVE_REFUSED, f"{place}: folder")
                return
            name = _NAME.fullmatch(folded(member.filename)[0])
            id_number = name[1].upper() if name else ""
            if id_number not in self._id_numbers:
                strangers += 1
            elif id_number in self._photos:
                self.note(Finding.PHOTO_TWICE, place)
            else:
                self._take(archive, member, id_number)
        if strangers:
            self.note(Finding.PHOTO_OF_NOBODY, str(strangers))

    def _take(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, id_number: str
    ) -> None:
        is_odd = member.flag_bits & _ENCRYPTED or member.file_size > MOST_PHOTO_BYTES
        jpeg = None if is_odd else bounded_jpeg(_read_member(archive, member))
        if jpeg is None:
            self.note(Finding.PHOTO_BROKEN, _masked(member.filename))
        else:
            self._photos[id_number] = jpeg


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a member's bytes; nothing when it is damaged. file_size bounds it."""
    try:
        with archive.open(member) as opened:
            return opened.read(MOST_PHOTO_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        return b""


def _masked(filename: str) -> str:
    """Return enough of a name to find the file by; an ID number is not put in reports."""
    return filename if len(filename) <= _SHOWN else f"…{filename[-_SHOWN:]}"
