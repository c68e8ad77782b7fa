"""The members of a QTI source: a content package (.zip), a folder, or one item alone.

Nothing is unpacked and nothing is written. Every name is checked before anything is
read: a package with a name that leaves it, a link, a device, an encrypted or repeated
member is refused whole. Sizes that a package states are not believed: reading stops at
the limit that the caller gives.

Source:
    PKWARE, APPNOTE 6.3.10 (general purpose flags, external attributes).
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Protocol

from question_bank.exchange.errors import QtiError
from question_bank.exchange.qti_names import (
    MOST_MEMBERS,
    member_name,
    name_problem,
    require_names,
)
from question_bank.sealing.package_sources import open_plain_file

MANIFEST = "imsmanifest.xml"
MOST_PACKAGE_BYTES = 4 * 1024**3
MOST_UNPACKED_BYTES = 8 * 1024**3
"""All members together, as the package states them."""

_ENCRYPTED = 0x1 | 0x40 | 0x2000
_LOCAL_HEADER_BYTES = 30
_IGNORED = re.compile(r"(?:^|/)(?:__MACOSX(?:/|$)|\.DS_Store$|Thumbs\.db$|\._)")
_READ_BYTES = 1 << 20


class QtiFiles(Protocol):
    """What a QTI source is read from; names have / between folders."""

    def held(self) -> AbstractContextManager[object]:
        """Return what keeps the source open for many readings, for `with`."""
        ...

    def names(self) -> frozenset[str]:
        """Return the names of all members."""
        ...

    def has(self, name: str) -> bool:
        """Return whether there is such a member."""
        ...

    def size_bytes(self, name: str) -> int:
        """Return what the source states as the size of a member."""
        ...

    def read(self, name: str, *, most_bytes: int) -> bytes:
        """Return a member's bytes.

        Raises:
            QtiError: it is larger than `most_bytes`, damaged, or not a plain file.
            KeyError: there is no such member.
        """
        ...


def open_qti(path: Path) -> QtiFiles:
    """Return the members of a .zip, of a folder, or the file itself as the only one.

    Raises:
        QtiError: no source, or one that is refused as a whole; `.where` names the member.
        OSError: it cannot be opened.
    """
    if path.is_dir():
        return FolderFiles(path)
    with open_plain_file(path, follow_links=True) as file:
        start = file.read(4) or b""
    if start[:2] == b"PK":
        return ZipFiles(path)
    if path.suffix.lower() == ".zip":
        raise QtiError(
            path.name,
            "不是 .zip 压缩包，或文件开头缺失",
            "not a .zip archive, or its beginning is missing",
        )
    return SingleFile(path)


def _too_large(name: str, most_bytes: int, stated: int | None = None) -> QtiError:
    found = f"more than {most_bytes}" if stated is None else f"{stated}"
    return QtiError(
        name,
        f"超过 {most_bytes} 字节"
        if stated is None
        else f"{stated} 字节，最多 {most_bytes}",
        f"{found} bytes" + ("" if stated is None else f", at most {most_bytes}"),
    )


class ZipFiles:
    """A .zip; when it is not held it is opened anew for each reading."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: zipfile.ZipFile | None = None
        if path.stat().st_size > MOST_PACKAGE_BYTES:
            raise _too_large(path.name, MOST_PACKAGE_BYTES)
        with self._open() as archive:
            members = [
                member
                for member in archive.infolist()
                if not (member.is_dir() or _IGNORED.search(member.orig_filename))
            ]
            if any(
                name_problem(member_name(member).rstrip("/"))
                for member in archive.infolist()
                if member.is_dir()
            ):
                raise QtiError(
                    path.name,
                    "其中有文件夹的名称指向压缩包之外",
                    "a folder with a name that leaves the package",
                )
            start_of_directory = archive.start_dir
        require_names([member_name(member) for member in members])
        for member in members:
            _require_plain(member)
        _require_apart(members, start_of_directory)
        if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
            raise QtiError(
                path.name,
                f"解压后超过 {MOST_UNPACKED_BYTES} 字节",
                f"more than {MOST_UNPACKED_BYTES} bytes unpacked",
            )
        self._members: Mapping[str, zipfile.ZipInfo] = {
            member_name(member): member for member in members
        }
        # As zipfile reads them: right where a name really is of code page 437.
        self._also = {member.orig_filename: member for member in members}

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the archive open: its directory is long and is read at each opening."""
        with self._open() as archive:
            self._held = archive
            try:
                yield
            finally:
                self._held = None

    def names(self) -> frozenset[str]:
        """Return the names of all members."""
        return frozenset(self._members)

    def has(self, name: str) -> bool:
        """Return whether there is such a member."""
        return name in self._members or name in self._also

    def size_bytes(self, name: str) -> int:
        """Return what the archive states."""
        return self._member(name).file_size

    def read(self, name: str, *, most_bytes: int) -> bytes:
        """Return a member's bytes, no more than `most_bytes` whatever is stated."""
        member = self._member(name)
        if member.file_size > most_bytes:
            raise _too_large(name, most_bytes, member.file_size)
        pieces: list[bytes] = []
        length = 0
        try:
            with self._open() as archive, archive.open(member) as file:
                while piece := file.read(_READ_BYTES):
                    pieces.append(piece)
                    length += len(piece)
                    if length > most_bytes:
                        raise _too_large(name, most_bytes)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise QtiError(
                name, f"压缩数据损坏（{error}）", f"damaged in the archive: {error}"
            ) from error
        if length != member.file_size:
            raise QtiError(
                name,
                f"实际 {length} 字节，压缩包目录写的是 {member.file_size}",
                f"{length} bytes, stated {member.file_size}",
            )
        return b"".join(pieces)

    def _member(self, name: str) -> zipfile.ZipInfo:
        return self._members[name] if name in self._members else self._also[name]

    @contextmanager
    def _open(self) -> Iterator[zipfile.ZipFile]:
        if self._held is not None:
            yield self._held
            return
        try:
            archive = zipfile.ZipFile(self._path)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
            raise QtiError(
                self._path.name,
                f"不是完整的 .zip 压缩包（{error}）",
                f"not a whole .zip archive: {error}",
            ) from error
        with archive:
            yield archive


def _require_plain(member: zipfile.ZipInfo) -> None:
    name = member_name(member)
    if member.flag_bits & _ENCRYPTED:
        raise QtiError(
            name,
            "已加密，请不设密码重新打包",
            "is encrypted; pack it without a password",
        )
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        raise QtiError(
            name, "是链接或设备，不是文件", "is a link or a device, not a file"
        )
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise QtiError(
            name,
            f"压缩方法 {member.compress_type} 不支持，请用普通的 zip（deflate）",
            f"is packed by method {member.compress_type}; use deflate",
        )


def _require_apart(members: list[zipfile.ZipInfo], end: int) -> None:
    """Refuse members that share bytes: the trick by which a small file gets endless."""
    placed = sorted(members, key=lambda member: member.header_offset)
    starts = [member.header_offset for member in placed] + [end]
    for member, next_start in zip(placed, starts[1:], strict=True):
        least = member.header_offset + _LOCAL_HEADER_BYTES + member.compress_size
        if least > next_start:
            raise QtiError(
                member.orig_filename, "与另一个文件重叠", "overlaps another member"
            )


class FolderFiles:
    """An unpacked package; links are not followed, not even to a file inside."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        found: list[str] = []
        waiting = [folder]
        while waiting:
            for entry in sorted(waiting.pop().iterdir()):
                name = entry.relative_to(folder).as_posix()
                if _IGNORED.search(name):
                    continue
                if entry.is_symlink():
                    raise QtiError(
                        name,
                        "是链接，请放入文件本身",
                        "is a link; put the file itself there",
                    )
                if entry.is_dir():
                    waiting.append(entry)
                elif entry.is_file():
                    found.append(name)
                if len(found) > MOST_MEMBERS:
                    raise QtiError(
                        "folder",
                        f"超过 {MOST_MEMBERS} 个文件",
                        f"more than {MOST_MEMBERS} files",
                    )
        require_names(found)
        self._names = frozenset(found)

    def held(self) -> AbstractContextManager[object]:
        """Return nothing to hold: each file is opened by itself."""
        return nullcontext()

    def names(self) -> frozenset[str]:
        """Return the names of all files."""
        return self._names

    def has(self, name: str) -> bool:
        """Return whether there is such a member."""
        return name in self._names

    def size_bytes(self, name: str) -> int:
        """Return the size of a file."""
        return (self._folder / name).stat().st_size

    def read(self, name: str, *, most_bytes: int) -> bytes:
        """Return a file's bytes."""
        if name not in self._names:
            raise KeyError(name)
        return _read_file(self._folder / name, name, most_bytes)


class SingleFile:
    """One item file; media beside it are its members too, as far as it names them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def held(self) -> AbstractContextManager[object]:
        """Return nothing to hold: each file is opened by itself."""
        return nullcontext()

    def names(self) -> frozenset[str]:
        """Return the file's own name; what lies beside it is had by name only."""
        return frozenset({self._path.name})

    def has(self, name: str) -> bool:
        """Return whether it is the file or a plain file in its folder or below."""
        if name_problem(name):
            return False
        here = self._path.parent
        try:
            for part in name.split("/"):
                here = here / part
                if here.is_symlink() and name != self._path.name:
                    return False
            return here.is_file()
        except OSError:  # a name that this system cannot even look up
            return False

    def size_bytes(self, name: str) -> int:
        """Return the size of a file."""
        return (self._path.parent / name).stat().st_size

    def read(self, name: str, *, most_bytes: int) -> bytes:
        """Return a file's bytes."""
        return _read_file(self._path.parent / name, name, most_bytes)


def _read_file(path: Path, name: str, most_bytes: int) -> bytes:
    try:
        with open_plain_file(path, follow_links=False) as file:
            raw = file.read(most_bytes + 1) or b""
            while len(raw) <= most_bytes and (more := file.read(most_bytes + 1)):
                raw += more
    except OSError as error:
        raise QtiError(
            name,
            f"无法打开（{error.strerror or '读取失败'}）",
            error.strerror or "cannot be read",
        ) from error
    if len(raw) > most_bytes:
        raise _too_large(name, most_bytes)
    return raw
