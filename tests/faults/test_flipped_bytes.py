"""R10: one byte of each page is changed, and files are cut: found, never a wrong answer.

The seat's store is SQLCipher: every page has an HMAC, so each change is found when the
page is read. The server's database is plain SQLite, which notices only what breaks its
structure: there the journal's own hash chain (and SQLite's integrity check) must find
every change of an entry; a change elsewhere may stay unseen (docs/decisions/0173).

How the second copy comes back is test_second_copies.py's.
"""

import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.storage.connection import DRIVER_ERRORS, open_connection
from kiosk.storage.journal_store import JournalStore
from question_bank.errors import ExamRoomError
from question_bank.formats.journal_entry import (
    empty_head,
    head_after,
    parse_journal_entry,
)
from question_bank.identifiers import SittingUuid
from tests.builders.journals import SITTING, a_journal
from tests.builders.seat_side import an_entry
from tests.builders.stores import chained

pytestmark = pytest.mark.timeout(1800)

KEY = bytes(range(32))
PAGE_BYTES = 4096
CUT_BYTES = 512
ENTRIES = 300
SEED = 20261122


def a_seat_store(path: Path) -> list[bytes]:
    """Make a settled store with a journal; return its entries."""
    journal = a_journal(ENTRIES)
    connection = open_connection(path, KEY)
    store = JournalStore(connection, SITTING)
    store.append(chained(journal))
    store.settle()
    connection.close()
    path.with_name(path.name + "-wal").unlink(missing_ok=True)
    return [entry.raw for entry in journal]


def read_seat_store(path: Path, whole: list[bytes]) -> str:
    """Return how the damage was noticed, "same", or "WRONG".

    "found" when the entries are read, "checked" by SQLCipher's check of every page: a
    page that holds no entry is not read for one.
    """
    try:
        connection = open_connection(path, KEY)
        try:
            found = list(JournalStore(connection, SITTING).all_entries())
            check = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        finally:
            connection.close()
    except ExamRoomError:
        return "found"
    except DRIVER_ERRORS:
        return "found"
    if found != whole:
        return "WRONG"
    return "same" if check == [("ok",)] or not check else "checked"


def damaged_copies(good: bytes, rng: random.Random) -> list[tuple[str, bytes]]:
    """Return the file with a byte changed in each page, and cut at every 512 B."""
    copies = []
    for start in range(0, len(good), PAGE_BYTES):
        flipped = bytearray(good)
        place = start + rng.randrange(min(PAGE_BYTES, len(good) - start))
        flipped[place] ^= rng.randint(1, 255)
        copies.append(("flip", bytes(flipped)))
    cuts = range(CUT_BYTES, len(good), CUT_BYTES)
    copies += [("cut", good[:end]) for end in cuts]
    return copies


def test_every_change_of_a_seats_store_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "store.db"
    whole = a_seat_store(path)
    good = path.read_bytes()
    rng = random.Random(SEED)

    found: Counter[str] = Counter()
    for kind, content in damaged_copies(good, rng):
        for old in tmp_path.glob("store.db*"):
            old.unlink()
        path.write_bytes(content)
        found[f"{kind} {read_seat_store(path, whole)}"] += 1

    with capsys.disabled():
        print(f"\nR10 seat's store of {len(good)} bytes: {dict(sorted(found.items()))}")
    assert found["flip WRONG"] == found["cut WRONG"] == 0
    pages = -(-len(good) // PAGE_BYTES)
    assert found["flip found"] + found["flip checked"] == pages
    assert found["flip same"] == found["cut same"] == 0


# ---------------------------------------------------------------- the server


SCHEMA = """
CREATE TABLE journal_entry (sitting_id INTEGER NOT NULL, seq INTEGER NOT NULL,
  hash BLOB NOT NULL, entry BLOB NOT NULL, PRIMARY KEY (sitting_id, seq))
"""
SITTINGS = [SittingUuid(UUID(int=number)) for number in range(1, 9)]


def a_server_database(path: Path) -> None:
    """Make a database with journals of eight sittings, as the server keeps them."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(SCHEMA)
        rng = random.Random(SEED)
        for number, sitting in enumerate(SITTINGS):
            head = empty_head(sitting)
            for seq in range(1, 41):
                body = rng.randbytes(rng.choice((80, 160, 6_000)))
                entry = an_entry(sitting, seq, body=body)
                head = head_after(head, entry)
                row = (number, seq, head.hash, entry.raw)
                connection.execute("INSERT INTO journal_entry VALUES (?,?,?,?)", row)


def verify_database(path: Path) -> list[tuple[int, int, bytes]]:
    """Return all entries of chains that hold.

    Raises:
        sqlite3.DatabaseError, ExamRoomError, ValueError: the damage was noticed.
    """
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise ValueError("integrity_check")
        rows = connection.execute(
            "SELECT sitting_id, seq, hash, entry FROM journal_entry"
            " ORDER BY sitting_id, seq"
        ).fetchall()
    heads = [empty_head(sitting) for sitting in SITTINGS]
    for number, seq, entry_hash, raw in rows:
        heads[number] = head_after(heads[number], parse_journal_entry(raw))
        if heads[number].hash != entry_hash or heads[number].seq != seq:
            raise ValueError(f"chain of {number} at {seq}")
    return [(number, seq, raw) for number, seq, _, raw in rows]


def test_every_change_of_an_entry_at_the_server_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, spare = tmp_path / "server.db", tmp_path / "spare.db"
    a_server_database(spare)
    whole, good = verify_database(spare), spare.read_bytes()
    rng = random.Random(SEED)

    found: Counter[str] = Counter()
    for kind, content in damaged_copies(good, rng):
        path.write_bytes(content)
        try:
            rows = verify_database(path)
        except (
            sqlite3.DatabaseError,
            ExamRoomError,
            ValueError,
            IndexError,
            TypeError,
        ):
            found[f"{kind} found"] += 1
        else:
            found[f"{kind} {_harm(rows, whole)}"] += 1

    with capsys.disabled():
        print(
            f"\nR10 server database of {len(good)} bytes: {dict(sorted(found.items()))}"
        )
    assert found["flip WRONG"] == found["cut WRONG"] == 0


def _harm(
    rows: list[tuple[int, int, bytes]], whole: list[tuple[int, int, bytes]]
) -> str:
    """Say whether all that is there is right: a journal's end may be missing."""
    if rows == whole:
        return "harmless (no entry changed)"
    return "shorter" if set(rows) <= set(whole) else "WRONG"
