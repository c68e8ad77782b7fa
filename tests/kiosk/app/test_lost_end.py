"""A disk that forgot the end of a sitting: the server's copy goes on, a branch never does."""

import shutil
from pathlib import Path

import pytest

from kiosk.app.open_sitting import restore_damaged, resume_after_lost_end
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.seat_parts import SeatParts
from question_bank.formats.journal_entry import (
    JournalHead,
    empty_head,
    head_after,
    parse_journal_entry,
)
from tests.builders.seats import (
    CHOICE,
    SECRET,
    a_seat,
    raws_of,
    run_a_while,
    save,
    start,
)
from tests.fakes.hand_clock import HandClock
from tests.fakes.package_server import BuiltPackage


class Forgetting:
    """A seat that ran a while, and its disk as it was at the sitting's start."""

    def __init__(self, built: BuiltPackage, folder: Path) -> None:
        self.clock = HandClock()
        self.seat: SeatParts = a_seat(built, folder / "seat", self.clock)
        self.ready: ReadySitting = start(built, self.seat)
        assert self.ready.first_draft is not None
        save(self.seat, self.ready, self.ready.first_draft)
        self._store = self.seat.vault.store_path(self.ready.sitting_uuid)
        self._older = folder / "older.db"
        shutil.copy(self._store, self._older)
        self._store.unlink()
        run_a_while(self.seat, self.ready, self.clock)
        self.raws = raws_of(self.seat, self.ready)

    def forget(self) -> None:
        shutil.copy(self._older, self._store)

    def head(self) -> JournalHead:
        head = empty_head(self.ready.sitting_uuid)
        for raw in self.raws:
            head = head_after(head, parse_journal_entry(raw))
        return head

    def resumed(self) -> ReadySitting | None:
        sitting_uuid = self.ready.sitting_uuid
        return resume_after_lost_end(
            self.seat, sitting_uuid, SECRET, self.head(), lambda: self.raws
        )


@pytest.fixture
def disk(built: BuiltPackage, tmp_path: Path) -> Forgetting:
    return Forgetting(built, tmp_path)


def test_a_disk_that_has_everything_goes_on_by_itself(disk: Forgetting) -> None:
    assert disk.resumed() is None


def test_a_disk_that_forgot_goes_on_with_the_servers_copy(disk: Forgetting) -> None:
    disk.forget()

    again = disk.resumed()

    assert again is not None
    assert again.sitting is not None
    assert again.sitting.responses() == {"A-1": CHOICE}
    assert raws_of(disk.seat, again) == disk.raws


def test_what_the_damaged_store_has_beyond_the_servers_copy_goes_on(
    disk: Forgetting,
) -> None:
    sitting_uuid = disk.ready.sitting_uuid

    again = restore_damaged(disk.seat, sitting_uuid, SECRET, disk.raws[:1])

    assert again.sitting is not None
    assert again.sitting.responses() == {"A-1": CHOICE}
