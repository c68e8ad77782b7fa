"""Reading what a command is given, and writing its results whole or not at all."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from question_bank.cli.errors import FileProblemError
from question_bank.sealing.package_sources import ArchiveSource, open_plain_file

MOST_SMALL_FILE_BYTES = 1024 * 1024
"""For keys, cards and passphrases."""


@contextmanager
def problems_named(path: Path) -> Iterator[None]:
    """Turn the system's refusals into an error that names the file."""
    try:
        yield
    except OSError as error:
        name = error.filename or path
        raise FileProblemError(f"{name}: {error.strerror or error}") from error


def read_small_file(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        FileProblemError: it cannot be read or is far too large.
    """
    with problems_named(path), open_plain_file(path, follow_links=True) as file:
        raw = file.read(MOST_SMALL_FILE_BYTES + 1)
    if len(raw) > MOST_SMALL_FILE_BYTES:
        raise FileProblemError(f"{path}: more than {MOST_SMALL_FILE_BYTES} bytes")
    return raw


@contextmanager
def open_package(path: Path) -> Iterator[ArchiveSource]:
    """Open an exam package for reading.

    Raises:
        FileProblemError: it cannot be opened.
    """
    with problems_named(path):
        file = open_plain_file(path, follow_links=True)
    with file:
        yield ArchiveSource(file)


def write_new_file(path: Path, raw: bytes, *, is_secret: bool = False) -> None:
    """Write a file that must not be there yet; secrets are for their owner only.

    Raises:
        FileProblemError: it is there, or cannot be written.
    """
    mode = 0o600 if is_secret else 0o644
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with problems_named(path):
        descriptor = os.open(path, flags, mode)
        with FileIO(descriptor, "wb") as file:
            file.write(raw)
            os.fsync(file.fileno())


def write_whole_file(
    path: Path, produce: Callable[[Callable[[bytes], object]], object]
) -> None:
    """Let `produce` write a file beside `path`, then put it in its place, durably.

    Raises:
        FileProblemError: the disk refused; `path` is as it was.
    """
    part = path.with_name(path.name + ".part")
    try:
        with problems_named(path):
            with part.open("wb") as file:
                produce(file.write)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
