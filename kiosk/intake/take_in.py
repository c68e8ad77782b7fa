"""Bringing a package from the server to this seat, days ahead, still sealed.

manifest believed ─► each sealed file, from where it broke off ─► all hashes ─► shelved
Nothing can be opened here; a package stands on the shelf only when it is whole.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from question_bank.sealing.errors import PackageDamagedError
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.package_sources import PackageSource
from question_bank.sealing.trust import Program, PublisherKeys, verify_package

PART_BYTES = 4 * 1024 * 1024
"""A request's worth: some tenths of a second on a lab's network."""


class PackageServer(Protocol):
    """Where the package comes from; calls may raise ServerUnreachableError."""

    def manifest(self, package_uuid: UUID) -> tuple[bytes, bytes]:
        """Return manifest and signature."""
        ...

    def inner_lock(self, package_uuid: UUID) -> bytes:
        """Return the lock that the opening code opens."""
        ...

    def file_part(self, package_uuid: UUID, name: str, first: int, last: int) -> bytes:
        """Return bytes `first … last` of a sealed file."""
        ...


class PackageShelf(Protocol):
    """Where packages lie on this seat."""

    def has(self, package_uuid: UUID) -> bool:
        """Return whether a whole package stands there."""
        ...

    def begin(
        self, package_uuid: UUID, small_files: tuple[bytes, bytes, bytes]
    ) -> None:
        """Note manifest, signature and inner lock of a package on its way."""
        ...

    def arrived_bytes(self, package_uuid: UUID, name: str) -> int:
        """Return how much of a sealed file has arrived."""
        ...

    def add(self, package_uuid: UUID, name: str, part: bytes) -> None:
        """Append a part to a sealed file."""
        ...

    def discard(self, package_uuid: UUID) -> None:
        """Throw away what has arrived of a package."""
        ...

    def incoming(self, package_uuid: UUID) -> PackageSource:
        """Return what has arrived, for checking."""
        ...

    def shelve(self, package_uuid: UUID) -> None:
        """Make a package that was found whole durable, and count it as here."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPackage:
    """What the server says that this room will sit.

    Attributes:
        manifest_sha256: Of the manifest's exact bytes.
    """

    package_uuid: UUID
    manifest_sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Believes:
    """By whom packages may be signed, and which program reads them."""

    publishers: PublisherKeys
    program: Program


def take_in(
    wanted: WantedPackage,
    server: PackageServer,
    shelf: PackageShelf,
    believes: Believes,
    goes_on: Callable[[], bool],
) -> bool:
    """Bring a package here; call again after an interruption, it goes on from there.

    Args:
        goes_on: Asked between parts; False gives up for now.

    Returns:
        Whether the whole package is here.

    Raises:
        ServerUnreachableError, ServerRefusedError: by the wire; what came stays.
        TrustError, FormatError: the package may not be believed; nothing of it stays.
    """
    package_uuid = wanted.package_uuid
    if shelf.has(package_uuid):
        return True
    manifest_raw, signature = server.manifest(package_uuid)
    if hashlib.sha256(manifest_raw).digest() != wanted.manifest_sha256:
        raise PackageDamagedError("manifest.json", "not the one that was announced")
    trusted = verify_package(
        manifest_raw, signature, believes.publishers, believes.program
    )
    shelf.begin(
        package_uuid, (manifest_raw, signature, server.inner_lock(package_uuid))
    )
    for entry in trusted.manifest.files:
        arrived = shelf.arrived_bytes(package_uuid, entry.name)
        while arrived < entry.size_bytes:
            if not goes_on():
                return False
            last = min(arrived + PART_BYTES, entry.size_bytes) - 1
            part = server.file_part(package_uuid, entry.name, arrived, last)
            shelf.add(package_uuid, entry.name, part)
            arrived += len(part)
    try:
        source = shelf.incoming(package_uuid)
        PackageReader(source, believes.publishers, believes.program).verify_files()
    except PackageDamagedError:
        shelf.discard(package_uuid)
        raise
    shelf.shelve(package_uuid)
    return True
