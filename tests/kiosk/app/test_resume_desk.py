"""Two ways to one secret, several sittings on one disk: none is taken for another."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self
from uuid import UUID

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.app import resume_desk
from kiosk.app.background import Background, Result
from kiosk.app.meant_for_seat import held_after
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.resume_desk import ResumeDesk
from kiosk.app.seat_parts import SeatParts
from kiosk.app.server_lines import ServerLines
from kiosk.errors import ServerUnreachableError
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.people import SeatPlaceView
from question_bank.errors import ExamRoomError
from question_bank.formats.seat_protocol import HeadView, RoomKeys
from question_bank.formats.spoken_code import spoken_code
from question_bank.identifiers import SittingUuid
from question_bank.sealing.journal_seal import RESUME_SECRET_BYTES, room_secret
from tests.builders.seats import ROOM, a_room, a_seat, run_a_while, start_with
from tests.fakes.hand_clock import HandClock
from tests.fakes.package_server import BuiltPackage
from tests.kiosk.ui.samples import a_look

RESUME_SECRET = bytes(range(RESUME_SECRET_BYTES))
NEWEST_ORDER = 7
PLACE = SeatPlaceView(room_name="一机房", seat_code="01", site_name="考点")


class ByHand(Background):
    """Work that a test does when it likes, in the order that it likes."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], None]] = []

    def run(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[ExamRoomError], None],
    ) -> None:
        def job() -> None:
            try:
                result = work()
            except ExamRoomError as error:
                failed(error)
            else:
                done(result)

        self.jobs.append(job)

    def do(self, index: int = 0) -> None:
        self.jobs.pop(index)()


class Client:
    """A server that gives the secret of every room to its seat."""

    def __init__(self) -> None:
        self.claims: list[UUID] = []
        self.is_silent = False

    def __enter__(self) -> Self:
        if self.is_silent:
            raise ServerUnreachableError("pulled")
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def journal_head(self, sitting_uuid: UUID) -> HeadView:
        return HeadView(sitting_uuid=sitting_uuid, last_seq=0, last_hash=bytes(32))

    def claim(self, sitting_uuid: UUID) -> int:
        self.claims.append(sitting_uuid)
        return NEWEST_ORDER

    def room_keys(self, room_session_uuid: UUID) -> RoomKeys:
        return RoomKeys(resume_secret=RESUME_SECRET, opening_code=None)


class Lines(ServerLines):
    def __init__(self) -> None:
        self.server = Client()

    def once(self) -> Client:  # type: ignore[override]
        return self.server


class Heard:
    def __init__(self) -> None:
        self.ready: list[ReadySitting] = []
        self.nothing_more = 0
        self.troubles: list[str] = []

    def on_resumed(self, ready: ReadySitting) -> None:
        self.ready.append(ready)

    def on_nothing_more(self) -> None:
        self.nothing_more += 1

    def on_resume_trouble(self, code: str) -> None:
        self.troubles.append(code)


class Desk:
    def __init__(self, window: MainWindow, seat: SeatParts) -> None:
        self.window, self.seat = window, seat
        self.work, self.lines, self.heard = ByHand(), Lines(), Heard()
        self.desk = ResumeDesk(window, seat, self.lines, self.work, self.heard)

    def type_code(self) -> None:
        self.window.resume_code.code_entered.emit(spoken_code(RESUME_SECRET))

    def names(self) -> list[str]:
        folder = self.seat.vault.store_path(ROOM).parent.parent  # type: ignore[arg-type]
        return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def desk(built: BuiltPackage, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    window = MainWindow(a_look())
    qtbot.addWidget(window)
    yield Desk(window, a_seat(built, tmp_path / "seat", HandClock()))
    window.allow_close()


def a_sitting(desk: Desk, built: BuiltPackage, uuid: int, *, has_begun: bool) -> UUID:
    seat = desk.seat
    secret = room_secret(RESUME_SECRET, ROOM)
    ready = start_with(a_room(built, seat), seat, UUID(int=uuid), secret)
    if has_begun:
        run_a_while(seat, ready, HandClock())
    return ready.sitting_uuid


def test_both_ways_failing_set_the_empty_sitting_aside_and_no_other(
    desk: Desk, built: BuiltPackage
) -> None:
    empty = a_sitting(desk, built, 1, has_begun=False)
    begun = a_sitting(desk, built, 2, has_begun=True)

    desk.desk.begin(PLACE)
    desk.type_code()
    while desk.work.jobs:
        desk.work.do()

    assert desk.names() == [f"{empty}.aside-1", str(begun)]
    assert [ready.sitting_uuid for ready in desk.heard.ready] == [begun]
    assert desk.heard.nothing_more == 1


def test_beside_the_sitting_that_goes_on_the_others_are_delivered(
    desk: Desk, built: BuiltPackage
) -> None:
    first = a_sitting(desk, built, 1, has_begun=True)
    older = a_sitting(desk, built, 2, has_begun=True)

    desk.desk.begin(PLACE)
    while desk.work.jobs:
        desk.work.do()

    assert [ready.sitting_uuid for ready in desk.heard.ready] == [first, older]
    assert [ready.sitting is None for ready in desk.heard.ready] == [False, True]
    assert desk.lines.server.claims == [first]
    # Moves that were ordered before are not meant for a seat that the server knows.
    assert held_after(desk.heard.ready[0], None) == NEWEST_ORDER


def test_an_older_sitting_that_cannot_be_sent_now_disturbs_nobody(
    desk: Desk, built: BuiltPackage
) -> None:
    a_sitting(desk, built, 1, has_begun=True)
    a_sitting(desk, built, 2, has_begun=True)

    desk.desk.begin(PLACE)
    desk.work.do()
    desk.lines.server.is_silent = True
    desk.work.do()

    assert len(desk.heard.ready) == 1
    assert desk.heard.troubles == []


def test_who_came_by_stick_meanwhile_is_not_covered_and_the_others_are_delivered(
    desk: Desk, built: BuiltPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resume_desk, "ASK_FOR_CODE_AFTER_MS", 0)
    own = a_sitting(desk, built, 1, has_begun=True)
    by_stick = a_sitting(desk, built, 2, has_begun=True)
    desk.lines.server.is_silent = True
    desk.desk.begin(PLACE)

    desk.window.show_screen(desk.window.exam)
    desk.desk.note_running(SittingUuid(by_stick))
    QTest.qWait(1)
    assert desk.window.shown_screen() is desk.window.exam
    desk.type_code()
    desk.work.do()
    desk.lines.server.is_silent = False
    desk.desk._ask_server()
    while desk.work.jobs:
        desk.work.do()

    assert [ready.sitting_uuid for ready in desk.heard.ready] == [own]
    assert desk.heard.ready[0].sitting is None
    assert desk.lines.server.claims == []
