"""Logging in with a server, without one, and with numbers that do not agree."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Self
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.app.log_in_desk import (
    ClaimedSitting,
    LogInDesk,
    LogInSurroundings,
    answer_of_card,
    is_silence,
)
from kiosk.app.server_lines import ServerLines
from kiosk.errors import ServerRefusedError, ServerUnreachableError
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.log_in_view import PackageStage, TypedLogIn
from kiosk.ui.presenters.people import SeatPlaceView
from question_bank.formats.seat_protocol import LogInAnswer
from tests.fakes.room_cards import ADMISSION_NUMBER, ID_TAIL, a_room_card
from tests.kiosk.app.test_resume_desk import ByHand
from tests.kiosk.ui.samples import a_look

CARD = a_room_card(UUID(int=1))
RIGHT = TypedLogIn(number=ADMISSION_NUMBER, again=ADMISSION_NUMBER, id_tail=ID_TAIL)


class Server:
    def __init__(self) -> None:
        self.error: Exception | None = None
        self.logged_in: list[tuple[str, str]] = []
        self.claimed: list[UUID] = []

    def __enter__(self) -> Self:
        if self.error is not None:
            raise self.error
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def log_in(self, number: str, id_tail: str) -> LogInAnswer:
        self.logged_in.append((number, id_tail))
        return answer_of_card(CARD.sittings[0])

    def claim(self, sitting_uuid: UUID) -> int:
        self.claimed.append(sitting_uuid)
        return 4


class Lines(ServerLines):
    def __init__(self) -> None:
        self.server = Server()

    def once(self) -> Server:  # type: ignore[override]
        return self.server


class Desk:
    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.work, self.lines = ByHand(), Lines()
        self.around = LogInSurroundings(
            place=SeatPlaceView(seat_code="01"),
            session_name="上午场",
            package_stage=PackageStage.SEALED,
            package_trouble="",
            is_server_silent=False,
        )
        self.claimed: list[ClaimedSitting] = []
        self.desk = LogInDesk(window, self.work, self.lines, lambda: self.around, self)
        self.desk.show()

    def on_logged_in(self) -> bool:
        return True

    def on_not_me(self) -> None:
        self.desk.show()

    def on_claimed(self, claimed: ClaimedSitting) -> None:
        self.claimed.append(claimed)

    def type(self, typed: TypedLogIn) -> None:
        self.window.log_in.log_in_wanted.emit(typed)
        while self.work.jobs:
            self.work.do()

    def confirm(self) -> None:
        self.window.confirm.confirmed.emit()
        while self.work.jobs:
            self.work.do()

    def problem(self) -> str:
        label = self.window.findChild(QLabel, "log-in-problem")
        assert label is not None
        return label.text()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    window = MainWindow(a_look())
    qtbot.addWidget(window)
    yield Desk(window)
    window.allow_close()


def test_the_server_says_who_it_is_and_takes_the_claim(desk: Desk) -> None:
    desk.type(replace(RIGHT, number=" ２０２６11220001", id_tail="01234x"))
    desk.confirm()

    assert desk.lines.server.logged_in == [(ADMISSION_NUMBER, ID_TAIL)]
    (claimed,) = desk.claimed
    assert (claimed.after_order, claimed.id_tail, claimed.is_by_card) == (
        4,
        ID_TAIL,
        False,
    )


def test_numbers_that_differ_are_not_sent(desk: Desk) -> None:
    desk.type(replace(RIGHT, again="202611220010"))

    assert desk.lines.server.logged_in == []
    assert "第 11 位" in desk.problem()


def test_with_a_dead_server_and_no_card_the_proctor_is_called_for(desk: Desk) -> None:
    desk.lines.server.error = ServerUnreachableError("pulled")
    desk.type(RIGHT)

    assert "举手" in desk.problem()
    assert desk.window.shown_screen() is desk.window.log_in


def test_with_a_dead_server_the_opened_card_says_who_it_is(desk: Desk) -> None:
    desk.around = replace(desk.around, card=CARD, newest_order=2)
    desk.lines.server.error = ServerUnreachableError("pulled")
    desk.type(replace(RIGHT, id_tail="999999"))
    assert "考场卡" in desk.problem()
    desk.type(RIGHT)
    desk.confirm()

    (claimed,) = desk.claimed
    assert claimed.is_by_card
    assert (claimed.after_order, claimed.id_tail) == (2, ID_TAIL)
    assert claimed.answer.sitting_uuid == CARD.sittings[0].sitting_uuid


def test_a_server_that_is_back_at_the_confirmation_is_asked_after_all(
    desk: Desk,
) -> None:
    desk.around = replace(desk.around, card=CARD)
    desk.lines.server.error = ServerUnreachableError("pulled")
    desk.type(RIGHT)
    desk.lines.server.error = None
    desk.confirm()

    assert desk.lines.server.logged_in == [(ADMISSION_NUMBER, ID_TAIL)]
    assert desk.lines.server.claimed == [CARD.sittings[0].sitting_uuid]
    assert not desk.claimed[0].is_by_card


def test_a_server_that_says_no_is_never_gone_round_by_the_card(desk: Desk) -> None:
    desk.around = replace(desk.around, card=CARD)
    for status, code in ((403, "LOG_IN_REFUSED"), (429, "TOO_MANY_TRIES")):
        desk.lines.server.error = ServerRefusedError(
            status=status, code=code, detail=""
        )
        desk.type(RIGHT)
        assert desk.window.shown_screen() is desk.window.log_in
        assert desk.problem()


def test_only_no_answer_and_a_broken_server_are_silence() -> None:
    def refused(status: int) -> ServerRefusedError:
        return ServerRefusedError(status=status, code="X", detail="")

    assert is_silence(ServerUnreachableError("pulled"))
    assert is_silence(refused(503))
    assert not is_silence(refused(429))
    assert not is_silence(refused(409))
