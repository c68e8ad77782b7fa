"""The lock in the program: engaged, asked, and left only by who may."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.app.lock_desk import LockDesk
from kiosk.lockdown.ports import Observation, ObservationCode
from kiosk.lockdown.unlock_challenge import CHALLENGE_LIFE_MS, LeaveKey
from kiosk.ui.fonts import set_up_application
from kiosk.ui.main_window import MainWindow
from question_bank.formats.staff_code import (
    StaffCodePurpose,
    parse_challenge,
    staff_code,
)
from tests.fakes.hand_clock import HandClock
from tests.fakes.hand_lock import HandLock
from tests.kiosk.ui import samples

KEY = LeaveKey(seat_uuid=UUID(int=7), key=bytes(range(32)))


class Seat:
    """A window with its lock, and what staff can do at it."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.lock = HandLock()
        self.clock = HandClock()
        self.left = 0
        self.desk = LockDesk(self.window, self.lock, self.clock, self._led_out)
        self.told: list[Observation] = []
        self.desk.on_observations = self.told.extend

    def _led_out(self) -> None:
        self.left += 1

    def label(self, name: str) -> str:
        label = self.desk.screen.findChild(QLabel, name)
        assert isinstance(label, QLabel)
        return label.text() if not label.isHidden() else ""

    def code(self) -> str:
        challenge = parse_challenge(self.label("leave-challenge"))
        return staff_code(KEY.key, StaffCodePurpose.LEAVE, KEY.seat_uuid, challenge)

    def enter(self, code: str) -> None:
        field = self.desk.screen.findChild(QLineEdit, "leave-code")
        button = self.desk.screen.findChild(QPushButton, "leave-unlock")
        assert isinstance(field, QLineEdit)
        assert isinstance(button, QPushButton)
        field.setText(code)
        button.click()


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[MainWindow]:
    """One window for all: building it takes longer than what is tried here."""
    set_up_application(qapp)
    window = MainWindow(samples.a_look())
    window.resize(1366, 768)
    window.show()
    yield window
    window.allow_close()
    window.close()


@pytest.fixture
def seat(window: MainWindow, qtbot: QtBot) -> Iterator[Seat]:
    seat = Seat(window)
    window.show_screen(window.log_in)
    window.activateWindow()
    qtbot.waitActive(window)
    yield seat
    seat.desk.stop()
    seat.desk.screen.hide()
    seat.desk.screen.deleteLater()


def test_what_the_lock_sees_reaches_the_program(seat: Seat, qtbot: QtBot) -> None:
    seat.desk.start()
    key = Observation(code=ObservationCode.FORBIDDEN_KEY, detail="Alt+Tab")
    seat.lock.seen = (key,)

    qtbot.waitUntil(lambda: seat.told == [key])
    seat.desk.next_candidate()

    assert seat.lock.asked == ["engage", "wipe"]
    assert seat.desk.report is not None


def test_a_code_from_the_console_leads_out(seat: Seat, qtbot: QtBot) -> None:
    seat.desk.know_key(KEY)
    qtbot.keyClick(
        seat.window,
        Qt.Key.Key_U,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
    )
    assert not seat.desk.screen.isHidden()

    seat.enter(seat.code())

    assert seat.left == 1
    assert "release" in seat.lock.asked


def test_a_wrong_code_leads_nowhere_and_makes_the_next_one_wait(seat: Seat) -> None:
    seat.desk.know_key(KEY)
    seat.desk.show_leave()
    right = seat.code()
    wrong = staff_code(bytes(32), StaffCodePurpose.LEAVE, KEY.seat_uuid, "00000000")
    seat.enter(wrong)
    assert "解锁码与号码不符" in seat.label("leave-problem")
    assert "请等" in seat.label("leave-wait")
    seat.enter(right)
    assert seat.left == 0

    seat.clock.pass_ms(60_000)
    seat.desk.show_leave()
    seat.enter(right[:-1])
    assert "有一位输错了" in seat.label("leave-problem")
    seat.enter(right)

    assert seat.left == 1


def test_an_old_challenge_is_replaced_and_its_code_opens_nothing(seat: Seat) -> None:
    seat.desk.know_key(KEY)
    seat.desk.show_leave()
    old, code = seat.label("leave-challenge"), seat.code()
    seat.clock.pass_ms(CHALLENGE_LIFE_MS)
    seat.enter(code)

    assert seat.left == 0
    assert seat.label("leave-challenge") != old
    assert "号码已过期" in seat.label("leave-problem")


def test_a_candidate_who_strayed_here_goes_back_with_one_key(
    seat: Seat, qtbot: QtBot
) -> None:
    seat.desk.know_key(KEY)
    seat.desk.show_leave()
    field = seat.desk.screen.findChild(QLineEdit, "leave-code")
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()

    qtbot.keyClick(field, Qt.Key.Key_Escape)

    assert seat.desk.screen.isHidden()
    assert seat.left == 0


def test_the_way_by_pin_takes_its_place(seat: Seat, qtbot: QtBot) -> None:
    seat.desk.know_key(KEY)
    seat.desk.start()
    seat.desk.show_leave()

    seat.window.show_screen(seat.window.staff)

    qtbot.waitUntil(seat.desk.screen.isHidden)


def test_tab_goes_round_within_the_screen(seat: Seat, qtbot: QtBot) -> None:
    seat.desk.know_key(KEY)
    seat.desk.show_leave()
    places = []
    for _ in range(4):
        focused = QApplication.focusWidget()
        assert focused is not None
        places.append(focused.objectName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)

    assert places == ["leave-code", "leave-back", "leave-unlock", "leave-code"]


def test_a_seat_of_no_site_is_left_without_a_code(seat: Seat) -> None:
    seat.desk.show_leave()
    assert seat.label("leave-challenge") == ""

    seat.enter("")

    assert seat.left == 1


def test_staff_with_a_pin_lead_out_without_a_code(seat: Seat) -> None:
    seat.desk.know_key(KEY)

    seat.desk.leave()

    assert seat.left == 1
    assert seat.lock.asked == ["release"]
