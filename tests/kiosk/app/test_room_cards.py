"""Cards of real seats: fetched when they are other than here, opened by the right PIN only."""

from typing import Self
from uuid import UUID

import pytest

from kiosk.app.room_cards import RoomCards, opened_card
from kiosk.app.seat_parts import SeatParts
from kiosk.app.server_lines import ServerLines
from kiosk.errors import NoRoomCardError, ServerUnreachableError
from question_bank.formats.room_card import draw_pin
from question_bank.formats.seat_protocol import RoomSessionState, RoomSessionView
from question_bank.sealing.errors import WrongPassphraseError
from question_bank.sealing.room_card_seal import room_card_sha256, seal_room_card
from tests.fakes.room_cards import ADMISSION_NUMBER, ID_TAIL, a_room_card
from tests.kiosk.app.test_resume_desk import ByHand

ROOM, OTHER = UUID(int=1), UUID(int=2)
PIN = draw_pin()


class Server:
    """Gives one sealed card, or is silent."""

    def __init__(self, sealed: bytes) -> None:
        self.sealed = sealed
        self.is_silent = False
        self.given = 0

    def __enter__(self) -> Self:
        if self.is_silent:
            raise ServerUnreachableError("pulled")
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def room_card(self, _room_session_uuid: UUID) -> bytes:
        self.given += 1
        return self.sealed


class Lines(ServerLines):
    def __init__(self, server: Server) -> None:
        self.server = server

    def once(self) -> Server:  # type: ignore[override]
        return self.server


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return seal_room_card(a_room_card(ROOM), PIN)


def session(
    sealed: bytes, state: RoomSessionState = RoomSessionState.PLANNED
) -> RoomSessionView:
    return RoomSessionView(
        room_session_uuid=ROOM,
        session_code="S1",
        session_name="上午场",
        package_uuid=UUID(int=9),
        manifest_sha256=bytes(32),
        state=state,
        newest_order=0,
        card_sha256=room_card_sha256(sealed) if sealed else b"",
    )


def test_a_card_is_fetched_once_and_again_when_it_has_changed(
    seat: SeatParts, sealed: bytes
) -> None:
    work, server = ByHand(), Server(sealed)
    cards = RoomCards(seat, Lines(server), work)

    cards.follow(session(b""))  # the server has none yet
    assert work.jobs == []
    cards.follow(session(sealed))
    work.do()
    cards.follow(session(sealed))
    assert work.jobs == []  # the disk is not read again at every word of the server's
    assert (server.given, seat.cards.load(ROOM)) == (1, sealed)

    server.sealed = seal_room_card(a_room_card(ROOM), draw_pin())
    cards.follow(session(server.sealed))
    work.do()
    assert seat.cards.load(ROOM) == server.sealed


def test_a_silent_server_is_asked_again_and_rubbish_is_not_kept(
    seat: SeatParts, sealed: bytes
) -> None:
    work, server = ByHand(), Server(b"rubbish")
    cards = RoomCards(seat, Lines(server), work)
    server.is_silent = True
    cards.follow(session(sealed))
    work.do()
    server.is_silent = False
    cards.follow(session(sealed))
    work.do()

    assert seat.cards.load(ROOM) is None
    server.sealed = sealed
    cards.follow(session(sealed))
    work.do()
    assert seat.cards.load(ROOM) == sealed


def test_the_pin_opens_its_own_rooms_card_alone(seat: SeatParts, sealed: bytes) -> None:
    with pytest.raises(NoRoomCardError):
        opened_card(seat, PIN, None)
    seat.cards.save(OTHER, seal_room_card(a_room_card(OTHER), draw_pin()))
    seat.cards.save(ROOM, sealed)

    card = opened_card(seat, PIN, None)  # the session is found by its PIN
    assert card.room_session_uuid == ROOM
    assert card.sitting_of(ADMISSION_NUMBER, ID_TAIL) is not None
    with pytest.raises(WrongPassphraseError):
        opened_card(seat, PIN, OTHER)
    with pytest.raises(NoRoomCardError):
        opened_card(seat, PIN, UUID(int=3))


def test_the_card_of_a_session_that_is_over_goes(
    seat: SeatParts, sealed: bytes
) -> None:
    work = ByHand()
    seat.cards.save(ROOM, sealed)
    cards = RoomCards(seat, Lines(Server(sealed)), work)
    cards.forget_if_over(ROOM)
    work.do()

    assert seat.cards.load(ROOM) is None
    cards.forget_if_over(ROOM)
    assert work.jobs == []


def test_after_a_restart_the_card_on_the_disk_counts(
    seat: SeatParts, sealed: bytes
) -> None:
    work, server = ByHand(), Server(sealed)
    seat.cards.save(ROOM, sealed)
    RoomCards(seat, Lines(server), work).follow(session(sealed))
    work.do()

    assert server.given == 0
