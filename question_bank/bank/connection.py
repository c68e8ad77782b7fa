"""The one place that opens a bank's file, and where the driver's errors end.

A bank may lie on a stick: WAL with synchronous=FULL, so that what was answered as done
survives a power cut; without memory mapping, so that a pulled stick is an error and not a
crash. The last program to close the bank leaves one file behind.

Source:
    SQLite: "Write-Ahead Logging" (read-only databases), "Database File Format" 1.3,
    "Result and Error Codes". docs/decisions/0210-sqlite-utils-makes-the-schema.md.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self
from urllib.parse import quote

from question_bank.bank.errors import (
    BankBusyError,
    BankDamagedError,
    BankError,
    BankFileError,
    BankFullError,
    BankReadOnlyError,
    BankTooNewError,
)
from question_bank.bank.migrations import apply_schema
from question_bank.bank.refusals import damaged, does_not_open, never_made, not_text

SCHEMA_VERSION = 1
"""The newest schema that this program knows."""

APPLICATION_ID = 0x4558424B
"""`EXBK` in the file's header: an exam bank and no other SQLite file."""

BUSY_TIMEOUT_MS = 10_000
"""A long import of another program may hold the bank; readers never wait."""

CACHE_KIB = 32_768
"""Holds the lists of 50,000 items."""

Row = tuple[Any, ...]
"""What the driver gives; the schema says what stands in it."""

Value = str | int | bytes | None

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_SYNCHRONOUS_FULL = 2

_FULL = ("the disk is full", "磁盘已满")
_READ_ONLY = ("the bank cannot be written to", "题库无法写入")
_BUSY = ("another program is writing to the bank", "另一个程序正在写入题库")
_NOT_OPEN = ("the file does not open", "文件无法打开")
_ERRORS: tuple[tuple[str, type[BankError], tuple[str, str]], ...] = (
    ("SQLITE_FULL", BankFullError, _FULL),
    ("SQLITE_READONLY", BankReadOnlyError, _READ_ONLY),
    ("SQLITE_BUSY", BankBusyError, _BUSY),
    ("SQLITE_LOCKED", BankBusyError, _BUSY),
    ("SQLITE_NOTADB", BankDamagedError, ("the file is no database", "不是数据库文件")),
    ("SQLITE_CORRUPT", BankDamagedError, ("the file is damaged", "文件已损坏")),
    (
        "SQLITE_IOERR",
        BankDamagedError,
        ("the disk does not read or write", "磁盘读写出错"),
    ),
    ("SQLITE_CANTOPEN", BankFileError, _NOT_OPEN),
    ("SQLITE_PERM", BankFileError, _NOT_OPEN),
    ("SQLITE_AUTH", BankFileError, _NOT_OPEN),
)


class BankConnection:
    """An open bank file. For one thread; `close` or leave the context at the end."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close; the last one to do so folds the WAL into the file."""
        self._connection.close()

    def rows(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """Return all rows of a query.

        Raises:
            BankError: the leaf that says why it could not be read.
        """
        with self._errors_named():
            return self._connection.execute(statement, values).fetchall()

    def each_row(self, statement: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """Yield the rows of a query one by one, for those that are too many to hold.

        Raises:
            BankError: the leaf that says why it could not be read.
        """
        with self._errors_named():
            cursor = self._connection.execute(statement, values)
        while True:
            with self._errors_named():
                found = cursor.fetchmany(200)
            if not found:
                return
            yield from found

    def row(self, statement: str, values: Sequence[Value] = ()) -> Row | None:
        """Return the first row of a query, or None.

        Raises:
            BankError: the leaf that says why it could not be read.
        """
        with self._errors_named():
            found: Row | None = self._connection.execute(statement, values).fetchone()
        return found

    def write(self, statement: str, values: Sequence[Value] = ()) -> int:
        """Run one change within `transaction`; return the key of the row it made.

        Raises:
            BankError: the leaf that says why it was refused.
        """
        assert self._connection.in_transaction, "changes stand in a transaction"
        with self._errors_named():
            return self._connection.execute(statement, values).lastrowid or 0

    def write_all(self, statement: str, values: Iterable[Sequence[Value]]) -> None:
        """Run one change for each of the values, within `transaction`.

        Raises:
            BankError: the leaf that says why it was refused.
        """
        assert self._connection.in_transaction, "changes stand in a transaction"
        with self._errors_named():
            self._connection.executemany(statement, values)

    def open_blob(self, table: str, column: str, key: int) -> BinaryIO:
        """Open a stored blob for reading in pieces; the caller closes it."""
        with self._errors_named():
            return self._connection.blobopen(table, column, key, readonly=True)  # type: ignore[return-value] # a Blob reads, seeks and closes as a BinaryIO does

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a block as one transaction: all of it is durable at the end, or nothing.

        Within another one the block is part of that.

        Raises:
            BankError: the leaf that says why it was refused; the bank is as it was.
        """
        if self._is_in_transaction():
            yield
            return
        with self._errors_named():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with self._errors_named():
                self._connection.execute("COMMIT")
        except BaseException:
            # On a full disk SQLite has rolled back by itself: a blind ROLLBACK would
            # raise a second error that hides the first.
            if self._is_in_transaction():
                self._connection.execute("ROLLBACK")
            raise

    def tidy(self) -> None:
        """Put each table's pages side by side: after a large import a cold disk reads less.

        Raises:
            BankError: the disk refused; the bank is as it was.
        """
        with self._errors_named():
            self._connection.execute("VACUUM")

    def _is_in_transaction(self) -> bool:
        return self._connection.in_transaction

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError as error:
            # Every promise of the schema is checked before: this is a bug, or a file
            # that somebody else has written to.
            raise damaged(self.path, str(error)) from error
        except sqlite3.Error as error:
            raise bank_error(self.path, error) from error
        except (
            UnicodeEncodeError
        ) as error:  # a half character, or bytes of another encoding
            raise not_text() from error


def bank_error(path: Path, error: sqlite3.Error) -> BankError:
    """Return what a person is told about the driver's error."""
    name = str(getattr(error, "sqlite_errorname", ""))
    for prefix, kind, words in _ERRORS:
        if name.startswith(prefix):
            english, chinese = words
            return kind(
                f"{path.name}: {english} ({error})",
                f"{path.name}：{chinese}（{error}）",
            )
    return damaged(path, str(error))


def create_file(path: Path) -> BankConnection:
    """Make a bank's file with its tables; whoever calls fills the table `bank`.

    Raises:
        BankFileError: it is there already, or cannot be made.
    """
    try:  # for its owner only: the keys of all items stand in it
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise BankFileError(
            f"{path}: a file of this name is there", f"{path}：已有同名文件"
        ) from error
    except OSError as error:
        raise does_not_open(path, error) from error
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        _prepare(connection, is_reader=False)
        apply_schema(connection)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        # Last: a file without it is no bank, so a half made one is never taken for one.
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    except sqlite3.Error as error:
        connection.close()
        remove_file(path)
        raise bank_error(path, error) from error
    return BankConnection(path, connection)


def remove_file(path: Path) -> None:
    """Remove a bank that was only half made."""
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def open_file(path: Path, *, is_reader: bool = False) -> BankConnection:
    """Open an existing bank.

    Args:
        is_reader: Whether nothing will be changed; works on a read-only disk too.

    Raises:
        BankFileError: no such file, or none of ours.
        BankTooNewError: a newer program wrote it.
        BankDamagedError: it is cut off, or does not read.
        BankReadOnlyError: it was to be written to and cannot be.
    """
    _require_bank_file(path)
    if not is_reader and not _may_write(path):
        raise BankReadOnlyError(
            f"{path}: file or folder cannot be written to",
            f"{path}：文件或所在文件夹不可写",
        )
    connection = _connected(path, "rw" if _may_write(path) else "ro")
    try:
        _prepare(connection, is_reader=is_reader)
    except sqlite3.OperationalError as error:
        connection.close()
        if not is_reader or _has_wal(path):
            raise bank_error(path, error) from error
        # A bank at rest on a read-only disk: there is nowhere to put the WAL's index,
        # and nothing that could change the file while it is read.
        connection = _connected(path, "ro&immutable=1")
    except sqlite3.Error as error:
        connection.close()
        raise bank_error(path, error) from error
    opened = BankConnection(path, connection)
    try:
        _require_version(opened)
    except BankError:
        opened.close()
        raise
    return opened


def _may_write(path: Path) -> bool:
    """Return whether file and folder may be written to.

    A reader too opens them so where it may: what only reads cannot tidy the WAL away.
    """
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    try:
        return sqlite3.connect(uri, uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise bank_error(path, error) from error


def _has_wal(path: Path) -> bool:
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def _prepare(connection: sqlite3.Connection, *, is_reader: bool) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("PRAGMA foreign_keys = ON")
    if is_reader:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA synchronous = FULL")
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    # A network drive refuses WAL without an error; its rollback journal is safe too.
    if mode not in {"wal", "delete"} or synchronous != _SYNCHRONOUS_FULL:
        raise sqlite3.OperationalError(f"journal {mode}, synchronous {synchronous}")


def _require_bank_file(path: Path) -> None:
    """Look at the header before SQLite does: foreign files stay untouched."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
            size_bytes = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise does_not_open(path, error) from error
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise BankFileError(f"{path}: not an item bank", f"{path}：不是题库文件")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise BankFileError(
            f"{path}: a database, but not an item bank", f"{path}：是数据库，但不是题库"
        )
    page_bytes = int.from_bytes(header[16:18], "big")
    page_bytes = 65_536 if page_bytes == 1 else page_bytes
    pages = int.from_bytes(header[28:32], "big")
    if not _has_wal(path) and size_bytes < pages * page_bytes:
        whole_bytes = pages * page_bytes
        raise BankDamagedError(
            f"{path}: cut off, {size_bytes} bytes, its header says {whole_bytes}",
            f"{path}：文件不完整，现有 {size_bytes} 字节，应有 {whole_bytes} 字节",
        )


def _require_version(connection: BankConnection) -> None:
    row = connection.row("SELECT schema_version, oldest_program_schema FROM bank")
    if row is None:
        raise never_made(connection.path)
    version, oldest = int(row[0]), int(row[1])
    if oldest > SCHEMA_VERSION:
        raise BankTooNewError(
            f"{connection.path}: schema {version}, this program knows up to"
            f" {SCHEMA_VERSION}",
            f"{connection.path}：题库格式为第 {version} 版，本程序只支持到第"
            f" {SCHEMA_VERSION} 版",
        )
