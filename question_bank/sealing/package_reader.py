"""Reading a package: believed first, then whole, then opened; in constant memory.

    with open_archive(path) as source:
        reader = PackageReader(source, publishers, program)   # signature, versions, layout
        reader.verify_files()                                 # SHA-256 of all sealed files
        for chunk in reader.open_file(name, content_key): …   # every chunk authentic

`verify_files` needs no key and comes before anything is written. `open_file` does not
hash again: whoever alters a sealed file without its key is found by the seal.
"""

import hashlib
from collections.abc import Callable, Iterator

from question_bank.formats.exam_package import FileRole, Manifest, SealedFile
from question_bank.sealing.errors import PackageDamagedError, SealBrokenError
from question_bank.sealing.package_sources import PackageSource
from question_bank.sealing.stream_seal import (
    StreamBuffers,
    file_key,
    fill,
    open_stream,
    open_stream_to,
    sealed_size,
)
from question_bank.sealing.trust import (
    Program,
    PublisherKeys,
    TrustedPackage,
    verify_package,
)

READ_BYTES = 256 * 1024
"""A cache-warm piece for hashing and copying."""

MOST_TEXT_BYTES = 8 * 1024 * 1024
"""Forms and keys are read whole; larger is refused."""


def _no_progress(_done_bytes: int) -> None:
    """Tell nobody."""


class PackageReader:
    """A package whose manifest is believed. For one thread.

    Attributes:
        trusted: The manifest with the rules that ask who, when and which.
    """

    def __init__(
        self, source: PackageSource, publishers: PublisherKeys, program: Program
    ) -> None:
        """Check signature, versions, fields and layout, in this order.

        Raises:
            TrustError, FormatError: as `verify_package` and `require_layout` say.
        """
        self._source = source
        self._buffers = StreamBuffers()
        self.trusted: TrustedPackage = verify_package(
            source.manifest_bytes(), source.signature_bytes(), publishers, program
        )
        source.require_layout(self.manifest)

    @property
    def manifest(self) -> Manifest:
        """What the package says of itself."""
        return self.trusted.manifest

    def verify_files(self, on_progress: Callable[[int], object] = _no_progress) -> None:
        """Return if every sealed file is the one that was signed.

        Args:
            on_progress: Told how many sealed bytes have been read so far.

        Raises:
            PackageDamagedError: the first file that is not.
        """
        done_bytes = 0
        for entry in self.manifest.files:
            for piece in self._pieces(entry):
                done_bytes += len(piece)
                on_progress(done_bytes)

    def sealed_chunks(self, name: str) -> Iterator[bytes]:
        """Yield a sealed file as it is, for copying.

        Raises:
            PackageDamagedError: at the end, if it is not the one that was signed;
                what was copied must then be thrown away.
        """
        for piece in self._pieces(self.manifest.file(name)):
            yield bytes(piece)

    def open_file(self, name: str, package_key: bytes) -> Iterator[bytes]:
        """Yield a file's plain chunks, each authentic when it is yielded.

        Args:
            package_key: The content key; for keys and rubrics the scoring key.

        Raises:
            SealBrokenError: altered, cut, or another key; chunks yielded before are
                genuine, but the file is whole only if the iterator ends without error.
        """
        entry = self._whole_entry(name)
        key = file_key(package_key, self.manifest.package_uuid, name)
        with self._source.open_sealed(entry) as sealed:
            yield from open_stream(sealed, size_bytes=entry.size_bytes, key=key)

    def open_file_to(
        self, name: str, package_key: bytes, take: Callable[[memoryview], object]
    ) -> None:
        """Hand a file's plain chunks to `take`; faster than `open_file`.

        Args:
            take: Must have used the chunk when it returns: the next one overwrites it.
                Must not open another file meanwhile.

        Raises:
            SealBrokenError: as `open_file`.
        """
        entry = self._whole_entry(name)
        key = file_key(package_key, self.manifest.package_uuid, name)
        with self._source.open_sealed(entry) as sealed:
            open_stream_to(
                sealed,
                take,
                size_bytes=entry.size_bytes,
                key=key,
                buffers=self._buffers,
            )

    def open_text(self, name: str, package_key: bytes) -> bytes:
        """Return a form's or its keys' bytes whole.

        Raises:
            PackageDamagedError: larger than any form is.
            SealBrokenError: as `open_file`.
        """
        entry = self.manifest.file(name)
        if entry.role is FileRole.MEDIA:
            raise ValueError(f"{name} is a medium")
        if entry.plain_bytes > MOST_TEXT_BYTES:
            found = f"{entry.plain_bytes} bytes, at most {MOST_TEXT_BYTES}"
            raise PackageDamagedError(name, found)
        return b"".join(self.open_file(name, package_key))

    def _whole_entry(self, name: str) -> SealedFile:
        """Return a file's entry, whose two lengths must fit each other."""
        entry = self.manifest.file(name)
        if entry.size_bytes != sealed_size(entry.plain_bytes):
            found = f"{entry.size_bytes} bytes sealed, {entry.plain_bytes} plain"
            raise SealBrokenError(f"{name}: {found}")
        return entry

    def _pieces(self, entry: SealedFile) -> Iterator[memoryview]:
        """Yield a sealed file in pieces that are valid until the next one is asked for."""
        digest = hashlib.sha256()
        buffer = memoryview(bytearray(READ_BYTES))
        left_bytes = entry.size_bytes
        with self._source.open_sealed(entry) as sealed:
            while left_bytes:
                count = fill(sealed, buffer[: min(READ_BYTES, left_bytes)])
                if not count:
                    raise PackageDamagedError(entry.name, "cut")
                digest.update(buffer[:count])
                left_bytes -= count
                yield buffer[:count]
            if fill(sealed, buffer[:1]):
                raise PackageDamagedError(entry.name, "longer than its size")
        if digest.hexdigest() != entry.sha256:
            raise PackageDamagedError(entry.name, "not the bytes that were signed")
