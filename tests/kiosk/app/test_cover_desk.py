"""Leaving one's seat and calling the proctor, in a sitting that runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.cover_desk import CoverDesk
from kiosk.app.help_desk import HelpDesk
from kiosk.app.running_sitting import RunningSitting
from kiosk.clock import moment
from kiosk.sitting.acts import SeatNews
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.staff_act import StaffAct
from kiosk.ui.main_window import MainWindow
from question_bank.formats.entry_bodies import HelpCalled, ScreenCovered, StaffWay
from question_bank.formats.order import OrderKind
from tests.kiosk.sitting.test_sitting import Played
from tests.kiosk.ui.samples import a_look

NUMBER, TAIL = "20261122", "01234X"


@dataclass(frozen=True)
class Kept:
    """What a covered screen asks of a sitting's store."""

    candidate_name: str = "王秀英"
    admission_number: str = NUMBER
    id_tail: str = TAIL


@dataclass(frozen=True)
class Ready:
    kept: Kept


class Running:
    """A sitting whose entries are noted instead of written."""

    def __init__(self) -> None:
        played = Played()
        self.ready = Ready(Kept())
        self.sitting: Sitting | None = played.sitting
        self.clock = played.clock
        self.told: list[SeatNews] = []

    def tell(self, news: SeatNews) -> None:
        assert self.sitting is not None
        self.told.append(news)
        self.sitting.observe(news, moment(self.clock))


class Desks:
    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.running = Running()
        self.clock = clock = self.running.clock
        self.changes = 0
        self.settled = 0
        self.cover = CoverDesk(window, clock, self._settle, self._on_changed)
        self.help = HelpDesk(window, self._on_changed)
        self.cover.begin(cast("RunningSitting", self.running))

    @property
    def sitting(self) -> Sitting:
        assert self.running.sitting is not None
        return self.running.sitting

    def _settle(self, then: Callable[[], None]) -> None:
        self.settled += 1
        then()

    def _on_changed(self) -> None:
        self.changes += 1

    def come_back(self, number: str = NUMBER, tail: str = TAIL) -> None:
        self.window.covered.return_wanted.emit(number, tail)


@pytest.fixture
def desks(qtbot: QtBot) -> Iterator[Desks]:
    window = MainWindow(a_look())
    qtbot.addWidget(window)
    yield Desks(window)
    window.allow_close()


def test_who_leaves_is_written_down_and_sound_ends_first(desks: Desks) -> None:
    desks.window.header.cover_clicked.emit()

    assert desks.running.told == [ScreenCovered(is_covered=True)]
    assert desks.cover.is_covered
    assert (desks.settled, desks.changes) == (1, 1)


def test_the_clock_goes_on_while_the_screen_is_covered(desks: Desks) -> None:
    desks.cover.cover()
    before_ms = desks.sitting.left_ms(moment(desks.clock))
    desks.clock.pass_ms(60_000)

    assert desks.sitting.left_ms(moment(desks.clock)) == before_ms - 60_000


@pytest.mark.parametrize(
    ("number", "tail"), [("2026 1122", "０1234x"), (NUMBER, f"320200199001{TAIL}")]
)
def test_the_numbers_of_the_log_in_lead_back(
    desks: Desks, number: str, tail: str
) -> None:
    desks.cover.cover()
    desks.come_back(number, tail)

    assert desks.running.told[-1] == ScreenCovered(is_covered=False)
    assert not desks.cover.is_covered


@pytest.mark.parametrize(
    ("number", "tail"),
    [("20261123", TAIL), (NUMBER, "999999"), (NUMBER, ""), ("", TAIL)],
)
def test_other_numbers_do_not_and_make_the_next_try_wait(
    desks: Desks, number: str, tail: str
) -> None:
    desks.cover.cover()
    desks.cover.show()
    desks.come_back(number, tail)
    desks.come_back()

    assert desks.cover.is_covered


def test_nobody_covers_a_locked_sitting(desks: Desks) -> None:
    desks.sitting.lock_for_reentry(moment(desks.clock))
    desks.cover.cover()

    assert desks.running.told == []


def test_the_staff_uncovers(desks: Desks) -> None:
    desks.cover.cover()
    desks.cover.uncover()

    assert not desks.cover.is_covered


def test_a_call_is_written_down_and_taken_back(desks: Desks) -> None:
    desks.help.begin(cast("RunningSitting", desks.running))
    desks.window.header.help_clicked.emit()
    assert desks.help.is_called
    desks.help.call()  # again changes nothing
    desks.window.header.help_clicked.emit()

    assert desks.running.told == [
        HelpCalled(is_called=True),
        HelpCalled(is_called=False),
    ]


def test_a_call_of_before_the_start_stands_in_the_journal_too(desks: Desks) -> None:
    desks.help.call()
    assert desks.running.told == []
    desks.help.begin(cast("RunningSitting", desks.running))

    assert desks.running.told == [HelpCalled(is_called=True)]
    assert desks.sitting.record.help_called
    desks.help.end()
    assert not desks.help.is_called


def test_after_the_end_nothing_is_covered(desks: Desks) -> None:
    desks.cover.cover()
    act = StaffAct(kind=OrderKind.HAND_IN, way=StaffWay.PIN)
    desks.sitting.act_for_staff(act, moment(desks.clock))

    assert not desks.cover.is_covered
