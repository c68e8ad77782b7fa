import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from question_bank.bank.bank import Bank, create_bank, open_bank
from question_bank.bank.connection import APPLICATION_ID, bank_error
from question_bank.bank.errors import (
    BankBusyError,
    BankDamagedError,
    BankFileError,
    BankFullError,
    BankReadOnlyError,
    BankTooNewError,
    TextRefusedError,
)
from question_bank.errors import FormatError
from question_bank.identifiers import ItemId
from tests.builders.bank_records import a_choice_record
from tests.builders.banks import AT, AUTHOR, STANDARD, a_bank, add_items

NOBODY = 65534


@pytest.fixture
def bank_path(tmp_path: Path) -> Path:
    with a_bank(tmp_path) as bank:
        add_items(bank, *(f"q{index}" for index in range(20)))
        return bank.path


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may write everywhere: the test becomes another user for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_bank_that_was_closed_is_one_file(bank_path: Path) -> None:
    with open_bank(bank_path) as bank:
        add_items(bank, "more")
    with open_bank(bank_path, is_reader=True) as bank:
        assert bank.items.has(ItemId("more"))

    assert [path.name for path in bank_path.parent.iterdir()] == [bank_path.name]


def test_a_bank_is_for_its_owner_only(bank_path: Path) -> None:
    assert bank_path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "x.bank"
    path.write_text("something else")

    with pytest.raises(BankFileError):
        create_bank(path, "题库", STANDARD.read_bytes(), AUTHOR, AT)

    assert path.read_text() == "something else"


def test_no_bank_is_made_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(BankFileError):
        create_bank(tmp_path / "no" / "x", "x", STANDARD.read_bytes(), AUTHOR, AT)


@pytest.mark.parametrize(("standard", "by"), [(b"name = 1", AUTHOR), (None, "  ")])
def test_a_bank_that_cannot_be_made_leaves_no_file(
    tmp_path: Path, standard: bytes | None, by: str
) -> None:
    raw = STANDARD.read_bytes() if standard is None else standard
    with pytest.raises((FormatError, TextRefusedError)):
        create_bank(tmp_path / "x", "题库", raw, by, AT)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04", b"SQLite format 3\0", b"x" * 5000], ids=repr
)
def test_what_is_no_bank_is_refused_and_left_alone(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(raw)

    with pytest.raises(BankFileError, match="not an item bank"):
        open_bank(path)

    assert path.read_bytes() == raw


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    before = path.read_bytes()

    with pytest.raises(BankFileError, match="a database, but not an item bank"):
        open_bank(path)

    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["other.db"]


def test_a_missing_file_and_a_folder_are_no_banks(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(BankFileError):
            open_bank(path)


def by_hand(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_a_newer_schema_opens_only_if_it_says_that_we_may(bank_path: Path) -> None:
    by_hand(bank_path, "UPDATE bank SET schema_version = 2")
    with open_bank(bank_path) as bank:
        assert bank.items.count() == 20

    by_hand(bank_path, "UPDATE bank SET oldest_program_schema = 2")
    with pytest.raises(BankTooNewError):
        open_bank(bank_path)


def test_a_bank_that_was_cut_off_is_damaged(bank_path: Path) -> None:
    raw = bank_path.read_bytes()
    bank_path.write_bytes(raw[: len(raw) // 2])

    with pytest.raises(BankDamagedError, match="cut off"):
        open_bank(bank_path)


def test_a_bank_with_overwritten_pages_is_damaged_and_never_a_traceback(
    bank_path: Path,
) -> None:
    raw = bytearray(bank_path.read_bytes())
    for page in range(2, len(raw) // 4096):
        raw[page * 4096 : page * 4096 + 512] = b"\xa5" * 512
    bank_path.write_bytes(raw)

    with pytest.raises(BankDamagedError), open_bank(bank_path) as bank:
        bank.require_undamaged()


def test_an_emptied_bank_table_is_damaged(bank_path: Path) -> None:
    by_hand(bank_path, "DELETE FROM bank")

    with pytest.raises(BankDamagedError):
        open_bank(bank_path)


def test_a_bank_on_a_read_only_disk_is_read_and_not_written() -> None:
    # Not tmp_path: the folders above that are for their owner only.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with a_bank(folder) as bank:
            add_items(bank, "q1")
            path = bank.path
        path.chmod(0o444)
        folder.chmod(0o555)

        with without_rights():
            with open_bank(path, is_reader=True) as bank:
                assert bank.items.count() == 1
            with pytest.raises(BankReadOnlyError):
                open_bank(path)
        folder.chmod(0o755)


def test_a_reader_changes_nothing(bank_path: Path) -> None:
    with (
        open_bank(bank_path, is_reader=True) as bank,
        pytest.raises(BankReadOnlyError),
    ):
        bank.items.add(a_choice_record("new"), AUTHOR, AT)


def test_a_second_writer_is_told_that_the_bank_is_busy(bank_path: Path) -> None:
    with open_bank(bank_path) as first, open_bank(bank_path) as second:
        second._connection._connection.execute("PRAGMA busy_timeout = 1")
        with first.transaction(), pytest.raises(BankBusyError):
            second.items.add(a_choice_record("new"), AUTHOR, AT)

        assert second.items.count() == 20


def test_a_full_disk_leaves_the_bank_as_it_was(bank_path: Path) -> None:
    with open_bank(bank_path) as bank:
        pages = bank._connection.row("PRAGMA page_count")
        assert pages is not None
        bank._connection._connection.execute(f"PRAGMA max_page_count = {pages[0]}")
        with pytest.raises(BankFullError):
            bank.media.add(b"x" * 500_000, "image/png")

        assert bank.items.count() == 20
        bank.require_undamaged()


def test_what_fails_within_a_transaction_takes_all_of_it_back(bank_path: Path) -> None:
    def half(bank: Bank) -> None:
        with bank.transaction():
            add_items(bank, "a", "b")
            raise RuntimeError("in the middle")

    with open_bank(bank_path) as bank:
        with pytest.raises(RuntimeError):
            half(bank)
        head = bank.history.head()

        assert not bank.items.has(ItemId("a"))
        assert head.seq == 21


@pytest.mark.slow  # writes more than SQLite's cache holds, and copies it twice
def test_after_a_power_cut_there_is_all_of_a_change_or_nothing(bank_path: Path) -> None:
    """What lies on the disk at a moment is what a power cut at that moment leaves."""
    cut, done = bank_path.parent / "cut", bank_path.parent / "done"
    with open_bank(bank_path) as bank:
        with bank.transaction():
            add_items(bank, *(f"more{index}" for index in range(300)))
            bank.media.add(b"x" * 40_000_000, "image/png")  # more than the cache holds
            shutil.copytree(bank_path.parent, cut)
        shutil.copytree(bank_path.parent, done, ignore=lambda *_: {"cut"})

    for folder, items in ((cut, 20), (done, 320)):
        assert (folder / f"{bank_path.name}-wal").stat().st_size > 1_000_000
        with open_bank(folder / bank_path.name) as bank:
            assert bank.items.count() == items
            bank.require_undamaged()


def test_the_header_names_an_item_bank(bank_path: Path) -> None:
    assert bank_path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big") == b"EXBK"


def test_an_unknown_error_of_the_driver_is_still_told() -> None:
    assert isinstance(bank_error(Path("x"), sqlite3.Error("?")), BankDamagedError)
