"""Taking a package in: everything is checked before anything is kept.

The outer lock is opened with the site's key; what is kept are the manifest, its
signature, the inner lock (still closed by the opening code) and the sealed files.
"""

import errno
import os
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from question_bank.errors import ExamRoomError
from question_bank.formats.exam_package import Manifest
from question_bank.formats.package_archive import MANIFEST_NAME, SIGNATURE_NAME
from question_bank.sealing.errors import PackageRolledBackError
from question_bank.sealing.package_locks import open_outer_lock
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.package_sources import open_archive
from question_bank.sealing.trust import Program, ProgramKind, PublisherKeys
from sync_server.audit.audit_chain import Act
from sync_server.clock import Clock
from sync_server.keys.site_keys import SiteKeys
from sync_server.packages.errors import DiskReserveError
from sync_server.packages.package_records import NewPackage
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.package_store import PackageStore

STALE_AFTER_S = 3600
"""A half-taken package that a crash left behind is swept up an hour later."""

_LOADING = ".loading-"


class PackageLoading:
    """Loads .exam files into the data folder. For all threads; one load at a time."""

    def __init__(  # noqa: PLR0913 - what it is built from, handed in once
        self,
        *,
        folder: Path,
        keys: SiteKeys,
        packages: PackageStore,
        audit: AuditStore,
        clock: Clock,
        publisher_keys: Callable[[], PublisherKeys],
        program_version: str,
        reserve_bytes: int,
    ) -> None:
        self._folder = folder
        self._keys = keys
        self._packages = packages
        self._audit = audit
        self._clock = clock
        self._publisher_keys = publisher_keys
        self._program = Program(kind=ProgramKind.SERVER, version=program_version)
        self._reserve_bytes = reserve_bytes
        self._turn = threading.Lock()

    def load(self, path: Path, *, by: str) -> NewPackage:
        """Check a package and keep it; loading it again changes nothing.

        Raises:
            FormatError, TrustError: why it is not taken; nothing was kept.
            DiskReserveError: too little room.
            PackageInUseError: its session is under way with another package.
        """
        with self._turn:
            try:
                new = self._load(path, by)
            except ExamRoomError as error:
                why = {"code": error.code, "file": path.name[:80]}
                self._audit.add(Act(actor=by, action="package.refused", details=why))
                raise
        details: dict[str, object] = {
            "manifest_sha256": new.manifest_sha256.hex(),
            "revision": new.manifest.revision,
        }
        subject = str(new.manifest.package_uuid)
        self._audit.add(
            Act(actor=by, action="package.load", subject=subject, details=details)
        )
        return new

    def upload_path(self) -> Path:
        """Return a name for a file that is being uploaded; the caller removes it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{_LOADING}{secrets.token_hex(8)}.exam"

    def require_room(self, wanted_bytes: int) -> None:
        """Return if so much may be written and the reserve stays.

        Raises:
            DiskReserveError: it may not.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        free_bytes = shutil.disk_usage(self._folder).free
        if free_bytes - wanted_bytes < self._reserve_bytes:
            raise DiskReserveError(
                f"{free_bytes} bytes free, {wanted_bytes} wanted,"
                f" {self._reserve_bytes} are kept for answers"
            )

    def _require_no_twin(self, manifest: Manifest, known_revision: int) -> None:
        """Refuse another package under the revision that is loaded: which one counts?

        Raises:
            PackageRolledBackError: to replace it the organisation counts the revision up.
        """
        if manifest.revision != known_revision:
            return
        for loaded in self._packages.packages():
            other = loaded.manifest
            is_same_session = (other.session.code, other.data_class) == (
                manifest.session.code,
                manifest.data_class,
            )
            is_twin = is_same_session and other.revision == known_revision
            if is_twin and other.package_uuid != manifest.package_uuid:
                raise PackageRolledBackError(
                    f"revision {known_revision} of {manifest.session.code} is loaded as"
                    f" another package; a replacement needs revision {known_revision + 1}"
                )

    def _load(self, path: Path, by: str) -> NewPackage:
        now = self._clock.utc_now()
        with open_archive(path) as source:
            reader = PackageReader(source, self._publisher_keys(), self._program)
            trusted = reader.trusted
            trusted.require_site(self._keys.card.site_uuid)
            manifest = reader.manifest
            known = self._packages.newest_revision(
                manifest.session.code, manifest.data_class.value
            )
            trusted.require_revision(known)
            self._require_no_twin(manifest, known)
            trusted.require_not_expired(now)
            self.require_room(sum(file.size_bytes for file in manifest.files))
            reader.verify_files()
            inner = open_outer_lock(
                manifest, self._keys.unlock_key, self._keys.card.site_uuid
            )
            sha256 = bytes.fromhex(trusted.manifest_sha256)
            new = NewPackage(
                manifest=manifest,
                manifest_raw=trusted.manifest_raw,
                manifest_sha256=sha256,
                signature=trusted.signature,
                inner_lock=inner,
                folder=f"{manifest.package_uuid}-{sha256.hex()[:16]}",
                loaded_by=by,
            )
            self._keep(reader, new, now)
        return new

    def _keep(self, reader: PackageReader, new: NewPackage, now: datetime) -> None:
        final = self._folder / new.folder
        if self._packages.is_known(new.manifest_sha256) and final.is_dir():
            self._packages.add(new)
            return
        self._sweep(now)
        if final.exists():  # a crash came between the files and the database
            shutil.rmtree(final)
        loading = self._folder / f"{_LOADING}{secrets.token_hex(8)}"
        loading.mkdir(mode=0o700)
        try:
            _write_synced(loading / MANIFEST_NAME, [new.manifest_raw])
            _write_synced(loading / SIGNATURE_NAME, [new.signature])
            for file in new.manifest.files:
                _write_synced(loading / file.name, reader.sealed_chunks(file.name))
            _sync_folder(loading)
            loading.rename(final)
            _sync_folder(self._folder)
        except BaseException as error:
            shutil.rmtree(loading, ignore_errors=True)
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                raise DiskReserveError("the disk is full") from error
            raise
        try:
            self._packages.add(new)
        except BaseException:
            shutil.rmtree(final, ignore_errors=True)
            raise

    def _sweep(self, now: datetime) -> None:
        for left in self._folder.glob(f"{_LOADING}*"):
            if now.timestamp() - left.stat().st_mtime > STALE_AFTER_S:
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink(missing_ok=True)


def _write_synced(path: Path, chunks: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no handle of a folder to flush
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
