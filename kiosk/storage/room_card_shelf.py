"""Where room cards lie on a seat: sealed under the room's PIN, days ahead.

    <data folder>/room-cards/<room session uuid>.card

Nothing here opens without the PIN. For one thread at a time.
"""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from kiosk.errors import DiskLowError
from kiosk.storage.durable_file import disk_errors, make_folder, save_file
from question_bank.sealing.room_card_seal import MOST_SEALED_BYTES, room_card_sha256

MOST_CARDS = 8
"""Sessions of a few days; older ones go."""
_ENDING = ".card"


class RoomCardShelf:
    """The cards of one seat. Any call may raise SeatStorageError: the disk refused."""

    def __init__(
        self, data_folder: Path, has_room: Callable[[int], bool] | None = None
    ) -> None:
        """Know the folder.

        Args:
            has_room: Whether so many bytes that are no answer may be written.
        """
        self._folder = data_folder / "room-cards"
        self._has_room = has_room

    @disk_errors()
    def save(self, room_session_uuid: UUID, sealed_card: bytes) -> None:
        """Keep a card in the place of the one before; durable on return.

        Raises:
            DiskLowError: what room there is belongs to the answers.
        """
        if self._has_room is not None and not self._has_room(len(sealed_card)):
            raise DiskLowError
        make_folder(self._folder)
        save_file(self._path(room_session_uuid), sealed_card)
        for path in self._newest_first()[MOST_CARDS:]:
            path.unlink(missing_ok=True)

    @disk_errors()
    def load(self, room_session_uuid: UUID) -> bytes | None:
        """Return a sealed card; None if there is none."""
        path = self._path(room_session_uuid)
        if not path.is_file() or path.stat().st_size > MOST_SEALED_BYTES:
            return None
        return path.read_bytes()

    def sha256(self, room_session_uuid: UUID) -> bytes:
        """Return what a server names this card by; empty if there is none."""
        sealed = self.load(room_session_uuid)
        return room_card_sha256(sealed) if sealed is not None else b""

    @disk_errors()
    def room_sessions(self) -> tuple[UUID, ...]:
        """Return whose cards lie here, newest first."""
        return tuple(UUID(path.stem) for path in self._newest_first())

    @disk_errors()
    def remove(self, room_session_uuid: UUID) -> None:
        """Throw a card away: its session is over."""
        self._path(room_session_uuid).unlink(missing_ok=True)

    def _newest_first(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        found = [path for path in self._folder.glob(f"*{_ENDING}") if _is_uuid(path)]
        return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)

    def _path(self, room_session_uuid: UUID) -> Path:
        return self._folder / f"{room_session_uuid}{_ENDING}"


def _is_uuid(path: Path) -> bool:
    try:
        return str(UUID(path.stem)) == path.stem
    except ValueError:
        return False
