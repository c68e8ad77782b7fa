"""Where exam packages lie on a seat: sealed, whole or on their way.

    <data folder>/packages/<package uuid>/    whole; made by one rename
    <data folder>/packages/incoming/<uuid>/   on its way; goes on after a restart

Nothing here is secret: files are sealed, and the inner lock opens for nobody before the
opening code. For one thread at a time.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from kiosk.errors import DiskLowError
from kiosk.storage.durable_file import (
    disk_errors,
    flush_folder,
    make_folder,
    save_file,
)
from question_bank.formats.exam_package import SealedFile
from question_bank.formats.package_archive import MANIFEST_NAME, SIGNATURE_NAME
from question_bank.sealing.errors import PackageDamagedError
from question_bank.sealing.package_sources import FolderSource
from question_bank.sealing.stream_seal import ByteReader

_INNER_LOCK_NAME = "inner.lock"


class _ShelvedSource(FolderSource):
    """A disk that fails within a file has damaged the package, like one that lost it."""

    @contextmanager
    def open_sealed(self, entry: SealedFile) -> Iterator[ByteReader]:
        try:
            with super().open_sealed(entry) as file:
                yield file
        except OSError as error:
            raise PackageDamagedError(entry.name, "does not read") from error


class FolderShelf:
    """The packages of one seat, as `kiosk.intake.take_in.PackageShelf` asks.

    Any call may raise SeatStorageError: the disk refused.
    """

    def __init__(
        self, data_folder: Path, has_room: Callable[[int], bool] | None = None
    ) -> None:
        """Know the folder.

        Args:
            has_room: Whether so many bytes of a package may be written: when the disk is
                nearly full, what room there is belongs to the answers.
        """
        self._folder = data_folder / "packages"
        self._has_room = has_room

    @disk_errors()
    def has(self, package_uuid: UUID) -> bool:
        """Return whether a whole package stands there."""
        return self._whole(package_uuid).is_dir()

    def package(self, package_uuid: UUID) -> FolderSource:
        """Return a whole package, for reading."""
        return _ShelvedSource(self._whole(package_uuid))

    def inner_lock(self, package_uuid: UUID) -> bytes:
        """Return the lock that the opening code opens.

        Raises:
            PackageDamagedError: it is not there, or does not read.
        """
        try:
            return (self._whole(package_uuid) / _INNER_LOCK_NAME).read_bytes()
        except OSError as error:
            raise PackageDamagedError(_INNER_LOCK_NAME, "does not read") from error

    def replace_inner_lock(self, package_uuid: UUID, inner_lock: bytes) -> None:
        """Keep another inner lock of a whole package: nothing signs the one that is here.

        Durable on return; without the package it changes nothing.
        """
        if self.has(package_uuid):
            save_file(self._whole(package_uuid) / _INNER_LOCK_NAME, inner_lock)

    def remove(self, package_uuid: UUID) -> None:
        """Take a package off the shelf: it turned out to be damaged."""
        shutil.rmtree(self._whole(package_uuid), ignore_errors=True)

    def begin(
        self, package_uuid: UUID, small_files: tuple[bytes, bytes, bytes]
    ) -> None:
        """Note manifest, signature and inner lock of a package on its way.

        Raises:
            DiskLowError: what room there is belongs to the answers.
        """
        self._require_room(sum(map(len, small_files)))
        folder = self._incoming(package_uuid)
        make_folder(folder)
        names = (MANIFEST_NAME, SIGNATURE_NAME, _INNER_LOCK_NAME)
        for name, content in zip(names, small_files, strict=True):
            save_file(folder / name, content)

    @disk_errors()
    def arrived_bytes(self, package_uuid: UUID, name: str) -> int:
        """Return how much of a sealed file has arrived."""
        path = self._incoming(package_uuid) / name
        return path.stat().st_size if path.exists() else 0

    @disk_errors()
    def add(self, package_uuid: UUID, name: str, part: bytes) -> None:
        """Append a part to a sealed file; it need not survive a power cut.

        Raises:
            DiskLowError: what room there is belongs to the answers.
        """
        self._require_room(len(part))
        with (self._incoming(package_uuid) / name).open("ab") as file:
            file.write(part)

    def discard(self, package_uuid: UUID) -> None:
        """Throw away what has arrived of a package."""
        shutil.rmtree(self._incoming(package_uuid), ignore_errors=True)

    def incoming(self, package_uuid: UUID) -> FolderSource:
        """Return what has arrived, for checking."""
        return _ShelvedSource(self._incoming(package_uuid))

    @disk_errors()
    def shelve(self, package_uuid: UUID) -> None:
        """Make a package that was found whole durable, and count it as here."""
        incoming = self._incoming(package_uuid)
        for path in incoming.iterdir():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        flush_folder(incoming)
        incoming.rename(self._whole(package_uuid))
        flush_folder(self._folder)

    def _require_room(self, size_bytes: int) -> None:
        if self._has_room is not None and not self._has_room(size_bytes):
            raise DiskLowError

    def _whole(self, package_uuid: UUID) -> Path:
        return self._folder / str(package_uuid)

    def _incoming(self, package_uuid: UUID) -> Path:
        return self._folder / "incoming" / str(package_uuid)
