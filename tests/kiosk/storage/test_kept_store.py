"""Named values beside the journal, for a restart without a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import JournalWriteError, StoreUnreadableError
from kiosk.storage.connection import Connection, open_connection
from kiosk.storage.kept_store import KeptName, KeptStore
from tests.builders.stores import STORE_KEY


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    connection = open_connection(tmp_path / "store.db", STORE_KEY)
    yield connection
    connection.close()


def test_what_was_kept_is_there_after_a_restart(
    connection: Connection, tmp_path: Path
) -> None:
    KeptStore(connection).save({KeptName.CONTENT_KEY: b"k", KeptName.CANDIDATE: b"{}"})
    connection.close()

    kept = KeptStore(open_connection(tmp_path / "store.db", STORE_KEY))

    assert kept.load(KeptName.CONTENT_KEY) == b"k"
    assert kept.load(KeptName.PHOTO) is None


def test_a_value_is_replaced_and_all_are_kept_or_none(connection: Connection) -> None:
    kept = KeptStore(connection)
    kept.save({KeptName.CANDIDATE: b"old"})
    connection.execute("PRAGMA query_only = ON")

    with pytest.raises(JournalWriteError):
        kept.save({KeptName.CANDIDATE: b"new", KeptName.PHOTO: b"p"})

    assert kept.load(KeptName.CANDIDATE) == b"old"
    connection.execute("PRAGMA query_only = OFF")
    kept.save({KeptName.CANDIDATE: b"new"})
    assert kept.load(KeptName.CANDIDATE) == b"new"


def test_a_damaged_store_is_told(connection: Connection) -> None:
    connection.execute("DROP TABLE kept")

    with pytest.raises(StoreUnreadableError):
        KeptStore(connection).load(KeptName.PHOTO)
