"""Rows are only ever added, in order, all or none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from kiosk.errors import JournalWriteError, StoreUnreadableError
from kiosk.storage.connection import Connection, open_connection
from kiosk.storage.journal_store import MOST_READ_BYTES, JournalStore, write_reason
from question_bank.formats.entry_bodies import Body
from question_bank.formats.journal_entry import JournalHead, empty_head
from question_bank.journal.chain import verify_chain
from tests.builders.journals import SITTING, a_journal, a_started, a_text, sealed
from tests.builders.stores import STORE_KEY, chained

JOURNAL = a_journal(9)
HEAD = verify_chain(SITTING, JOURNAL)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    connection = open_connection(tmp_path / "store.db", STORE_KEY)
    yield connection
    connection.close()


@pytest.fixture
def store(connection: Connection) -> JournalStore:
    return JournalStore(connection, SITTING)


def test_an_empty_store_stands_before_entry_one(store: JournalStore) -> None:
    assert store.head() == empty_head(SITTING)
    assert store.all_entries() == ()
    assert store.entries_after(0) == ()


def test_what_was_appended_is_there_byte_by_byte(store: JournalStore) -> None:
    store.append(chained(JOURNAL[:4]))
    store.append(chained(JOURNAL)[4:])
    store.append([])

    assert store.head() == HEAD
    assert store.all_entries() == tuple(entry.raw for entry in JOURNAL)
    assert store.entries_after(6) == tuple(entry.raw for entry in JOURNAL[6:])
    assert store.entries_after(2, most_entries=2) == (JOURNAL[2].raw, JOURNAL[3].raw)


def test_the_chains_hash_is_known_at_every_entry(store: JournalStore) -> None:
    store.append(chained(JOURNAL))

    assert store.hash_at(0) == empty_head(SITTING).hash
    assert [store.hash_at(seq) for seq in range(1, 10)] == [
        entry_hash for _, entry_hash in chained(JOURNAL)
    ]
    assert store.hash_at(10) is None


@pytest.mark.parametrize("part", [slice(1, 3), slice(4, 5), slice(0, 3)])
def test_a_gap_or_a_repeat_is_refused_whole(store: JournalStore, part: slice) -> None:
    store.append(chained(JOURNAL)[:1] if part.start != 1 else [])

    with pytest.raises(ValueError, match="entry"):
        store.append(chained(JOURNAL)[part])

    assert store.head().seq == (0 if part.start == 1 else 1)


def test_a_gap_inside_stores_nothing(store: JournalStore) -> None:
    pairs = chained(JOURNAL)

    with pytest.raises(ValueError, match="entry 3, not 2"):
        store.append([pairs[0], pairs[2]])

    assert store.head().seq == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET raw = x'00' WHERE seq = 2",
        "DELETE FROM journal_entry WHERE seq = 9",
        "INSERT INTO journal_entry VALUES (11, x'00', zeroblob(32))",
        "INSERT INTO journal_entry VALUES (5, x'00', zeroblob(32))",
        "INSERT OR REPLACE INTO journal_entry VALUES (5, x'00', zeroblob(32))",
        "INSERT INTO journal_entry VALUES (10, x'00', zeroblob(31))",
        "INSERT INTO journal_entry VALUES (10, 'text', zeroblob(32))",
    ],
)
def test_not_even_sql_by_hand_changes_the_journal(
    connection: Connection, store: JournalStore, statement: str
) -> None:
    store.append(chained(JOURNAL))

    with pytest.raises(sqlcipher.Error):
        connection.execute(statement)

    assert store.all_entries() == tuple(entry.raw for entry in JOURNAL)


def test_a_full_disk_stores_nothing_and_says_so_and_goes_on_when_there_is_room(
    connection: Connection, store: JournalStore
) -> None:
    store.append(chained(JOURNAL)[:1])
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    long = sealed([a_started(), a_text("字" * 20_000)])

    with pytest.raises(JournalWriteError) as refused:
        store.append(_after(store.head(), long))

    assert refused.value.reason == "disk_full"
    assert refused.value.retryable
    assert store.head().seq == 1
    connection.execute("PRAGMA max_page_count = 1000000").fetchone()
    store.append(chained(JOURNAL)[1:])
    assert store.head() == HEAD


def _after(head: JournalHead, journal: list) -> list:  # type: ignore[type-arg]
    return [pair for pair in chained(journal) if pair[0].seq > head.seq]


def test_a_disk_that_only_reads_is_named(connection: Connection) -> None:
    connection.execute("PRAGMA query_only = ON")
    store = JournalStore(connection, SITTING)

    with pytest.raises(JournalWriteError) as refused:
        store.append(chained(JOURNAL))

    assert refused.value.reason == "read_only"


def test_other_failures_have_words_of_their_own() -> None:
    assert write_reason(sqlcipher.OperationalError("anything")) == "io"


def test_a_read_gives_at_most_one_batch_of_bytes(store: JournalStore) -> None:
    big: list[Body] = [a_started(), *(a_text("字" * 60_000) for _ in range(30))]
    store.append(chained(sealed(big)))

    first = store.entries_after(0)

    assert sum(map(len, first)) <= MOST_READ_BYTES
    assert len(first) + len(store.entries_after(len(first))) == 31


def test_a_damaged_page_is_found_and_never_read_as_an_answer(tmp_path: Path) -> None:
    journal = a_journal(200)
    path = tmp_path / "store.db"
    connection = open_connection(path, STORE_KEY)
    JournalStore(connection, SITTING).append(chained(journal))
    connection.close()
    content = bytearray(path.read_bytes())
    found = 0
    for page in range(0, len(content), 4096):
        damaged = bytearray(content)
        damaged[page + 1000] ^= 1
        path.write_bytes(damaged)
        try:
            connection = open_connection(path, STORE_KEY)
        except StoreUnreadableError:
            found += 1
            continue
        try:
            raws = JournalStore(connection, SITTING).all_entries()
        except StoreUnreadableError:
            found += 1
        else:
            assert raws == tuple(entry.raw for entry in journal)
        finally:
            connection.close()
    assert found >= 0.7 * len(content) / 4096


def test_settling_leaves_an_empty_wal(
    connection: Connection, store: JournalStore, tmp_path: Path
) -> None:
    store.append(chained(JOURNAL))

    store.settle()

    assert (tmp_path / "store.db-wal").stat().st_size == 0
    assert store.head() == HEAD


def test_settling_beside_a_reader_that_holds_on_is_refused(
    connection: Connection, store: JournalStore, tmp_path: Path
) -> None:
    reader = open_connection(tmp_path / "store.db", STORE_KEY, is_reader=True)
    store.append(chained(JOURNAL)[:1])
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM journal_entry").fetchone()
    store.append(chained(JOURNAL)[1:])
    connection.execute("PRAGMA busy_timeout = 1")

    with pytest.raises(JournalWriteError):
        store.settle()

    reader.close()
