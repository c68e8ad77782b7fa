"""After a long gap: a code for this sitting and this challenge, or the room's PIN."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.app.ready_sitting import KeptSitting, ReadySitting
from kiosk.app.reentry_desk import ReentryDesk
from kiosk.ui.main_window import MainWindow
from question_bank.formats.entry_bodies import StaffWay
from question_bank.formats.staff_code import StaffCodePurpose, staff_code
from tests.fakes.room_cards import CardsInMemory, a_room_card
from tests.kiosk.ui.samples import a_look

ROOM, SITTING = UUID(int=1), UUID(int=2)
SECRET = bytes(range(32))


@dataclass(frozen=True)
class Kept:
    sitting_uuid: UUID = SITTING
    room_session_uuid: UUID = ROOM


@dataclass(frozen=True)
class Ready:
    kept: KeptSitting
    room_secret: bytes = SECRET


class Waiting:
    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.cards = CardsInMemory(a_room_card(ROOM))
        self.ways: list[StaffWay] = []
        self.desk = ReentryDesk(window, self.cards, self.ways.append)
        ready = cast("ReadySitting", Ready(kept=cast("KeptSitting", Kept())))
        self.desk.begin(ready, 900_000)
        self.desk.show()

    def type(self, text: str) -> None:
        self.window.reentry.code_entered.emit(text)

    def code(
        self,
        purpose: StaffCodePurpose = StaffCodePurpose.REENTRY,
        subject: UUID = SITTING,
        key: bytes = SECRET,
    ) -> str:
        return staff_code(key, purpose, subject, self.desk.challenge)

    def says(self, name: str) -> str:
        label = self.window.reentry.findChild(QLabel, name)
        assert label is not None
        return label.text()


@pytest.fixture
def waiting(qtbot: QtBot) -> Iterator[Waiting]:
    window = MainWindow(a_look())
    qtbot.addWidget(window)
    yield Waiting(window)
    window.allow_close()


def test_the_challenge_stands_on_the_screen_as_it_is_reported(waiting: Waiting) -> None:
    assert len(waiting.desk.challenge) == 8
    shown = waiting.says("reentry-challenge").replace(" ", "")
    assert shown == waiting.desk.challenge


def test_the_code_for_it_lets_go_on_and_only_once(waiting: Waiting) -> None:
    code = waiting.code()
    waiting.type(f"{code[:4]} {code[4:]}")
    waiting.type(code)

    assert waiting.ways == [StaffWay.CODE]
    assert waiting.desk.challenge == ""


def test_the_rooms_pin_lets_go_on(waiting: Waiting) -> None:
    waiting.type(waiting.cards.pin)

    assert waiting.ways == [StaffWay.PIN]


def test_codes_for_anything_else_do_not(waiting: Waiting) -> None:
    for wrong in (
        waiting.code(purpose=StaffCodePurpose.LEAVE),
        waiting.code(subject=UUID(int=3)),
        waiting.code(key=bytes(32)),
    ):
        waiting.desk._tries.note_right()
        waiting.type(wrong)

    assert waiting.ways == []
    assert "不对" in waiting.says("reentry-problem")


def test_a_wrong_code_makes_even_the_right_one_wait(waiting: Waiting) -> None:
    waiting.type(waiting.code(key=bytes(32)))
    waiting.type(waiting.code())

    assert waiting.ways == []
    assert "秒" in waiting.says("reentry-wait")


def test_a_wrong_code_is_taken_out_of_the_field(waiting: Waiting) -> None:
    field = waiting.window.reentry.findChild(QLineEdit, "reentry-code")
    assert field is not None
    field.setText(waiting.code(key=bytes(32))[:-1])
    waiting.type(field.text())
    assert field.text()  # a slip is mended, not typed anew

    waiting.type(waiting.code(key=bytes(32)))
    assert not field.text()


def test_a_slip_of_the_fingers_costs_nothing(waiting: Waiting) -> None:
    waiting.type("1234")
    waiting.type(waiting.code())

    assert waiting.ways == [StaffWay.CODE]


def test_each_wait_has_a_challenge_of_its_own(waiting: Waiting) -> None:
    first, code = waiting.desk.challenge, waiting.code()
    ready = cast("ReadySitting", Ready(kept=cast("KeptSitting", Kept())))
    waiting.desk.begin(ready, 0)

    assert waiting.desk.challenge != first
    waiting.type(code)
    assert waiting.ways == []
