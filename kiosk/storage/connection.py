"""The one place that opens a sitting's encrypted store, and checks that it is safe.

The driver's errors end here and in the stores: they are not sqlite3's classes.

Source:
    docs/decisions/0130-seat-store-wal-full.md: why WAL with synchronous=FULL; NORMAL
    lost acknowledged answers in 363 of 500 simulated power cuts.
    SQLCipher API: raw keys (`x'…'`), cipher_log_level.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from kiosk.errors import (
    SeatStorageError,
    StoreTooNewError,
    StoreUnreadableError,
    StoreUnsafeError,
)
from kiosk.storage.durable_file import flush_folder

SCHEMA_VERSION = 1
"""The newest schema that this program knows."""

BUSY_TIMEOUT_MS = 5000
"""Only the sync thread reads beside the writer, and in WAL readers block nobody."""

CHECKPOINT_PAGES = 4000
"""16 MB of WAL, some thousand answers: fewer stalls for a checkpoint than SQLite's 1,000."""

DRIVER_ERRORS: tuple[type[Exception], ...] = (sqlcipher.Error,)

Connection = Any
"""sqlcipher3 has no stubs; what we call of it is sqlite3.Connection's."""

_SYNCHRONOUS_FULL = 2
_KEY_BYTES = 32


def open_connection(
    path: Path, store_key: bytes, *, is_reader: bool = False
) -> Connection:
    """Open a store, making it if need be; for one thread, which closes it.

    Args:
        store_key: 32 bytes, used raw: no slow derivation at each open.
        is_reader: Whether this connection only reads (the sync thread's).

    Raises:
        StoreUnreadableError: damaged, or another key.
        StoreUnsafeError: it would not run WAL with synchronous=FULL.
        StoreTooNewError: a newer program wrote it.
        SeatStorageError: the folder's names can't be made durable.
    """
    if len(store_key) != _KEY_BYTES:
        raise ValueError(f"a store key of {len(store_key)} bytes")
    if is_reader and not path.exists():
        raise StoreUnreadableError("there is no store to read")
    try:
        connection = sqlcipher.connect(str(path), isolation_level=None)
    except DRIVER_ERRORS as error:
        raise StoreUnreadableError("the store's file does not open") from error
    try:
        _prepare(connection, store_key)
        _require_safe(connection)
        _migrate(connection, is_reader=is_reader)
        if is_reader:
            connection.execute("PRAGMA query_only = ON")
        else:
            # SQLite overlooks an error in this very step (R5): the journal from before
            # the WAL would be back after a power cut and roll everything back.
            flush_folder(path.parent)
    except DRIVER_ERRORS as error:
        connection.close()
        raise StoreUnreadableError(f"the store does not open: {error}") from error
    except (StoreUnsafeError, StoreTooNewError, SeatStorageError):
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Run a block as one transaction; after a failure the connection is usable again."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # When the disk is full SQLite has rolled back by itself: a blind ROLLBACK would
        # raise a second error that hides the first.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _prepare(connection: Connection, store_key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # first, or stderr fills
    # Malformed hex would silently be taken for a passphrase; bytes.hex() cannot be.
    connection.execute(f"PRAGMA key = \"x'{store_key.hex()}'\"")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the key fits
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}").fetchone()


def _require_safe(connection: Connection) -> None:
    """Read back what was asked for: a file system may refuse WAL without an error."""
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if mode != "wal" or synchronous != _SYNCHRONOUS_FULL:
        raise StoreUnsafeError(f"journal_mode={mode}, synchronous={synchronous}")
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise StoreUnsafeError("the store would not be encrypted")


def _migrate(connection: Connection, *, is_reader: bool) -> None:
    """Bring an older store up, a step a transaction; refuse one that is too new."""
    version, oldest = _versions(connection)
    if oldest > SCHEMA_VERSION:
        raise StoreTooNewError(f"schema {version}, this program knows {SCHEMA_VERSION}")
    if version >= SCHEMA_VERSION or is_reader:
        return
    for script in sorted(
        (file for file in _schema_folder().iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    ):
        if int(script.name[:4]) > version:
            # One script is one transaction, together with its record in store_version.
            text = script.read_text("utf-8")
            connection.executescript(f"BEGIN IMMEDIATE;\n{text}\nCOMMIT;")


def _schema_folder() -> Any:  # noqa: ANN401 - importlib's Traversable moved in 3.14
    return files("kiosk.storage") / "schema"


def _versions(connection: Connection) -> tuple[int, int]:
    """Return (schema version, oldest schema a program must know); zeros when empty."""
    known = connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'store_version'"
    ).fetchone()
    if known is None:
        return 0, 0
    row = connection.execute(
        "SELECT schema_version, oldest_program_schema FROM store_version"
    ).fetchone()
    return int(row[0]), int(row[1])
