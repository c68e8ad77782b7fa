"""A damaged store still gives its newest entries, and never one that does not chain."""

from pathlib import Path

import pytest

from kiosk.errors import StoreUnreadableError
from kiosk.storage.connection import open_connection
from kiosk.storage.journal_salvage import salvaged_after
from kiosk.storage.journal_store import JournalStore
from question_bank.formats.journal_entry import JournalHead, empty_head
from tests.builders.journals import SITTING, a_started as started, a_text, sealed
from tests.builders.stores import STORE_KEY, chained

PAGE = 4096


@pytest.fixture
def store(tmp_path: Path) -> tuple[Path, list[bytes], list[JournalHead]]:
    """A store of eighty entries, most of them several to a page; raws and heads."""
    journal = sealed([started(), *(a_text("字" * 300 + str(i)) for i in range(79))])
    pairs = chained(journal)
    path = tmp_path / "store.db"
    connection = open_connection(path, STORE_KEY)
    JournalStore(connection, SITTING).append(pairs)
    JournalStore(connection, SITTING).settle()
    connection.close()
    heads = [empty_head(SITTING)]
    heads += [JournalHead(entry.seq, entry_hash) for entry, entry_hash in pairs]
    return path, [entry.raw for entry in journal], heads


def damage(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[page * PAGE + 99] ^= 0xFF
    path.write_bytes(bytes(content))


def reads(path: Path) -> bool:
    """Return whether the seat would go on with this store as it is."""
    try:
        connection = open_connection(path, STORE_KEY)
    except StoreUnreadableError:
        return False
    try:
        JournalStore(connection, SITTING).all_entries()
    except StoreUnreadableError:
        return False
    finally:
        connection.close()
    return True


def test_what_follows_the_servers_head_is_read(
    store: tuple[Path, list[bytes], list[JournalHead]],
) -> None:
    path, raws, heads = store
    assert salvaged_after(path, STORE_KEY, heads[70]) == raws[70:]
    assert salvaged_after(path, STORE_KEY, heads[80]) == []


def test_older_pages_may_be_damaged(
    store: tuple[Path, list[bytes], list[JournalHead]],
) -> None:
    path, raws, heads = store
    pages = path.stat().st_size // PAGE
    spared = 0
    for page in range(1, pages):
        whole = path.read_bytes()
        damage(path, page)
        found = salvaged_after(path, STORE_KEY, heads[70])
        assert found == raws[70 : 70 + len(found)]
        spared += found == raws[70:] and not reads(path)
        path.write_bytes(whole)
    assert spared > pages / 3


def test_another_branch_is_not_taken_for_a_continuation(
    store: tuple[Path, list[bytes], list[JournalHead]],
) -> None:
    path, _, heads = store
    assert salvaged_after(path, STORE_KEY, JournalHead(70, bytes(32))) == []
    assert heads[70].hash != bytes(32)


def test_a_store_that_does_not_open_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"\xee" * PAGE * 4)
    assert salvaged_after(tmp_path / "store.db", STORE_KEY, empty_head(SITTING)) == []
    assert salvaged_after(tmp_path / "none.db", STORE_KEY, empty_head(SITTING)) == []
