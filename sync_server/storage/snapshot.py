"""A consistent copy of the database while the server writes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sync_server.errors import StorageFailedError


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a live SQLite database as it stands at one moment; writers don't wait.

    Raises:
        StorageFailedError: it could not be read whole, or the copy not be written.
    """
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
    except sqlite3.Error as error:
        raise StorageFailedError(f"copying {source.name}: {error}") from error


def kept_package_folders(path: Path) -> tuple[str, ...]:
    """Return the folders that a copied database says its packages lie in.

    Raises:
        StorageFailedError: it could not be read.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute("SELECT DISTINCT folder FROM exam_package")
            return tuple(sorted(row[0] for row in rows))
    except sqlite3.Error as error:
        raise StorageFailedError(f"{path.name}: {error}") from error


def require_sound(path: Path) -> None:
    """Return if a SQLite file is whole.

    Raises:
        StorageFailedError: it is not.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        raise StorageFailedError(f"{path.name}: {error}") from error
    if found != "ok":
        raise StorageFailedError(f"{path.name}: {found}")
