"""Opening a kept package at the site: to check an opening code, and to score."""

from collections.abc import Callable
from pathlib import Path

from question_bank.formats.exam_package import FileRole
from question_bank.sealing.package_locks import open_inner_lock
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.package_sources import FolderSource
from question_bank.sealing.trust import Program, ProgramKind, PublisherKeys
from sync_server.packages.package_records import LoadedPackage


class PackageOpening:
    """Checks opening codes against the package's real files."""

    def __init__(
        self,
        folder: Path,
        publisher_keys: Callable[[], PublisherKeys],
        program_version: str,
    ) -> None:
        self._folder = folder
        self._publisher_keys = publisher_keys
        self._program = Program(kind=ProgramKind.SERVER, version=program_version)

    def reader(self, package: LoadedPackage) -> PackageReader:
        """Return a reader over the files that are kept of a package.

        Raises:
            TrustError, FormatError: the files are no longer what was loaded.
        """
        source = FolderSource(self._folder / package.folder)
        return PackageReader(source, self._publisher_keys(), self._program)

    def require_opens(self, package: LoadedPackage, typed_code: str) -> None:
        """Return if the code opens the inner lock and a form under it. Slow: 0.25 s.

        Raises:
            FormatError: mistyped.
            WrongOpeningCodeError: not this package's.
            SealBrokenError, PackageDamagedError: the files were altered.
        """
        content_key = open_inner_lock(package.inner_lock, typed_code, package.manifest)
        reader = self.reader(package)
        for file in package.manifest.files:
            if file.role is FileRole.FORM:
                reader.open_text(file.name, content_key)
