"""Small files that must survive a power cut whole: written aside, flushed, renamed.

`os.replace` is atomic, not durable: file and folder are flushed as well. What the
system raises ends in this folder: `disk_errors` makes it an error that people are told.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import SeatStorageError

_PRIVATE = 0o600


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turn the system's errors in a block, or a decorated function, into one of ours.

    Raises:
        SeatStorageError: the disk refused.
    """
    try:
        yield
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, type(error).__name__)
        raise SeatStorageError(reason) from error


@disk_errors()
def save_file(path: Path, content: bytes) -> None:
    """Replace a file's content, readable for its owner only; durable on return.

    Raises:
        SeatStorageError: the disk refused; the old content stands.
    """
    aside = path.with_name(f"{path.name}.new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    descriptor = os.open(aside, flags, _PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        if sys.platform != "win32":
            os.fchmod(file.fileno(), _PRIVATE)  # a left-over file may have had more
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    flush_folder(path.parent)


@disk_errors()
def make_folder(path: Path) -> None:
    """Make a private folder, and those above it; durable on return.

    Raises:
        SeatStorageError: the disk refused.
    """
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    flush_folder(path.parent)


@disk_errors()
def flush_folder(folder: Path) -> None:
    """Make a folder's names durable; Windows does so by itself and cannot be asked.

    Raises:
        SeatStorageError: the disk refused.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
