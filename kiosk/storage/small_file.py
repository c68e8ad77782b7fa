"""One small private file as a whole: what the lock changed on the machine, for one."""

from pathlib import Path

from kiosk.storage.durable_file import disk_errors, make_folder, save_file


class SmallFile:
    """Bytes under one name. For one thread at a time.

    Any call may raise SeatStorageError: the disk refused, the old content stands.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @disk_errors()
    def load(self) -> bytes:
        """Return the content; empty when there is no file."""
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""

    def save(self, content: bytes) -> None:
        """Replace the content; durable on return."""
        make_folder(self._path.parent)
        save_file(self._path, content)
