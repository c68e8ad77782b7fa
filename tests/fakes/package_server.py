"""A site's server as a seat fetches packages from it: real bytes, faults on demand."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from kiosk.errors import ServerUnreachableError
from kiosk.intake.take_in import Believes, WantedPackage
from question_bank.sealing.opening_code import opening_code_text
from question_bank.sealing.package_locks import open_outer_lock
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.package_sources import open_archive
from tests.builders.packages import (
    SEAT,
    SITE_UUID,
    a_planned_package,
    package_bytes,
    the_parties,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltPackage:
    path: Path
    opening_code: str


class ServerWithPackage:
    """A server's answers, taken from a real package; it can break off or lie."""

    def __init__(self, built: BuiltPackage) -> None:
        publishers = the_parties().publishers
        with open_archive(built.path) as source:
            reader = PackageReader(source, publishers, SEAT)
            self.answers = (source.manifest_bytes(), source.signature_bytes())
            self.uuid = reader.manifest.package_uuid
            self.sha256 = bytes.fromhex(reader.trusted.manifest_sha256)
            self.lock = open_outer_lock(
                reader.manifest, the_parties().lock_key, SITE_UUID
            )
            self.files = {
                entry.name: b"".join(reader.sealed_chunks(entry.name))
                for entry in reader.manifest.files
            }
        self.believes = Believes(publishers=publishers, program=SEAT)
        self.parts_until_break = -1
        self.change: Callable[[bytes], bytes] = bytes

    def manifest(self, package_uuid: UUID) -> tuple[bytes, bytes]:
        return self.answers

    def inner_lock(self, package_uuid: UUID) -> bytes:
        return self.lock

    def file_part(self, package_uuid: UUID, name: str, first: int, last: int) -> bytes:
        if self.parts_until_break == 0:
            raise ServerUnreachableError("pulled")
        self.parts_until_break -= 1
        return self.change(self.files[name][first : last + 1])

    @property
    def wanted(self) -> WantedPackage:
        return WantedPackage(package_uuid=self.uuid, manifest_sha256=self.sha256)


def a_built_package(folder: Path) -> BuiltPackage:
    planned = a_planned_package(folder / "source")
    (folder / "it.exam").write_bytes(package_bytes(planned))
    return BuiltPackage(
        path=folder / "it.exam",
        opening_code=opening_code_text(planned.opening_secret),
    )
