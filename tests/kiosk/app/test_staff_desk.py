"""The staff's screen: nothing without the PIN, back to where the seat was, a minute long."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.app import staff_desk
from kiosk.app.staff_desk import STAFF_KEYS, StaffDesk
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.message import Message, message
from kiosk.ui.presenters.staff_view import SeatFacts, StaffDeed
from question_bank.formats.room_card import RoomCard, draw_pin
from tests.fakes.room_cards import CardsInMemory, a_room_card
from tests.kiosk.ui.samples import a_look

ROOM = UUID(int=1)


class Seat:
    """A seat that notes what the staff did."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.may_open = True
        self.room_session_uuid: UUID | None = ROOM
        self.now = SeatFacts(name="王秀英", number="1", is_running=True)
        self.cards: list[RoomCard] = []
        self.deeds: list[StaffDeed] = []

    def facts(self) -> SeatFacts:
        return self.now

    def take_card(self, card: RoomCard) -> None:
        self.cards.append(card)

    def do(self, deed: StaffDeed) -> Message | None:
        self.deeds.append(deed)
        if deed is StaffDeed.LOCK:
            self.window.show_screen(self.window.locked)
            return None
        return message("staff.done_extend")


class Staffed:
    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.seat = Seat(window)
        self.cards = CardsInMemory(a_room_card(ROOM))
        self.desk = StaffDesk(window, self.cards, self.seat)
        window.show_screen(window.waiting)

    def admit(self) -> None:
        self.desk.open()
        self.type_pin(self.cards.pin)

    def type_pin(self, pin: str) -> None:
        self.window.staff.pin_entered.emit(pin)

    def press(self, deed: StaffDeed) -> None:
        self.button(f"staff-{deed}").click()

    def button(self, name: str) -> QPushButton:
        found = self.window.staff.findChildren(QPushButton, name)
        return next(b for b in found if b.isVisibleTo(self.window.staff))

    def says(self, name: str) -> str:
        label = self.window.staff.findChild(QLabel, name)
        assert label is not None
        return label.text()

    @property
    def is_admitted(self) -> bool:
        pin = self.window.staff.findChild(QLineEdit, "staff-pin")
        assert pin is not None
        return pin.isHidden()


@pytest.fixture
def staffed(qtbot: QtBot) -> Iterator[Staffed]:
    window = MainWindow(a_look())
    qtbot.addWidget(window)
    yield Staffed(window)
    window.allow_close()


def test_the_keys_lead_to_the_pin_and_back_leads_back(staffed: Staffed) -> None:
    window = staffed.window
    window.show()
    assert QTest.qWaitForWindowActive(window)
    QTest.keySequence(window, QKeySequence(STAFF_KEYS))

    assert staffed.desk.is_open
    assert not staffed.is_admitted
    staffed.button("staff-back").click()
    assert window.shown_screen() is window.waiting


def test_a_slip_of_the_fingers_costs_no_try_and_a_wrong_pin_does(
    staffed: Staffed,
) -> None:
    staffed.desk.open()
    staffed.type_pin("123")
    assert staffed.cards.tries == 0
    assert not staffed.is_admitted

    staffed.type_pin(draw_pin())
    assert "不对" in staffed.says("staff-problem")
    assert "秒" in staffed.says("staff-wait")
    staffed.type_pin(staffed.cards.pin)  # too soon: not even tried
    assert (staffed.cards.tries, staffed.is_admitted) == (1, False)


def test_a_seat_without_a_card_says_so(staffed: Staffed) -> None:
    staffed.cards.card = None
    staffed.admit()

    assert "考场卡" in staffed.says("staff-problem")


def test_the_pin_admits_and_stands_nowhere_afterwards(staffed: Staffed) -> None:
    staffed.admit()

    field = staffed.window.staff.findChild(QLineEdit, "staff-pin")
    assert field is not None
    assert (staffed.is_admitted, field.text()) == (True, "")
    assert len(staffed.seat.cards) == 1


def test_without_the_pin_no_deed_is_done(staffed: Staffed) -> None:
    staffed.desk.open()
    staffed.window.staff.deed_wanted.emit(StaffDeed.HAND_IN)
    staffed.window.staff.deed_wanted.emit(StaffDeed.HAND_IN)

    assert staffed.seat.deeds == []


def test_a_deed_is_done_at_once_and_the_staff_stay(staffed: Staffed) -> None:
    staffed.admit()
    staffed.press(StaffDeed.EXTEND_5)

    assert staffed.seat.deeds == [StaffDeed.EXTEND_5]
    assert staffed.says("staff-told") == "已加时。"
    assert staffed.desk.is_open


def test_what_cannot_be_taken_back_wants_a_second_press(staffed: Staffed) -> None:
    staffed.admit()
    staffed.press(StaffDeed.HAND_IN)
    assert staffed.seat.deeds == []
    staffed.press(StaffDeed.EXTEND_5)  # something else: the first press is forgotten
    staffed.press(StaffDeed.HAND_IN)
    assert staffed.seat.deeds == [StaffDeed.EXTEND_5]
    staffed.press(StaffDeed.HAND_IN)

    assert staffed.seat.deeds[-1] is StaffDeed.HAND_IN


def test_a_deed_that_turns_the_seat_elsewhere_ends_the_visit(staffed: Staffed) -> None:
    staffed.admit()
    staffed.press(StaffDeed.LOCK)
    assert staffed.window.shown_screen() is staffed.window.locked

    staffed.desk.close()
    assert staffed.window.shown_screen() is staffed.window.locked


def test_what_is_offered_follows_the_seat(staffed: Staffed, qtbot: QtBot) -> None:
    staffed.seat.now = SeatFacts(is_free=True)
    staffed.admit()
    staffed.seat.now = SeatFacts(is_free=True, can_start=True, has_package=True)

    def offers_start() -> bool:
        names = [b.objectName() for b in staffed.window.staff.findChildren(QPushButton)]
        return "staff-start" in names

    qtbot.waitUntil(offers_start, timeout=3000)


def test_an_idle_minute_closes_it_and_the_pin_is_asked_for_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_desk, "CLOSES_AFTER_MS", 20)
    window = MainWindow(a_look())
    qtbot.addWidget(window)
    staffed = Staffed(window)
    staffed.admit()

    qtbot.waitUntil(lambda: window.shown_screen() is window.waiting, timeout=2000)
    staffed.window.staff.deed_wanted.emit(StaffDeed.EXTEND_5)
    assert staffed.seat.deeds == []
    window.allow_close()


def elsewhere(staffed: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to another screen of the staff's, where the minute goes by."""
    monkeypatch.setattr(staff_desk, "CLOSES_AFTER_MS", 0)
    staffed.admit()
    staffed.window.show_screen(staffed.window.stick)
    QTest.qWait(1)


def test_who_comes_back_from_the_stick_after_a_minute_stands_where_the_seat_was(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(staffed, monkeypatch)
    staffed.desk.show_again(None)

    assert staffed.window.shown_screen() is staffed.window.waiting


def test_the_keys_pressed_at_the_stick_lead_out_of_it_too(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(staffed, monkeypatch)
    staffed.desk.open()
    staffed.button("staff-back").click()

    assert staffed.window.shown_screen() is staffed.window.waiting


def test_a_seat_that_turned_elsewhere_is_not_called_back(staffed: Staffed) -> None:
    staffed.admit()
    staffed.window.show_screen(staffed.window.exam)
    staffed.desk.show_again(message("staff.done_open"))

    assert staffed.window.shown_screen() is staffed.window.exam


def test_where_staff_may_not_act_the_keys_do_nothing(staffed: Staffed) -> None:
    staffed.seat.may_open = False
    staffed.desk.open()

    assert not staffed.desk.is_open
