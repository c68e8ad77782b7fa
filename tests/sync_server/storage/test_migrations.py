import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from question_bank.errors import FormatError
from sync_server.errors import SchemaTooNewError, StorageUnsafeError
from sync_server.storage import connection as opening
from sync_server.storage.connection import Database, sqlite_url
from sync_server.storage.schema.migrations import (
    all_migrations,
    migrate,
    parse_migration,
)
from tests.contracts.schema_text import DIALECTS, schema_sql, tidy

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def a_database(folder: Path) -> Database:
    return Database(sqlite_url(folder / "server.db"))


@pytest.mark.parametrize("backend", sorted(DIALECTS))
def test_the_migrations_make_the_tables_that_the_stores_use(backend: str) -> None:
    [first] = all_migrations(backend)

    assert first.sql == schema_sql(backend)


def test_a_new_database_has_the_schema_and_its_record(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    migrate(database, NOW)
    migrate(database, NOW)

    with database.reading() as connection:
        made = set(
            connection.scalars(text("SELECT sql FROM sqlite_master WHERE sql > ''"))
        )
        records = connection.execute(text("SELECT number FROM schema_migration")).all()
    database.close()

    [first] = all_migrations("sqlite")
    assert {tidy(sql) for sql in made} == {tidy(sql) for sql in first.statements}
    assert [row[0] for row in records] == [1]


def test_a_database_of_a_newer_program_is_not_opened(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    migrate(database, NOW)
    with database.writing() as connection:
        connection.execute(
            text("INSERT INTO schema_migration VALUES (9, 'new', '', 9, '')")
        )

    with pytest.raises(SchemaTooNewError):
        migrate(database, NOW)
    database.close()


def test_a_newer_database_that_says_older_programs_may_is_opened(
    tmp_path: Path,
) -> None:
    database = a_database(tmp_path)
    migrate(database, NOW)
    with database.writing() as connection:
        connection.execute(
            text("INSERT INTO schema_migration VALUES (2, 'new', '', 1, '')")
        )

    migrate(database, NOW)
    database.close()


def test_a_file_that_is_no_migration_is_named() -> None:
    with pytest.raises(FormatError):
        parse_migration("0001_first.sql", "CREATE TABLE t (x)")


def test_every_connection_runs_wal_and_synchronous_full(tmp_path: Path) -> None:
    database = a_database(tmp_path)

    for way in (database.reading, database.writing):
        with way() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    database.close()


def test_a_database_that_would_lose_answers_is_not_opened() -> None:
    memory = sqlite3.connect(":memory:")  # its journal_mode can't be WAL

    with pytest.raises(StorageUnsafeError):
        opening._prepare_sqlite(memory, None)  # type: ignore[arg-type]
    memory.close()
