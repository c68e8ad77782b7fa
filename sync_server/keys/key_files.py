"""Files that hold secrets: only their owner reads them, and they are whole or absent."""

import os
from pathlib import Path

from sync_server.errors import SiteMissingError


def write_new_file(path: Path, content: bytes, *, is_secret: bool) -> None:
    """Write a file that must not exist yet; when this returns, power may fail.

    Raises:
        FileExistsError: the file is there; it is unchanged.
    """
    mode = 0o600 if is_secret else 0o644
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def replace_file(path: Path, content: bytes, *, is_secret: bool) -> None:
    """Put `content` in the place of a file, at once and durably."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    write_new_file(new, content, is_secret=is_secret)
    new.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable, where the system can (Windows does it itself)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_key_file(path: Path) -> bytes:
    """Return a key file's bytes.

    Raises:
        SiteMissingError: it is not there or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise SiteMissingError(
            f"{path.name} in {path.parent}: {error.strerror}"
        ) from error
