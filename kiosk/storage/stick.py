"""USB sticks: where they are mounted, and answer archives on them.

A stick may be pulled at any moment: what is written becomes visible under its name only
after it was read back whole, and what reads wrong is named, not skipped in silence.
"""

import ctypes
import os
import shutil
import string
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kiosk.storage.durable_file import disk_errors, flush_folder
from question_bank.errors import FormatError
from question_bank.formats.answer_archive import SUFFIX, ArchiveHeader, ArchiveReader

ARCHIVE_FOLDER = "EXAM-ANSWERS"
Check = Callable[[BinaryIO], object]
_MOUNT_ROOTS = (Path("/media"), Path("/run/media"), Path("/mnt"))
_MOUNTS = Path("/proc/self/mounts")
_DRIVE_REMOVABLE = 2
"""GetDriveTypeW's word for a drive that can be pulled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stick:
    """A place that people can carry away.

    Attributes:
        name: What people know it by.
        free_bytes: Room that is left.
    """

    folder: Path
    name: str
    free_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveOnStick:
    """An answer archive as it lies there.

    Attributes:
        header: None when the file is no archive, or is cut.
    """

    path: Path
    header: ArchiveHeader | None


def sticks(more_folders: Iterable[Path] = ()) -> tuple[Stick, ...]:
    """Return the sticks that are in the computer now.

    Args:
        more_folders: Places that the seat's settings name, such as a second partition.
    """
    folders = (*more_folders, *_mounted())
    found = (_stick(folder) for folder in dict.fromkeys(folders))
    return tuple(stick for stick in found if stick is not None)


@disk_errors()
def save_archive(
    stick: Stick, name: str, write: Callable[[BinaryIO], object], check: Check
) -> Path:
    """Write an archive to a stick; on return it may be pulled.

    Args:
        name: File name without the suffix.
        check: Reads what was written, from the stick itself, and raises if it is not
            whole.

    Raises:
        SeatStorageError: the stick refused, or went away; an older file stands.
        FormatError, SignatureInvalidError: what was read back is not what was written.
    """
    folder = stick.folder / ARCHIVE_FOLDER
    folder.mkdir(exist_ok=True)
    path, aside = folder / f"{name}{SUFFIX}", folder / f"{name}.part"
    with aside.open("wb") as stream:
        write(stream)
        stream.flush()
        os.fsync(stream.fileno())
    _forget_cached(aside)
    with aside.open("rb") as stream:
        check(stream)
    aside.replace(path)
    flush_folder(folder)
    return path


@disk_errors()
def archives_on(stick: Stick) -> tuple[ArchiveOnStick, ...]:
    """Return the archives on a stick, also those that don't read.

    Raises:
        SeatStorageError: the stick went away.
    """
    folder = stick.folder / ARCHIVE_FOLDER
    places = [*stick.folder.glob(f"*{SUFFIX}")]
    if folder.is_dir():
        places += folder.glob(f"*{SUFFIX}")
    return tuple(
        ArchiveOnStick(path=path, header=_header(path)) for path in sorted(places)
    )


def _header(path: Path) -> ArchiveHeader | None:
    try:
        with path.open("rb") as stream:
            return ArchiveReader(stream).header
    except (FormatError, OSError):
        return None


def _stick(folder: Path) -> Stick | None:
    try:
        if not folder.is_dir():
            return None
        free = shutil.disk_usage(folder).free
    except OSError:
        return None  # pulled just now
    return Stick(folder=folder, name=folder.name or str(folder), free_bytes=free)


def _mounted() -> tuple[Path, ...]:
    if sys.platform == "win32":
        return _removable_drives()
    try:
        lines = _MOUNTS.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    points = (line.split(" ")[1] for line in lines if line.count(" ") > 1)
    folders = (Path(_unescaped(point)) for point in points)
    return tuple(
        folder
        for folder in folders
        if any(root in folder.parents for root in _MOUNT_ROOTS)
    )


def _removable_drives() -> tuple[Path, ...]:
    """Return the roots of removable drives; Windows only, never run elsewhere."""
    if sys.platform == "win32":
        drive_type = ctypes.windll.kernel32.GetDriveTypeW
        roots = (f"{letter}:\\" for letter in string.ascii_uppercase)
        return tuple(
            Path(root) for root in roots if drive_type(root) == _DRIVE_REMOVABLE
        )
    return ()


def _unescaped(point: str) -> str:
    """Return a mount point's name; blanks stand as octal there."""
    return point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")


def _forget_cached(path: Path) -> None:
    """Let the next reading come from the stick, where the system can be asked to."""
    if sys.platform != "linux":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
