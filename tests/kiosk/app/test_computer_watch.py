"""What the lock sees, and a clock that is set, become entries and notices."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kiosk.app.computer_watch import ComputerWatch, news_of
from kiosk.app.notices import NoticeBoard
from kiosk.lockdown.ports import ALARMS, Observation, ObservationCode
from kiosk.sitting.acts import SeatNews
from question_bank.formats.entry_bodies import (
    ClockJumped,
    FocusGained,
    FocusLost,
    Observed,
)
from tests.fakes.hand_clock import HandClock


class Watched:
    def __init__(self) -> None:
        self.clock = HandClock()
        self.board = NoticeBoard(self.clock)
        self.told: list[SeatNews] = []
        self.parent = QObject()
        self.watch = ComputerWatch(
            self.parent, self.clock, self.board, self.told.append
        )


@pytest.fixture
def seen(qtbot: QtBot) -> Watched:
    del qtbot  # a QTimer wants an application
    return Watched()


@pytest.mark.parametrize("code", ObservationCode)
def test_every_observation_has_an_entry_and_alarms_reach_the_proctor(
    seen: Watched, code: ObservationCode
) -> None:
    seen.watch.take((Observation(code=code, detail="d", duration_ms=7),))

    own = code is ObservationCode.CLOCK_JUMPED
    assert len(seen.told) == (0 if own else 1)
    assert (str(code) in seen.board.codes) is (code in ALARMS)


def test_focus_has_entries_of_its_own() -> None:
    lost = Observation(code=ObservationCode.FOCUS_LOST, detail="calculator")
    gained = Observation(code=ObservationCode.FOCUS_GAINED, duration_ms=1200)
    other = Observation(code=ObservationCode.USB_ADDED, detail="stick")

    assert news_of(lost) == FocusLost(what="calculator")
    assert news_of(gained) == FocusGained(lost_ms=1200)
    assert news_of(other) == Observed(what="USB_ADDED", detail="stick")


def test_a_clock_that_is_set_is_written_down_and_shown(seen: Watched) -> None:
    seen.watch.look()
    seen.clock.jump_wall_s(-3600)
    seen.watch.look()
    seen.watch.look()

    assert seen.told == [ClockJumped(jump_ms=-3_600_000)]
    assert seen.board.codes == ("CLOCK_JUMPED",)
