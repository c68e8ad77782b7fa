"""The store opens safe, or not at all."""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from kiosk.errors import StoreTooNewError, StoreUnreadableError, StoreUnsafeError
from kiosk.storage.connection import open_connection, transaction
from tests.builders.stores import STORE_KEY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def test_the_store_really_runs_wal_with_synchronous_full(path: Path) -> None:
    for _ in range(2):
        connection = open_connection(path, STORE_KEY)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        connection.close()


def test_a_store_that_would_not_run_wal_is_refused() -> None:
    # In memory SQLite has no WAL and says so only when asked: so does a file system
    # that cannot share memory.
    with pytest.raises(StoreUnsafeError, match="journal_mode=memory"):
        open_connection(Path(":memory:"), STORE_KEY)


def test_another_key_opens_nothing_and_changes_nothing(path: Path) -> None:
    open_connection(path, STORE_KEY).close()
    before = path.read_bytes()

    with pytest.raises(StoreUnreadableError):
        open_connection(path, bytes(32))

    assert path.read_bytes() == before


def test_nothing_on_the_disk_is_readable(path: Path) -> None:
    connection = open_connection(path, STORE_KEY)
    connection.execute("INSERT INTO kept VALUES ('manifest', ?)", (b"plain words",))
    files = [*path.parent.iterdir()]
    assert len(files) == 3
    for file in files:
        content = file.read_bytes()
        assert b"plain words" not in content
        assert b"journal_entry" not in content
    assert not path.read_bytes().startswith(b"SQLite format 3")
    connection.close()


def test_a_key_of_another_length_is_a_bug(path: Path) -> None:
    with pytest.raises(ValueError, match="31 bytes"):
        open_connection(path, bytes(31))


def test_a_store_of_a_newer_program_is_refused(path: Path) -> None:
    connection = open_connection(path, STORE_KEY)
    connection.execute("UPDATE store_version SET oldest_program_schema = 99")
    connection.close()

    with pytest.raises(StoreTooNewError):
        open_connection(path, STORE_KEY)


def test_a_newer_store_that_old_programs_may_open_is_opened(path: Path) -> None:
    connection = open_connection(path, STORE_KEY)
    connection.execute("UPDATE store_version SET schema_version = 99")
    connection.close()

    open_connection(path, STORE_KEY).close()


def test_after_a_failed_transaction_the_connection_is_usable(path: Path) -> None:
    connection = open_connection(path, STORE_KEY)
    statement = "INSERT INTO kept VALUES ('photo', x'00'), ('photo', x'00')"
    with pytest.raises(sqlcipher.Error), transaction(connection):
        connection.execute(statement)

    with transaction(connection):
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    connection.close()


def test_a_reader_reads_while_it_is_written_and_cannot_write(path: Path) -> None:
    writer = open_connection(path, STORE_KEY)
    reader = open_connection(path, STORE_KEY, is_reader=True)

    with transaction(writer):
        writer.execute("INSERT INTO kept VALUES ('photo', x'00')")
        assert reader.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    assert reader.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    with pytest.raises(sqlcipher.Error):
        reader.execute("DELETE FROM kept")
    reader.close()
    writer.close()


def test_a_reader_makes_no_store(path: Path) -> None:
    with pytest.raises(StoreUnreadableError):
        open_connection(path, STORE_KEY, is_reader=True)

    assert not path.exists()


def test_a_file_that_is_no_store_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"not a store" * 1000)

    with pytest.raises(StoreUnreadableError):
        open_connection(path, STORE_KEY)

    assert path.read_bytes() == b"not a store" * 1000


def test_a_folder_that_is_not_there_is_an_unreadable_store(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreadableError):
        open_connection(tmp_path / "nowhere" / "store.db", STORE_KEY)
