"""One kiosk a data folder: the second start is told so and touches nothing.

The lock is the operating system's, on an open file: a killed process frees it.
"""

import os
import sys
from pathlib import Path

from kiosk.errors import SeatRunningError
from kiosk.storage.durable_file import make_folder

LOCK_NAME = "running.lock"


class DataFolderLock:
    """Holds a data folder until `release` or the end of the process."""

    def __init__(self, data_folder: Path) -> None:
        """Take the folder.

        Raises:
            SeatRunningError: another process has it.
        """
        make_folder(data_folder)
        self._descriptor = os.open(
            data_folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600
        )
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise SeatRunningError("another process holds the data folder") from error

    def release(self) -> None:
        """Let the next one in; the file stays."""
        os.close(self._descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
