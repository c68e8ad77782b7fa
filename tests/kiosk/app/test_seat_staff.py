"""Answers go out to a stick only after what is being said has ended."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.seat_staff import SeatStaff
from kiosk.sitting.staff_act import StaffAct
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.staff_view import StaffDeed
from question_bank.formats.order import OrderKind
from tests.kiosk.app.test_resume_desk import ByHand
from tests.kiosk.ui.samples import a_look


class Sitting:
    """A sitting whose take ends when the test says so."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.is_running = True
        self.running = SimpleNamespace(ready=cast("ReadySitting", None), sitting=None)
        self.acts: list[StaffAct] = []
        self.waiting: list[Callable[[], None]] = []

    def act_for_staff(self, act: StaffAct, then: Callable[[], None]) -> None:
        self.acts.append(act)
        self.waiting.append(then)

    def end_take(self) -> None:
        self.window.show_screen(self.window.log_in)  # as a released seat does
        self.waiting.pop()()


@pytest.fixture
def sitting(qtbot: QtBot) -> Iterator[Sitting]:
    window = MainWindow(a_look())
    qtbot.addWidget(window)
    window.show_screen(window.staff)
    yield Sitting(window)
    window.allow_close()


def staff_of(sitting: Sitting, stick: Path) -> SeatStaff:
    seat = SimpleNamespace(stick_folders=(stick,))
    parts: Any = SimpleNamespace(window=sitting.window, background=ByHand(), seat=seat)
    rooms: Any = SimpleNamespace(cards=None)
    nobody: Any = None
    return SeatStaff(parts, nobody, rooms, cast("Any", sitting), nobody, _nothing)


def test_the_log_in_of_a_seat_that_was_released_never_covers_the_stick(
    sitting: Sitting, tmp_path: Path
) -> None:
    window = sitting.window
    staff_of(sitting, tmp_path).do(StaffDeed.ARCHIVE)

    assert [act.kind for act in sitting.acts] == [OrderKind.RELEASE]
    assert window.shown_screen() is window.staff  # what is being said still ends
    sitting.end_take()
    assert window.shown_screen() is window.stick
    window.stick.closed.emit()
    assert window.shown_screen() is window.log_in


def test_what_was_handed_in_goes_out_without_being_released(
    sitting: Sitting, tmp_path: Path
) -> None:
    sitting.is_running = False
    staff_of(sitting, tmp_path).do(StaffDeed.ARCHIVE)

    assert sitting.acts == []
    assert sitting.window.shown_screen() is sitting.window.stick


def _nothing() -> None:
    """Nobody listens."""
