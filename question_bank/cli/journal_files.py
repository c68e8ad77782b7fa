"""Journals in files, read entry by entry: what a server hands out, and answer archives."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO, cast

from question_bank.cli.files import problems_named
from question_bank.errors import FormatError
from question_bank.formats.answer_archive import MAGIC, ArchiveReader
from question_bank.formats.journal_entry import (
    MOST_ENTRY_BYTES,
    JournalEntry,
    parse_journal_entry,
)
from question_bank.sealing.package_sources import open_plain_file

_FIXED_ARRAY = 0x90
_ARRAY_LENGTHS = {0xDC: 2, 0xDD: 4}
_BIN_LENGTHS = {0xC4: 1, 0xC5: 2, 0xC6: 4}


@contextmanager
def journal_file(path: Path) -> Iterator[BinaryIO]:
    """Open a journal's file.

    Raises:
        FileProblemError: it can't be read.
    """
    with problems_named(path):
        file: FileIO = open_plain_file(path, follow_links=True)
    with file:
        yield cast("BinaryIO", file)


def is_archive(stream: BinaryIO) -> bool:
    """Return whether the file is an answer archive; reads from its beginning."""
    stream.seek(0)
    found = stream.read(len(MAGIC)) == MAGIC
    stream.seek(0)
    return found


def journal_entries(stream: BinaryIO) -> Iterator[JournalEntry]:
    """Yield a file's entries as they stand, one at a time; nothing is proved yet.

    Raises:
        FormatError: neither an archive nor a msgpack array of entries.
    """
    if is_archive(stream):
        for raw in ArchiveReader(stream).entries():
            yield parse_journal_entry(raw)
        return
    for _ in range(_array_length(stream)):
        yield parse_journal_entry(_bin(stream))
    if stream.read(1):
        raise FormatError("journal", "something stands behind the last entry")


def _array_length(stream: BinaryIO) -> int:
    tag = _taken(stream, 1)[0]
    if tag & 0xF0 == _FIXED_ARRAY:
        return tag & 0x0F
    if tag not in _ARRAY_LENGTHS:
        raise FormatError("journal", "not a msgpack array of entries")
    return int.from_bytes(_taken(stream, _ARRAY_LENGTHS[tag]), "big")


def _bin(stream: BinaryIO) -> bytes:
    tag = _taken(stream, 1)[0]
    if tag not in _BIN_LENGTHS:
        raise FormatError("journal", "not a msgpack array of entries")
    length = int.from_bytes(_taken(stream, _BIN_LENGTHS[tag]), "big")
    if length > MOST_ENTRY_BYTES:
        raise FormatError("journal", f"an entry of {length} bytes")
    return _taken(stream, length)


def _taken(stream: BinaryIO, length: int) -> bytes:
    raw = stream.read(length)
    if len(raw) != length:
        raise FormatError("journal", "the file is cut")
    return raw
