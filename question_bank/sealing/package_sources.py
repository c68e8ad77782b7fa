"""Where a package's bytes lie: in an .exam file, or unpacked in a folder of a seat.

Both give the same things under the same rules; neither believes anything by itself.
Readers call, in this order: `manifest_bytes`, `signature_bytes`, then, once the manifest
is believed, `require_layout`, then `open_sealed` as often as they like. For one thread.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from io import FileIO
from pathlib import Path
from typing import Protocol

from question_bank.errors import FormatError
from question_bank.formats.exam_package import (
    MOST_MANIFEST_BYTES,
    MOST_PACKAGE_BYTES,
    Manifest,
    SealedFile,
)
from question_bank.formats.package_archive import (
    MANIFEST_HEADER_BYTES,
    MANIFEST_NAME,
    SIGNATURE_BYTES,
    SIGNATURE_HEADER_BYTES,
    SIGNATURE_NAME,
    ArchiveFrame,
    archive_frame,
    archive_members,
    parse_manifest_header,
)
from question_bank.sealing.errors import PackageDamagedError
from question_bank.sealing.stream_seal import ByteReader, fill


class PackageSource(Protocol):
    """What a package is read from."""

    def manifest_bytes(self) -> bytes:
        """Return the manifest as it lies there; at most MOST_MANIFEST_BYTES."""
        ...

    def signature_bytes(self) -> bytes:
        """Return the 64 bytes of the signature."""
        ...

    def require_layout(self, manifest: Manifest) -> None:
        """Return if there is exactly what the manifest names, nothing beside it.

        Raises:
            PackageDamagedError: there is not.
        """
        ...

    def open_sealed(self, entry: SealedFile) -> AbstractContextManager[ByteReader]:
        """Return a reader over exactly the bytes of a sealed file, for `with`."""
        ...


class ArchiveSource:
    """An .exam file; the caller keeps it open, see `open_archive`."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._size_bytes = os.fstat(file.fileno()).st_size
        if self._size_bytes > MOST_PACKAGE_BYTES:
            found = f"{self._size_bytes} bytes, at most {MOST_PACKAGE_BYTES}"
            raise FormatError("package", found)
        header = self._read(0, min(MANIFEST_HEADER_BYTES, self._size_bytes))
        self._manifest = self._read(
            MANIFEST_HEADER_BYTES, parse_manifest_header(header)
        )
        start = MANIFEST_HEADER_BYTES + len(self._manifest) + SIGNATURE_HEADER_BYTES
        self._signature = self._read(start, SIGNATURE_BYTES)
        self._frame: ArchiveFrame | None = None

    def manifest_bytes(self) -> bytes:
        """Return the manifest."""
        return self._manifest

    def signature_bytes(self) -> bytes:
        """Return the signature."""
        return self._signature

    def require_layout(self, manifest: Manifest) -> None:
        """Compare every byte that is not a member's with what the manifest asks."""
        members = archive_members(self._manifest, self._signature, manifest.files)
        frame = archive_frame(members)
        if frame.size_bytes != self._size_bytes:
            found = f"{self._size_bytes} bytes, expected {frame.size_bytes}"
            raise PackageDamagedError("package", found)
        for member, offset, header in zip(
            members, frame.offsets, frame.headers, strict=True
        ):
            if self._read(offset, len(header)) != header:
                raise PackageDamagedError(member.name, "another header than expected")
        if self._read(frame.directory_offset, len(frame.directory)) != frame.directory:
            raise PackageDamagedError("package", "another directory than expected")
        self._frame = frame
        self._index = {entry.name: at for at, entry in enumerate(manifest.files, 2)}

    @contextmanager
    def open_sealed(self, entry: SealedFile) -> Iterator[ByteReader]:
        """Return a reader over one member."""
        if self._frame is None:
            raise RuntimeError("require_layout comes first")
        offset = self._frame.content_offset(self._index[entry.name])
        yield _Section(self._file, offset, entry.size_bytes)

    def _read(self, offset: int, length: int) -> bytes:
        if offset + length > self._size_bytes:
            raise PackageDamagedError("package", f"cut at {self._size_bytes} bytes")
        buffer = bytearray(length)
        section = _Section(self._file, offset, length)
        if fill(section, memoryview(buffer)) < length:
            raise PackageDamagedError("package", f"cannot be read at {offset}")
        return bytes(buffer)


class FolderSource:
    """A folder with manifest, signature and sealed files under their own names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def manifest_bytes(self) -> bytes:
        """Return the manifest."""
        return self._small_file(MANIFEST_NAME, MOST_MANIFEST_BYTES)

    def signature_bytes(self) -> bytes:
        """Return the signature."""
        return self._small_file(SIGNATURE_NAME, SIGNATURE_BYTES)

    def require_layout(self, manifest: Manifest) -> None:
        """Check that each sealed file is there as a plain file of its size."""
        for entry in manifest.files:
            with self._open(entry.name) as file:
                found = os.fstat(file.fileno()).st_size
            if found != entry.size_bytes:
                expected = f"{found} bytes, expected {entry.size_bytes}"
                raise PackageDamagedError(entry.name, expected)

    @contextmanager
    def open_sealed(self, entry: SealedFile) -> Iterator[ByteReader]:
        """Return a reader over one file."""
        with self._open(entry.name) as file:
            yield file

    def _small_file(self, name: str, most_bytes: int) -> bytes:
        with self._open(name) as file:
            size_bytes = os.fstat(file.fileno()).st_size
            if size_bytes > most_bytes:
                raise FormatError(name, f"{size_bytes} bytes, at most {most_bytes}")
            return file.readall()

    @contextmanager
    def _open(self, name: str) -> Iterator[FileIO]:
        try:
            file = open_plain_file(self._folder / name, follow_links=False)
        except OSError as error:
            found = error.strerror or "cannot be opened"
            raise PackageDamagedError(name, found) from error
        with file:
            yield file


@contextmanager
def open_archive(path: Path) -> Iterator[ArchiveSource]:
    """Open an .exam file for reading.

    Raises:
        FormatError: not a plain file, or it does not begin as a package.
        PackageDamagedError: cut within its manifest.
        OSError: it cannot be opened.
    """
    with open_plain_file(path, follow_links=True) as file:
        yield ArchiveSource(file)


def open_plain_file(path: Path, *, follow_links: bool) -> FileIO:
    """Open a regular file unbuffered; never a device, a pipe or (if told) a link.

    Raises:
        FormatError: it is something else than a plain file.
        OSError: it cannot be opened.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    if not follow_links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FormatError(path.name, "not a plain file")
    return FileIO(descriptor, "rb")


class _Section:
    """A stretch of a file, read from its start; others may read the file meanwhile."""

    def __init__(self, file: FileIO, offset: int, length: int) -> None:
        self._file = file
        self._offset = offset
        self._end = offset + length

    def readinto(self, buffer: memoryview, /) -> int:
        wanted = min(len(buffer), self._end - self._offset)
        if not wanted:
            return 0
        count = _read_at(self._file, buffer[:wanted], self._offset)
        self._offset += count
        return count


if hasattr(os, "preadv"):

    def _read_at(file: FileIO, buffer: memoryview, offset: int) -> int:
        return os.preadv(file.fileno(), [buffer], offset)

else:  # Windows

    def _read_at(file: FileIO, buffer: memoryview, offset: int) -> int:
        file.seek(offset)
        return file.readinto(buffer)
