"""The writer thread: saved means durable, in order, and nothing is dropped."""

import resource
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from kiosk.errors import JournalWriteError, StoreUnreadableError
from kiosk.journal.resume import read_journal
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.storage.connection import Connection, open_connection
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.journal_writer import JournalWriter
from question_bank.formats.entry_bodies import EntryKind
from question_bank.items.response import TextResponse
from tests.builders.journals import (
    BODY_KEY,
    ROOM_SECRET,
    SITTING,
    a_draft,
    a_started,
    a_text,
    room_wrap,
)
from tests.builders.stores import STORE_KEY, Heard, opener
from tests.fakes.hand_clock import HandClock


def started() -> EntryDraft:
    return a_draft(a_started(), wraps=room_wrap())


class Seat:
    """A writer on a real store, and what it told."""

    def __init__(self, folder: Path, full_at_pages: int | None = None) -> None:
        self.folder = folder
        self.heard = Heard()
        self.clock = HandClock()
        self.full_at_pages = full_at_pages
        self.is_gone = False
        self.writer = JournalWriter(
            self.open, SITTING, BODY_KEY, self.heard, self.clock
        )
        self.writer.start()

    def open(self) -> Connection:
        if self.is_gone:
            raise StoreUnreadableError("the disk is gone")
        connection = opener(self.folder)()
        if self.full_at_pages is not None:
            limit = f"PRAGMA max_page_count = {self.full_at_pages}"
            connection.execute(limit).fetchone()
        return connection

    def on_disk(self) -> list[str]:
        connection = open_connection(self.folder / "store.db", STORE_KEY)
        raws = JournalStore(connection, SITTING).all_entries()
        connection.close()
        read = read_journal(SITTING, raws, ROOM_SECRET)
        self.text = read.record.responses.get("t1")
        return [entry.header.kind for entry in read.entries]


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    seat = Seat(tmp_path)
    yield seat
    assert seat.writer.stop()


def test_what_is_told_as_saved_is_on_the_disk_with_its_hash(seat: Seat) -> None:
    for index in range(50):
        ticket = seat.writer.submit(a_draft(a_text(str(index))) if index else started())
        saved = seat.heard.wait_saved(ticket)
        connection = open_connection(
            seat.folder / "store.db", STORE_KEY, is_reader=True
        )
        assert JournalStore(connection, SITTING).head() == saved.head
        connection.close()

    assert seat.heard.saved[-1].head.seq == 50


def test_submitting_never_waits_and_all_is_written_in_order(seat: Seat) -> None:
    seat.writer.submit(started())
    for index in range(700):
        seat.writer.submit(a_draft(a_text(str(index))))

    seat.heard.wait_saved(701)
    assert seat.writer.stop()

    assert len(seat.on_disk()) == 701
    assert seat.text == TextResponse(text="699")
    assert len(seat.heard.saved) < 701  # drafts that waited share a transaction


def test_stopping_writes_what_waits(seat: Seat) -> None:
    seat.writer.submit(started())
    for index in range(300):
        seat.writer.submit(a_draft(a_text(str(index))))

    assert seat.writer.stop()

    assert len(seat.on_disk()) == 301


def test_a_writer_that_does_not_run_takes_nothing(tmp_path: Path) -> None:
    writer = JournalWriter(opener(tmp_path), SITTING, BODY_KEY, Heard(), HandClock())
    with pytest.raises(RuntimeError):
        writer.submit(started())
    writer.start()
    writer.stop()
    with pytest.raises(RuntimeError):
        writer.submit(started())


@pytest.mark.slow  # the writer's own second between two tries
@pytest.mark.expects_logs("kiosk.storage.journal_writer")
def test_a_full_disk_is_told_and_saving_goes_on_by_itself_once_there_is_room(
    tmp_path: Path,
) -> None:
    seat = Seat(tmp_path, full_at_pages=20)
    saved = seat.heard.wait_saved(seat.writer.submit(started()))
    seat.writer.submit(a_draft(a_text("字" * 30_000)))

    error = seat.heard.wait_failed()

    assert isinstance(error, JournalWriteError)
    assert error.reason == "disk_full"
    assert seat.heard.saved == [saved]
    seat.clock.pass_ms(30_000)
    last = seat.writer.submit(a_draft(a_text("typed while the disk was full")))
    seat.full_at_pages = 1_000_000
    seat.heard.wait_saved(last)
    seat.heard.wait_recovered()
    assert len(seat.heard.failures) == 1
    assert seat.writer.stop()
    kinds = seat.on_disk()
    assert kinds == ["started", "response_set", "response_set", "write_failed"]
    assert seat.text == TextResponse(text="typed while the disk was full")


@pytest.mark.slow  # the writer's own second between two tries
@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
@pytest.mark.expects_logs("kiosk.storage.journal_writer")
def test_a_file_that_may_not_grow_is_told_and_saving_goes_on_once_it_may(
    seat: Seat,
) -> None:
    saved = seat.heard.wait_saved(seat.writer.submit(started()))
    wal_bytes = (seat.folder / "store.db-wal").stat().st_size
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal_bytes, limits[1]))
    try:
        ticket = seat.writer.submit(a_draft(a_text("字" * 30_000)))
        assert seat.heard.wait_failed().code == "JOURNAL_WRITE"
        assert seat.heard.saved == [saved]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    seat.heard.wait_saved(ticket)
    seat.heard.wait_recovered()
    assert seat.writer.stop()
    assert seat.on_disk() == ["started", "response_set", "write_failed"]


@pytest.mark.slow  # the writer's own second between two tries
@pytest.mark.expects_logs("kiosk.storage.journal_writer")
def test_a_store_that_does_not_open_is_tried_again(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    seat.is_gone = True
    ticket = seat.writer.submit(started())
    assert seat.heard.wait_failed().code == "STORE_UNREADABLE"

    seat.is_gone = False
    seat.heard.wait_saved(ticket)
    seat.heard.wait_recovered()

    assert seat.writer.stop()
    assert seat.on_disk() == [EntryKind.STARTED, EntryKind.WRITE_FAILED]


@pytest.mark.expects_logs("kiosk.storage.journal_writer")
def test_stopping_while_the_disk_refuses_gives_up_after_one_more_try(
    tmp_path: Path,
) -> None:
    seat = Seat(tmp_path)
    seat.is_gone = True
    seat.writer.submit(started())
    seat.heard.wait_failed()

    assert seat.writer.stop()

    assert seat.heard.saved == []


class FailsAtCommit:
    """A connection whose commit says that it failed, though the disk has it."""

    def __init__(self, connection: Connection, fails: list[bool]) -> None:
        self._connection = connection
        self._fails = fails

    def execute(self, statement: str, *rest: object) -> object:
        result = self._connection.execute(statement, *rest)
        if statement == "COMMIT" and self._fails and self._fails.pop():
            raise sqlcipher.OperationalError("disk I/O error")
        return result

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


@pytest.mark.slow  # the writer's own second between two tries
@pytest.mark.expects_logs("kiosk.storage.journal_writer")
def test_entries_that_a_failed_commit_left_on_the_disk_are_not_written_twice(
    tmp_path: Path,
) -> None:
    fails = [True]
    heard = Heard()
    opened: Callable[[], Connection] = opener(tmp_path)
    writer = JournalWriter(
        lambda: FailsAtCommit(opened(), fails), SITTING, BODY_KEY, heard, HandClock()
    )
    writer.start()
    ticket = writer.submit(started())
    heard.wait_failed()
    heard.wait_saved(ticket)
    heard.wait_recovered()

    last = writer.submit(a_draft(a_text("after")))
    assert heard.wait_saved(last).head.seq == 3

    assert writer.stop()
    assert [thread.name for thread in threading.enumerate()].count(
        "journal-writer"
    ) == 0
