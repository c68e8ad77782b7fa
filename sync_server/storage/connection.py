"""Opening the server's database: how it must run, transactions, drivers' errors.

SQLite by default: WAL and synchronous=FULL, read back at each opening, because
acknowledged answers were lost with NORMAL in simulated power cuts. PostgreSQL by URL.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from sync_server.errors import (
    StorageFailedError,
    StorageFullError,
    StorageUnsafeError,
)
from sync_server.storage.write_turns import WriteTurns

BUSY_TIMEOUT_MS = 10_000
"""How long SQLite waits for another process, such as a backup."""

CHECKPOINT_PAGES = 4000
"""WAL pages (4 KiB) between checkpoints: 16 MB, so that bursts of ingest don't stop for one."""

_SYNCHRONOUS_FULL = 2
_FULL_SIGNS = ("database or disk is full", "No space left on device", "disk I/O error")


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file."""
    return f"sqlite:///{path}"


class Database:
    """The server's database. For all threads; each transaction has its own connection."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._turns = WriteTurns() if self.is_sqlite else None
        self._readers = self._engine("BEGIN")
        self._writers = self._engine("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._readers.dispose()
        self._writers.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database; nothing is changed.

        Raises:
            StorageFailedError: the database did not answer.
        """
        with _translated(), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in one transaction; when this returns, power may fail.

        An exception inside takes everything back. IntegrityError goes through: the
        store that asked knows what it means.

        Raises:
            StorageFullError: no room; nothing was changed.
            StorageFailedError: the database refused; nothing was changed.
        """
        with _translated(), self._turn(), self._writers.begin() as connection:
            yield connection

    def _turn(self) -> AbstractContextManager[None]:
        return self._turns if self._turns is not None else nullcontext()

    def _engine(self, begin: str) -> Engine:
        engine = create_engine(self.url, pool_size=8, max_overflow=16)
        if self.is_sqlite:
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(
                engine, "begin", lambda connection: connection.exec_driver_sql(begin)
            )
        else:
            event.listen(engine, "connect", _check_postgresql)
        return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set a new connection up and read back what keeps answers safe."""
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None  # we say BEGIN ourselves, see _engine
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if mode != "wal" or synchronous != _SYNCHRONOUS_FULL:
        raise StorageUnsafeError(
            f"journal_mode is {mode} and synchronous {synchronous},"
            f" expected wal and {_SYNCHRONOUS_FULL}"
        )


def _check_postgresql(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Refuse a server that acknowledges before its disk has it."""
    cursor = connection.cursor()
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        cursor.execute(f"SHOW {setting}")
        found = cursor.fetchone()
        if not found or found[0] not in {"on", "remote_apply", "remote_write"}:
            raise StorageUnsafeError(f"{setting} is {found}, expected on")
    cursor.close()
    connection.rollback()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except (OperationalError, DBAPIError) as error:
        found = str(error.orig)
        if any(sign in found for sign in _FULL_SIGNS):
            raise StorageFullError(found) from error
        raise StorageFailedError(found) from error
