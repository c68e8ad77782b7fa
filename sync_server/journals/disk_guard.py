"""Disk space with a reserve: warn early, refuse what isn't vital, never the answers.

A reserve file is given up when the disk is full, so that answers still fit in; it is
laid down again when there is room.
"""

import logging
import os
import shutil
import threading
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from sync_server.errors import StorageFullError

logger = logging.getLogger(__name__)

RESERVE_BYTES = 50 * 1024 * 1024
"""Holds the text answers of two thousand candidates, or an hour of one room's sound."""

_CHUNK = bytes(1024 * 1024)


class DiskState(StrEnum):
    """How much room there is."""

    AMPLE = "ample"
    LOW = "low"
    """The console warns."""
    RESERVED = "reserved"
    """Only journals are written."""


def free_bytes(folder: Path) -> int:
    """Return what this program may still write where `folder` lies."""
    return shutil.disk_usage(folder).free


class DiskGuard:
    """Watches one folder's disk. For all threads."""

    def __init__(
        self,
        folder: Path,
        *,
        warn_bytes: int,
        reserve_bytes: int,
        free: Callable[[Path], int] = free_bytes,
    ) -> None:
        """Take the levels: below `warn_bytes` LOW, below `reserve_bytes` RESERVED."""
        self._folder = folder
        self._file = folder / "disk-reserve"
        self._warn_bytes = warn_bytes
        self._reserve_bytes = reserve_bytes
        self._free = free
        self._lock = threading.Lock()

    def state(self) -> DiskState:
        """Return how much room there is now."""
        free = self._free(self._folder)
        if free < self._reserve_bytes:
            return DiskState.RESERVED
        return DiskState.LOW if free < self._warn_bytes else DiskState.AMPLE

    def require_room(self) -> None:
        """Return if something that is not vital may be written.

        Raises:
            StorageFullError: what room there is, is for answers.
        """
        if self.state() is DiskState.RESERVED:
            raise StorageFullError("what room is left is kept for answers")

    def lay_reserve(self) -> bool:
        """Have the reserve file on the disk if there is room for it; return if it is."""
        with self._lock:
            if self._file.exists() and self._file.stat().st_size == RESERVE_BYTES:
                return True
            if self._free(self._folder) < self._reserve_bytes + RESERVE_BYTES:
                return False
            try:
                _write_zeros(self._file)
            except OSError:
                self._file.unlink(missing_ok=True)
                return False
            return True

    def give_up_reserve(self) -> bool:
        """Make room for answers on a full disk; False if there was nothing to give up."""
        with self._lock:
            if not self._file.exists():
                return False
            self._file.unlink()
            logger.warning("the disk is full: the reserve was given up for answers")
            return True


def _write_zeros(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(RESERVE_BYTES // len(_CHUNK)):
            file.write(_CHUNK)
        file.flush()
        os.fsync(file.fileno())
