"""Room kept for answers: given up in time, made again, and nothing else may have it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

from kiosk.errors import DiskLowError, JournalWriteError
from kiosk.storage.connection import Connection
from kiosk.storage.disk_reserve import (
    DISK_FULL,
    DISK_LOW,
    DiskReserve,
    DiskWatch,
)
from kiosk.storage.journal_writer import JournalWriter
from kiosk.storage.package_shelf import FolderShelf
from tests.builders.journals import (
    BODY_KEY,
    SITTING,
    a_draft,
    a_started,
    a_text,
    room_wrap,
)
from tests.builders.stores import Heard, opener
from tests.fakes.hand_clock import HandClock

RESERVE = 1024 * 1024
NAME = "room-for-answers.reserve"
Disk = Callable[[float], None]


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Sets how much room there is, in reserves."""

    def set_room(reserves: float) -> None:
        usage = SimpleNamespace(free=int(reserves * RESERVE))
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)

    set_room(100)
    return set_room


@pytest.fixture
def reserve(tmp_path: Path, disk: Disk) -> DiskReserve:
    reserve = DiskReserve(tmp_path, RESERVE)
    assert reserve.look() == ""
    return reserve


@pytest.mark.expects_logs("kiosk.storage.disk_reserve")
def test_a_filling_disk_warns_gives_the_reserve_up_and_takes_it_back(
    tmp_path: Path, disk: Disk, reserve: DiskReserve
) -> None:
    told = []
    for room in (100, 3.9, 0.5, 0.2, 1.2, 1.9, 2.1, 100):
        disk(room)
        told.append((room, reserve.look(), (tmp_path / NAME).exists()))

    assert told == [
        (100, "", True),
        (3.9, DISK_LOW, True),
        (0.5, DISK_LOW, True),
        (0.2, DISK_FULL, False),
        (1.2, DISK_FULL, False),
        (1.9, DISK_FULL, False),
        (2.1, DISK_LOW, True),
        (100, "", True),
    ]


def test_the_reserve_really_takes_room(tmp_path: Path, reserve: DiskReserve) -> None:
    assert (tmp_path / NAME).stat().st_blocks * 512 >= RESERVE


@pytest.mark.expects_logs("kiosk.storage.disk_reserve")
def test_room_is_made_only_for_lack_of_room_and_once(
    disk: Disk, reserve: DiskReserve
) -> None:
    assert not reserve.make_room(is_refused=False)
    assert reserve.make_room(is_refused=True)
    assert reserve.code == DISK_FULL
    assert not reserve.make_room(is_refused=True)


def test_without_a_reserve_nothing_is_kept_or_warned_of(
    tmp_path: Path, disk: Disk
) -> None:
    reserve = DiskReserve(tmp_path, 0)
    disk(0)
    assert reserve.look() == ""
    assert not reserve.make_room(is_refused=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_keeps_the_last_word(tmp_path: Path) -> None:
    reserve = DiskReserve(tmp_path / "gone", RESERVE)
    assert reserve.look() == ""
    assert not reserve.has_room_for(1)
    assert not reserve.make_room(is_refused=False)


def test_a_package_waits_while_the_room_is_the_answers(
    tmp_path: Path, disk: Disk, reserve: DiskReserve
) -> None:
    shelf, uuid = FolderShelf(tmp_path, reserve.has_room_for), uuid4()
    shelf.begin(uuid, (b"m", b"s", b"l"))
    shelf.add(uuid, "form", b"first part")
    disk(4)
    with pytest.raises(DiskLowError):
        shelf.add(uuid, "form", b"second part")
    with pytest.raises(DiskLowError):
        shelf.begin(uuid4(), (b"m", b"s", b"l"))
    disk(5)
    shelf.add(uuid, "form", b"second part")
    assert shelf.arrived_bytes(uuid, "form") == len(b"first partsecond part")


@pytest.mark.expects_logs("kiosk.storage.disk_reserve")
def test_a_writer_without_room_writes_into_the_reserve_and_tells_nobody(
    tmp_path: Path, reserve: DiskReserve
) -> None:
    def opened() -> Connection:
        connection = opener(tmp_path)()
        if (tmp_path / NAME).exists():
            connection.execute("PRAGMA max_page_count = 20").fetchone()
        return connection

    heard = Heard()
    writer = JournalWriter(opened, SITTING, BODY_KEY, heard, HandClock(), reserve)
    writer.start()
    writer.submit(a_draft(a_started(), wraps=room_wrap()))
    heard.wait_saved(writer.submit(a_draft(a_text("字" * 30_000))))
    assert writer.stop()

    assert heard.failures == []
    assert reserve.code == DISK_FULL


@pytest.mark.expects_logs("kiosk.storage.journal_writer", "kiosk.storage.disk_reserve")
def test_a_writer_whose_reserve_is_used_up_says_so(
    tmp_path: Path, reserve: DiskReserve
) -> None:
    def opened() -> Connection:
        connection = opener(tmp_path)()
        connection.execute("PRAGMA max_page_count = 20").fetchone()
        return connection

    heard = Heard()
    writer = JournalWriter(opened, SITTING, BODY_KEY, heard, HandClock(), reserve)
    writer.start()
    heard.wait_saved(writer.submit(a_draft(a_started(), wraps=room_wrap())))
    writer.submit(a_draft(a_text("字" * 30_000)))
    error = heard.wait_failed()
    writer.stop()

    assert isinstance(error, JournalWriteError)
    assert error.reason == "disk_full"


def test_the_watch_looks_by_itself_and_ends(tmp_path: Path) -> None:
    looked = DiskReserve(tmp_path, RESERVE)
    watch = DiskWatch(looked, period_s=0.01)
    watch.start()
    watch.stop(5)
    assert (tmp_path / NAME).exists()
