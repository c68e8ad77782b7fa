"""Room on the disk that is kept back for answers: a file, given up when the disk is full.

    room left     code            what is written
    plenty        ""              everything
    < low         DISK_LOW        answers; a package on its way waits
    none to speak of, or a write was refused for lack of room
                  DISK_FULL       answers, into the room that the reserve had
    read-only     DISK_READ_ONLY  nothing; the writer's own failure says so on the screen

The reserve is made again by itself once there is room for it twice over.
"""

import errno
import logging
import os
import shutil
import sys
import threading
from contextlib import suppress
from pathlib import Path

from kiosk.storage.data_folder_lock import LOCK_NAME

RESERVE_BYTES = 50 * 1024 * 1024
"""Half an hour of speech or an exam's worth of typing (trust.md R4)."""

LOW_FACTOR = 4
"""Below so many reserves of free room people are warned."""

LOOK_S = 1.0
DISK_LOW = "DISK_LOW"
DISK_FULL = "DISK_FULL"
DISK_READ_ONLY = "DISK_READ_ONLY"

_NAME = "room-for-answers.reserve"
_PRIVATE = 0o600
_BLOCK = 1024 * 1024
_log = logging.getLogger(__name__)


class DiskReserve:
    """The reserve of one data folder. For any thread."""

    def __init__(self, data_folder: Path, reserve_bytes: int = RESERVE_BYTES) -> None:
        """Know the folder; nothing is touched before `look`.

        Args:
            reserve_bytes: 0 keeps none and warns of nothing but a read-only disk.
        """
        self._folder = data_folder
        self._path = data_folder / _NAME
        self._reserve_bytes = reserve_bytes
        self._lock = threading.Lock()
        self._was_needed = False
        self._code = ""

    @property
    def code(self) -> str:
        """What `look` found: "", DISK_LOW, DISK_FULL or DISK_READ_ONLY."""
        return self._code

    def look(self) -> str:
        """Measure, give the reserve up or make it again, and return the code.

        A disk that cannot be asked keeps the last code: the writer meets it first.
        """
        with self._lock, suppress(OSError):
            code = self._looked()
            if code != self._code:
                _log.info("room on the disk: %s", code or "plenty")
                self._code = code
        return self._code

    def make_room(self, *, is_refused: bool) -> bool:
        """Give the reserve up if it is time to; return whether that gave any room.

        Args:
            is_refused: Whether a write was just refused for lack of room.
        """
        with self._lock:
            try:
                if is_refused or self._free() < self._reserve_bytes // LOW_FACTOR:
                    return self._release()
            except OSError:
                pass
            return False

    def has_room_for(self, size_bytes: int) -> bool:
        """Return whether something that is no answer may be written."""
        try:
            return self._free() - size_bytes >= self._low_bytes
        except OSError:
            return False

    @property
    def _low_bytes(self) -> int:
        return LOW_FACTOR * self._reserve_bytes

    def _free(self) -> int:
        return shutil.disk_usage(self._folder).free

    def _looked(self) -> str:
        if _is_read_only(self._folder / LOCK_NAME):
            return DISK_READ_ONLY
        free = self._free()
        if free < self._reserve_bytes // LOW_FACTOR:
            self._release()
        elif not self._path.exists() and free >= 2 * self._reserve_bytes:
            self._make()
        if self._was_needed:
            return DISK_FULL
        return DISK_LOW if self._free() < self._low_bytes else ""

    def _release(self) -> bool:
        self._was_needed = self._reserve_bytes > 0
        if not self._path.exists():
            return False
        self._path.unlink()
        _log.warning("the reserve for answers is given up: the disk is full")
        self._code = DISK_FULL
        return True

    def _make(self) -> None:
        if not self._reserve_bytes:
            return
        flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self._path, flags, _PRIVATE)
        try:
            _allocate(descriptor, self._reserve_bytes)
        except OSError:
            self._path.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)
        self._was_needed = False


class DiskWatch:
    """A thread that looks at the disk every second."""

    def __init__(self, reserve: DiskReserve, period_s: float = LOOK_S) -> None:
        self._reserve = reserve
        self._period_s = period_s
        self._stop_wanted = threading.Event()
        self._thread = threading.Thread(target=self._run, name="disk-watch")

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """End the thread."""
        self._stop_wanted.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stop_wanted.is_set():
            self._reserve.look()
            self._stop_wanted.wait(self._period_s)


def _is_read_only(file: Path) -> bool:
    """Return whether a file that is there won't be opened for writing any more.

    The mount's flags don't say: after an error Linux 6.18 keeps them as they were.
    """
    try:
        os.close(os.open(file, os.O_WRONLY))
    except OSError as error:
        return error.errno == errno.EROFS
    return False


def _allocate(descriptor: int, size_bytes: int) -> None:
    if sys.platform == "win32":
        for start in range(0, size_bytes, _BLOCK):
            os.write(descriptor, bytes(min(_BLOCK, size_bytes - start)))
    else:
        os.posix_fallocate(descriptor, 0, size_bytes)
