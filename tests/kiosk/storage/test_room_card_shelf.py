"""Sealed room cards on a seat's disk: the newest few, each whole or as it was."""

import os
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.errors import DiskLowError, SeatStorageError
from kiosk.storage.room_card_shelf import MOST_CARDS, RoomCardShelf
from question_bank.sealing.room_card_seal import room_card_sha256

ONE, OTHER = UUID(int=1), UUID(int=2)


def test_a_card_is_kept_replaced_and_thrown_away(tmp_path: Path) -> None:
    shelf = RoomCardShelf(tmp_path)
    shelf.save(ONE, b"first")
    shelf.save(ONE, b"second")

    assert shelf.load(ONE) == b"second"
    assert shelf.sha256(ONE) == room_card_sha256(b"second")
    shelf.remove(ONE)
    shelf.remove(ONE)
    assert shelf.load(ONE) is None
    assert shelf.sha256(ONE) == b""


def test_only_its_owner_reads_a_card(tmp_path: Path) -> None:
    RoomCardShelf(tmp_path).save(ONE, b"sealed")

    (path,) = (tmp_path / "room-cards").iterdir()
    assert path.stat().st_mode & 0o077 == 0


def test_the_oldest_go_when_there_are_many(tmp_path: Path) -> None:
    shelf = RoomCardShelf(tmp_path)
    for number in range(MOST_CARDS + 2):
        uuid = UUID(int=number)
        shelf.save(uuid, b"card")
        path = tmp_path / "room-cards" / f"{uuid}.card"
        os.utime(path, ns=(number, number))
    shelf.save(ONE, b"card")

    kept = shelf.room_sessions()
    assert len(kept) == MOST_CARDS
    assert kept[:2] == (ONE, UUID(int=MOST_CARDS + 1))


def test_foreign_files_are_no_cards(tmp_path: Path) -> None:
    shelf = RoomCardShelf(tmp_path)
    assert shelf.room_sessions() == ()
    shelf.save(OTHER, b"card")
    (tmp_path / "room-cards" / "notes.card").write_bytes(b"?")

    assert shelf.room_sessions() == (OTHER,)


def test_a_nearly_full_disk_keeps_its_room_for_answers(tmp_path: Path) -> None:
    with pytest.raises(DiskLowError):
        RoomCardShelf(tmp_path, lambda _: False).save(ONE, b"card")


def test_a_disk_that_refuses_is_one_of_our_errors(tmp_path: Path) -> None:
    (tmp_path / "room-cards").write_bytes(b"a file where the folder should be")

    with pytest.raises(SeatStorageError):
        RoomCardShelf(tmp_path).save(ONE, b"card")
