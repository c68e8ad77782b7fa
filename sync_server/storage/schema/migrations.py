"""Bringing a database from any older schema to the newest, a step a transaction.

A migration is `<database>/NNNN_what_it_does.sql` in this folder: statements separated
by an empty line, the first line `-- oldest program: N`, the oldest program (counted by
the newest migration that it knows) that may still open the database afterwards.
A released file is never edited.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from sqlalchemy import Connection, Table, func, insert, inspect, select

from question_bank.errors import FormatError
from sync_server.clock import utc_text
from sync_server.errors import SchemaTooNewError, StorageFailedError
from sync_server.storage.connection import Database
from sync_server.storage.schema.columns import METADATA, text, whole

schema_migration = Table(
    "schema_migration",
    METADATA,
    whole("number", primary_key=True, autoincrement=False),
    text("name"),
    text("sha256"),
    whole("oldest_program"),
    text("applied_utc"),
    sqlite_strict=True,
)
"""Which migrations this database has had."""

_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
_OLDEST = re.compile(r"-- oldest program: (\d+)\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step. `oldest_program`: the oldest that may open the database after it."""

    number: int
    name: str
    oldest_program: int
    sql: str

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements in order, without comment lines."""
        parts = (
            "\n".join(x for x in part.splitlines() if not x.startswith("--")).strip()
            for part in self.sql.split("\n\n")
        )
        return tuple(part for part in parts if part)


def all_migrations(backend: str) -> tuple[Migration, ...]:
    """Return the migrations of `sqlite` or `postgresql`, in order."""
    folder = resources.files("sync_server.storage.schema") / backend
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return tuple(
        parse_migration(name, (folder / name).read_text("utf-8")) for name in found
    )


def parse_migration(name: str, sql: str) -> Migration:
    """Return a migration file's parts.

    Raises:
        FormatError: the name or the first line is not as it must be.
    """
    number, oldest = _NAME.fullmatch(name), _OLDEST.match(sql)
    if number is None or oldest is None:
        raise FormatError(name, "not NNNN_what_it_does.sql with its oldest program")
    return Migration(
        number=int(number[1]), name=name, oldest_program=int(oldest[1]), sql=sql
    )


def migrate(database: Database, now: datetime) -> None:
    """Apply what is missing, each step in one transaction with its record.

    Raises:
        SchemaTooNewError: a newer program wrote it and shut older ones out.
        StorageFailedError: a step failed; the steps before it are in force.
    """
    known = all_migrations(database.url.get_backend_name())
    with database.reading() as connection:
        done = _newest(connection)
        _refuse_too_new(connection, done, newest_known=known[-1].number)
    for migration in known:
        if migration.number > done:
            _apply(database, migration, now)


def _newest(connection: Connection) -> int:
    if not inspect(connection).has_table(schema_migration.name):
        return 0
    return connection.scalar(select(func.max(schema_migration.c.number))) or 0


def _refuse_too_new(connection: Connection, done: int, *, newest_known: int) -> None:
    if done <= newest_known:
        return
    oldest = connection.scalar(select(func.max(schema_migration.c.oldest_program)))
    if oldest is None or oldest > newest_known:
        raise SchemaTooNewError(
            f"the database has schema {done} for programs from {oldest} on,"
            f" this program knows {newest_known}"
        )


def _apply(database: Database, migration: Migration, now: datetime) -> None:
    with database.writing() as connection:
        if _newest(connection) >= migration.number:
            return  # another process was faster
        for statement in migration.statements:
            connection.exec_driver_sql(statement)
        connection.execute(
            insert(schema_migration).values(
                number=migration.number,
                name=migration.name,
                sha256=hashlib.sha256(migration.sql.encode()).hexdigest(),
                oldest_program=migration.oldest_program,
                applied_utc=utc_text(now),
            )
        )
        if _newest(connection) != migration.number:
            raise StorageFailedError(f"{migration.name} left no record")
