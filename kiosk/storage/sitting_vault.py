"""Where sittings lie on a seat: a folder each, with the store and its closed key.

    <data folder>/sittings/<sitting uuid>/
        store-key.json     who it is, and the store's key, closed (this module)
        store.db (-wal …)  SQLCipher: journal and kept values (connection.py)
        kept.copy          the kept values once more, sealed under the store's key

The sidecar is made durable before the store: a store without a key never exists.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec

from kiosk.errors import ResumeCodeWrongError, StoreUnreadableError
from kiosk.storage.durable_file import (
    disk_errors,
    flush_folder,
    make_folder,
    save_file,
)
from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.record import parse_json_record, to_plain
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.sealing.errors import WrongKeyError
from question_bank.sealing.store_lock import (
    close_store_key,
    draw_store_key,
    open_store_key,
)

_SIDECAR = "store-key.json"
_STORE = "store.db"
_KEPT_COPY = "kept.copy"
_MOST_SIDECAR_BYTES = 4096


class _Sidecar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    sitting_uuid: UUID
    room_session_uuid: UUID
    closed_key: Annotated[bytes, msgspec.Meta(min_length=60, max_length=60)]
    is_delivered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingOnDisk:
    """What can be known of a sitting without any secret.

    Attributes:
        is_delivered: Whether the server has said that it has everything.
    """

    sitting_uuid: SittingUuid
    room_session_uuid: RoomSessionUuid
    is_delivered: bool


class SittingVault:
    """The sittings of one seat. For any one thread at a time."""

    def __init__(self, data_folder: Path, seat_secret: bytes) -> None:
        self._folder = data_folder / "sittings"
        self._seat_secret = seat_secret

    def store_path(self, sitting_uuid: SittingUuid) -> Path:
        """Return where the sitting's store lies."""
        return self._folder / str(sitting_uuid) / _STORE

    @disk_errors()
    def has(self, sitting_uuid: SittingUuid) -> bool:
        """Return whether anything of the sitting lies on this disk."""
        return (self._folder / str(sitting_uuid)).is_dir()

    def create(
        self,
        sitting_uuid: SittingUuid,
        room_session_uuid: RoomSessionUuid,
        room_secret: bytes,
    ) -> bytes:
        """Draw a new store key and keep it closed; durable on return.

        Returns:
            The store key, for memory only.

        Raises:
            ValueError: the sitting is already on this disk.
            SeatStorageError: the disk refused.
        """
        if self._sidecar_path(sitting_uuid).exists():
            raise ValueError("the sitting is already on this disk")
        store_key = draw_store_key()
        closed = close_store_key(
            store_key, self._seat_secret, room_secret, sitting_uuid
        )
        make_folder(self._folder / str(sitting_uuid))
        self._save(
            _Sidecar(
                sitting_uuid=sitting_uuid,
                room_session_uuid=room_session_uuid,
                closed_key=closed,
            )
        )
        return store_key

    def save_kept_copy(self, sitting_uuid: SittingUuid, sealed: bytes) -> None:
        """Put a sealed copy of what the store keeps beside it; durable on return.

        Raises:
            SeatStorageError: the disk refused.
        """
        save_file(self._folder / str(sitting_uuid) / _KEPT_COPY, sealed)

    def load_kept_copy(self, sitting_uuid: SittingUuid) -> bytes:
        """Return the sealed copy.

        Raises:
            StoreUnreadableError: there is none that reads.
        """
        try:
            return (self._folder / str(sitting_uuid) / _KEPT_COPY).read_bytes()
        except OSError as error:
            raise StoreUnreadableError("the second copy does not read") from error

    def open_key(self, sitting_uuid: SittingUuid, room_secret: bytes) -> bytes:
        """Return a sitting's store key.

        Raises:
            ResumeCodeWrongError: the secret is of another room.
            StoreUnreadableError: the sitting isn't here, or its sidecar is damaged.
        """
        sidecar = self._load(sitting_uuid)
        try:
            return open_store_key(
                sidecar.closed_key, self._seat_secret, room_secret, sitting_uuid
            )
        except WrongKeyError as error:
            raise ResumeCodeWrongError("the room secret opens no store") from error

    @disk_errors()
    def sittings(self) -> tuple[SittingOnDisk, ...]:
        """Return what lies on this disk, undelivered first; damaged sidecars left out.

        Raises:
            SeatStorageError: the folder does not read.
        """
        if not self._folder.is_dir():
            return ()
        found = [
            self._on_disk(SittingUuid(uuid))
            for uuid in map(_uuid_of, sorted(self._folder.iterdir()))
            if uuid is not None
        ]
        whole = [sitting for sitting in found if sitting is not None]
        return tuple(sorted(whole, key=lambda sitting: sitting.is_delivered))

    def unfinished(self) -> tuple[SittingOnDisk, ...]:
        """Return the sittings whose journal the server doesn't wholly have."""
        return tuple(one for one in self.sittings() if not one.is_delivered)

    def mark_delivered(self, sitting_uuid: SittingUuid) -> None:
        """Note that the server has everything; the store stays until it is removed.

        Raises:
            StoreUnreadableError: the sitting isn't here, or its sidecar is damaged.
            SeatStorageError: the disk refused; the note is as it was.
        """
        sidecar = self._load(sitting_uuid)
        self._save(msgspec.structs.replace(sidecar, is_delivered=True))

    def mark_undelivered(self, sitting_uuid: SittingUuid) -> None:
        """Note that the sitting goes on here; durable on return.

        Raises:
            StoreUnreadableError: the sitting isn't here, or its sidecar is damaged.
            SeatStorageError: the disk refused; the note is as it was.
        """
        sidecar = self._load(sitting_uuid)
        if sidecar.is_delivered:
            self._save(msgspec.structs.replace(sidecar, is_delivered=False))

    @disk_errors()
    def set_aside(self, sitting_uuid: SittingUuid) -> None:
        """Rename what lies here of a sitting, if anything, so that it can be made anew.

        For a candidate who comes back to a seat after going on elsewhere: the older
        branch is kept as evidence under a name that no sitting has.

        Raises:
            SeatStorageError: the disk refused; everything is as it was.
        """
        folder = self._folder / str(sitting_uuid)
        if not folder.is_dir():
            return
        taken = sum(1 for _ in self._folder.glob(f"{sitting_uuid}.aside-*"))
        folder.rename(self._folder / f"{sitting_uuid}.aside-{taken + 1}")
        flush_folder(self._folder)

    @disk_errors()
    def remove(self, sitting_uuid: SittingUuid) -> None:
        """Delete a sitting from this disk, its key first: the rest is noise from then on.

        Raises:
            SeatStorageError: the disk refused; the next call goes on.
        """
        folder = self._folder / str(sitting_uuid)
        if folder.is_dir():
            self._sidecar_path(sitting_uuid).unlink(missing_ok=True)
            flush_folder(folder)
            shutil.rmtree(folder)
            flush_folder(self._folder)

    def _sidecar_path(self, sitting_uuid: SittingUuid) -> Path:
        return self._folder / str(sitting_uuid) / _SIDECAR

    def _save(self, sidecar: _Sidecar) -> None:
        path = self._sidecar_path(SittingUuid(sidecar.sitting_uuid))
        save_file(path, canonical_bytes(to_plain(sidecar)))

    def _load(self, sitting_uuid: SittingUuid) -> _Sidecar:
        try:
            untrusted_bytes = self._sidecar_path(sitting_uuid).read_bytes()
            sidecar = parse_json_record(
                untrusted_bytes, _Sidecar, name=_SIDECAR, most_bytes=_MOST_SIDECAR_BYTES
            )
        except (OSError, FormatError) as error:
            raise StoreUnreadableError("the store's closed key is not whole") from error
        if sidecar.sitting_uuid != sitting_uuid:
            raise StoreUnreadableError("the closed key is another sitting's")
        return sidecar

    def _on_disk(self, sitting_uuid: SittingUuid) -> SittingOnDisk | None:
        try:
            sidecar = self._load(sitting_uuid)
        except StoreUnreadableError:
            return None
        return SittingOnDisk(
            sitting_uuid=sitting_uuid,
            room_session_uuid=RoomSessionUuid(sidecar.room_session_uuid),
            is_delivered=sidecar.is_delivered,
        )


def _uuid_of(folder: Path) -> UUID | None:
    try:
        return UUID(folder.name)
    except ValueError:
        return None
