"""Room cards that open at once: the PIN is checked, Argon2 is left out."""

from collections.abc import Callable
from uuid import UUID

from kiosk.app.room_cards import RoomCards
from kiosk.errors import NoRoomCardError
from question_bank.errors import ExamRoomError
from question_bank.formats.exam_package import DataClass
from question_bank.formats.room_card import CardSitting, RoomCard, draw_pin
from question_bank.sealing.errors import WrongPassphraseError

ADMISSION_NUMBER = "202611220001"
ID_TAIL = "01234X"


def a_room_card(room_session_uuid: UUID) -> RoomCard:
    return RoomCard(
        room_session_uuid=room_session_uuid,
        issued=1,
        session_code="S1",
        session_name="上午场",
        room_code="101",
        room_name="第一机房",
        data_class=DataClass.TRIAL,
        package_uuid=UUID(int=9),
        manifest_sha256=bytes(32),
        resume_secret=bytes(range(10)),
        sittings=(
            CardSitting(
                sitting_uuid=UUID(int=77),
                admission_number=ADMISSION_NUMBER,
                id_tail=ID_TAIL,
                name="王秀英",
                form_code="A",
            ),
        ),
    )


class CardsInMemory(RoomCards):
    """Answers inside the call, as no real background does; desks must bear both."""

    def __init__(self, card: RoomCard | None) -> None:
        self.pin = draw_pin()
        self.card = card
        self.tries = 0

    def open(
        self,
        pin: str,
        room_session_uuid: UUID | None,
        done: Callable[[RoomCard], None],
        failed: Callable[[ExamRoomError], None],
    ) -> None:
        self.tries += 1
        card = self.card
        if card is None or room_session_uuid not in {None, card.room_session_uuid}:
            failed(NoRoomCardError("none"))
        elif pin != self.pin:
            failed(WrongPassphraseError("wrong"))
        else:
            done(card)
