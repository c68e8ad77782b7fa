"""A whole site in one encrypted file, taken while the server runs, and put back.

A tar with the database as it stood at one moment, the keys, and the sealed packages. The
server's own certificate is not in it: each machine gets its own from the site's
authority, and seats know the authority and the name, not the machine.

What is not sealed never leaves the data folder: the copy of the database that is taken
first lies there, for its owner only, until it is sealed.
"""

import io
import os
import re
import shutil
import tarfile
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from question_bank.errors import FormatError
from sync_server.errors import (
    SiteExistsError,
    SiteMissingError,
    StorageFailedError,
    StorageFullError,
)
from sync_server.keys.backup_seal import open_backup, seal_backup
from sync_server.keys.key_files import sync_folder
from sync_server.keys.site_keys import CARD_FILE, KEPT_FILES, make_server_certificate
from sync_server.services.data_folder import DataFolder
from sync_server.services.new_site import SITE_CARD_FILE
from sync_server.storage.order_numbers import leave_room_for_lost_orders
from sync_server.storage.snapshot import (
    copy_sqlite,
    kept_package_folders,
    require_sound,
)

_ALLOWED = re.compile(
    r"server\.db|site-card\.json|server\.toml|keys/[a-z.]+"
    r"|packages/[A-Za-z0-9._-]+/[A-Za-z0-9._-]+"
)
"""Names that a restore writes, and so the only ones that a backup may take."""

RESERVE_BYTES = 256 * 1024 * 1024
"""What the copy leaves free in the data folder: answers come in meanwhile."""


def back_up(root: Path, target: Path, passphrase: str) -> None:
    """Write the site of a data folder into a new file; the server may run on.

    Raises:
        SiteMissingError: there is no site.
        FormatError: the file exists already, or a package's file has a name that no
            restore would take.
        StorageFullError: no room for the copy; nothing was written.
        StorageFailedError: the database could not be copied.
    """
    folder = DataFolder(root)
    if not (folder.keys / CARD_FILE).exists() or not folder.database.exists():
        raise SiteMissingError(f"{root}: no site with a SQLite database")
    if target.exists():
        raise FormatError(target.name, "exists already; name a new file")
    _require_free(folder)
    new = target.with_name(target.name + ".new")
    with tempfile.TemporaryDirectory(dir=folder.root, prefix=".backing-up-") as work:
        copy = Path(work) / "server.db"
        copy.touch(mode=0o600)
        copy_sqlite(folder.database, copy)
        members = tuple(_members(folder, copy))
        _require_restorable(members)
        try:
            with new.open("wb") as file:
                _seal_tar(iter(members), file, passphrase)
                file.flush()
                os.fsync(file.fileno())
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)
    sync_folder(target.parent)


def restore(source: Path, root: Path, passphrase: str) -> None:
    """Put a site back into a folder that holds none; all or nothing.

    Raises:
        SiteExistsError: the folder is not empty.
        FormatError, WrongPassphraseError, SealBrokenError: the file is not believed.
    """
    if root.exists() and any(root.iterdir()):
        raise SiteExistsError(f"{root} is not empty")
    root.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".restoring-", dir=root.parent))
    try:
        _unpack(open_backup(source, passphrase), work)
        folder = DataFolder(work)
        for path in (folder.database, folder.keys / CARD_FILE):
            if not path.exists():
                raise FormatError(source.name, f"holds no {path.name}")
        require_sound(folder.database)
        leave_room_for_lost_orders(folder.database)
        folder.packages.mkdir(exist_ok=True)
        make_server_certificate(folder.keys, ())
        if root.exists():
            root.rmdir()
        work.rename(root)
        sync_folder(root.parent)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _members(folder: DataFolder, database: Path) -> Iterator[tuple[str, Path]]:
    yield "server.db", database
    for name in KEPT_FILES:
        yield f"keys/{name}", folder.keys / name
    for path in (folder.root / SITE_CARD_FILE, folder.settings):
        if path.exists():
            yield path.name, path
    for name in kept_package_folders(database):
        for path in sorted((folder.packages / name).rglob("*")):
            if path.is_file():
                yield f"packages/{path.relative_to(folder.packages).as_posix()}", path


def _require_free(folder: DataFolder) -> None:
    wal = folder.database.with_name(folder.database.name + "-wal")
    size_bytes = sum(x.stat().st_size for x in (folder.database, wal) if x.exists())
    free_bytes = shutil.disk_usage(folder.root).free
    if free_bytes < size_bytes + RESERVE_BYTES:
        raise StorageFullError(
            f"{free_bytes} bytes free in the data folder; the copy of the database"
            f" needs {size_bytes} and leaves {RESERVE_BYTES}"
        )


def _require_restorable(members: Iterable[tuple[str, Path]]) -> None:
    for name, _ in members:
        if not _is_allowed(name):
            raise FormatError(
                "data folder", f"holds {name[:80]!r}, no restore takes it"
            )


def _is_allowed(name: str) -> bool:
    return _ALLOWED.fullmatch(name) is not None and ".." not in name


def _seal_tar(
    members: Iterator[tuple[str, Path]], target: io.BufferedWriter, passphrase: str
) -> None:
    """Seal a tar while it is being written: nothing of it lies in the clear."""
    read_end, write_end = os.pipe()
    failed: list[Exception] = []

    def write_tar() -> None:
        try:
            with (
                os.fdopen(write_end, "wb") as pipe,
                tarfile.open(fileobj=pipe, mode="w|") as tar,
            ):
                for name, path in members:
                    tar.add(path, arcname=name, recursive=False)
        except OSError as error:
            failed.append(error)

    writer = threading.Thread(target=write_tar, name="backup-tar")
    writer.start()
    try:
        with os.fdopen(read_end, "rb") as pipe:
            seal_backup(pipe, target, passphrase)
    finally:
        writer.join()
    if failed:
        raise StorageFailedError(f"the backup is not whole: {failed[0]}") from failed[0]


class _Chunks(io.RawIOBase):
    """Reads an iterator of chunks like a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _unpack(chunks: Iterator[bytes], folder: Path) -> None:
    reader = io.BufferedReader(_Chunks(chunks))
    try:
        with tarfile.open(fileobj=reader, mode="r|") as tar:
            for member in tar:
                _unpack_file(tar, member, folder)
    except tarfile.TarError as error:
        raise FormatError("backup", f"not a tar inside: {error}") from error
    while reader.read(1024 * 1024):
        pass  # to the authenticated end


def _unpack_file(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    name = member.name
    if not member.isfile() or not _is_allowed(name):
        raise FormatError("backup", f"holds {name[:80]!r}")
    path = folder.joinpath(*PurePosixPath(name).parts)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = tar.extractfile(member)
    assert content is not None
    mode = 0o600 if name != SITE_CARD_FILE else 0o644
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb"
    ) as file:
        shutil.copyfileobj(content, file, 1024 * 1024)
        file.flush()
        os.fsync(file.fileno())
