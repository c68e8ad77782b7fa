"""A sitting that goes on without a log-in is claimed as soon as the server answers."""

from collections.abc import Iterator
from typing import Self
from uuid import UUID

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kiosk.app.late_claim import CLAIM_REFUSED, LateClaim, claim_or_log_in
from kiosk.app.log_in_desk import ClaimedSitting, answer_of_card
from kiosk.app.notices import NoticeBoard
from kiosk.app.server_lines import ServerLines
from kiosk.errors import ServerRefusedError, ServerUnreachableError
from kiosk.transport.server_client import ServerClient
from question_bank.formats.seat_protocol import LogInAnswer
from tests.fakes.hand_clock import HandClock
from tests.fakes.room_cards import ADMISSION_NUMBER, ID_TAIL, a_room_card
from tests.kiosk.app.test_resume_desk import ByHand

CLAIMED = ClaimedSitting(
    answer=answer_of_card(a_room_card(UUID(int=1)).sittings[0]),
    after_order=0,
    id_tail=ID_TAIL,
    is_by_card=True,
)


def refused(code: str) -> ServerRefusedError:
    return ServerRefusedError(status=409, code=code, detail="")


class Server(ServerClient):
    """Refuses claims until a log-in, or for good."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.wants_log_in = False
        self.calls: list[str] = []

    def __enter__(self) -> Self:
        if self.error is not None:
            raise self.error
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def claim(self, sitting_uuid: UUID) -> int:
        self.calls.append(f"claim {sitting_uuid.int}")
        if self.wants_log_in:
            raise refused("SITTING_NOT_OF_SEAT")
        return 5

    def log_in(self, admission_number: str, id_tail: str) -> LogInAnswer:
        self.calls.append(f"log in {admission_number} {id_tail}")
        self.wants_log_in = False
        return CLAIMED.answer


class Lines(ServerLines):
    def __init__(self) -> None:
        self.server = Server()

    def once(self) -> Server:
        return self.server


class Late:
    def __init__(self) -> None:
        self.parent = QObject()
        self.board = NoticeBoard(HandClock())
        self.work, self.lines = ByHand(), Lines()
        self.held: list[tuple[int, int]] = []
        self.claim = LateClaim(
            self.parent,
            self.lines,
            self.work,
            self.board,
            lambda sitting, order: self.held.append((sitting.int, order)),
        )
        self.claim.begin(CLAIMED)

    def try_once(self) -> None:
        self.claim._try()
        while self.work.jobs:
            self.work.do()


@pytest.fixture
def late(qtbot: QtBot) -> Iterator[Late]:
    del qtbot
    late = Late()
    yield late
    late.claim.end()


def test_a_claim_is_made_once_the_server_is_there(late: Late) -> None:
    late.lines.server.error = ServerUnreachableError("pulled")
    late.try_once()
    late.lines.server.error = None
    late.try_once()
    late.try_once()

    assert late.lines.server.calls == ["claim 77"]
    assert late.held == [(77, 5)]
    assert late.board.codes == ()


def test_a_refusal_is_shown_and_asked_again_until_it_is_over(late: Late) -> None:
    late.lines.server.error = refused("SITTING_AT_ANOTHER_SEAT")
    late.try_once()
    assert late.board.codes == (CLAIM_REFUSED,)
    assert late.held == []
    late.lines.server.error = None
    late.try_once()

    assert not late.board.codes


def test_a_server_that_wants_a_log_in_first_gets_one(late: Late) -> None:
    late.lines.server.wants_log_in = True
    late.try_once()

    asked = f"log in {ADMISSION_NUMBER} {ID_TAIL}"
    assert late.lines.server.calls == ["claim 77", asked, "claim 77"]


def test_without_the_id_tail_nobody_is_guessed_at() -> None:
    server = Server()
    server.wants_log_in = True
    claimed = ClaimedSitting(answer=CLAIMED.answer, after_order=0, is_by_card=True)

    with pytest.raises(ServerRefusedError):
        claim_or_log_in(server, claimed)
    assert server.calls == ["claim 77"]


def test_who_logged_in_at_the_server_needs_no_late_claim(late: Late) -> None:
    late.claim.end()
    late.claim.begin(ClaimedSitting(answer=CLAIMED.answer, after_order=0))
    late.try_once()

    assert late.lines.server.calls == []
