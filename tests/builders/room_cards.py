"""Room cards for tests."""

from uuid import UUID

from question_bank.formats.exam_package import DataClass
from question_bank.formats.room_card import CardSitting, RoomCard
from question_bank.identifiers import RoomSessionUuid

ROOM_SESSION = RoomSessionUuid(UUID("00112233-4455-4677-8899-aabbccddeeff"))
PIN = "735204981665"


def a_card_sitting(number: int, tail: str = "31002X") -> CardSitting:
    return CardSitting(
        sitting_uuid=UUID(int=0x0F1E2D3C_4B5A_4978_8796_000000000000 + number),
        admission_number=f"2026110{number:03d}",
        id_tail=tail,
        name=("李明", "王芳", "欧阳若曦")[number % 3],
        form_of_address=("先生", "女士", "女士")[number % 3],
        planned_seat_code=f"{number:02d}",
        form_code="AB"[number % 2],
        extra_time_ms=1_800_000 if number == 3 else 0,
        photo=b"\xff\xd8 a photo" if number == 1 else b"",
        photo_media_type="image/jpeg" if number == 1 else "",
    )


def a_room_card(people: int = 3) -> RoomCard:
    return RoomCard(
        room_session_uuid=ROOM_SESSION,
        issued=7,
        session_code="2026-11-22-am",
        session_name="上午场",
        room_code="R1",
        room_name="第一机房",
        data_class=DataClass.FORMAL,
        package_uuid=UUID("ac4a6e00-0000-4000-8000-000000000001"),
        manifest_sha256=bytes(range(32)),
        resume_secret=bytes(range(0x10, 0x1A)),
        site_marking_key=bytes(range(64)),
        sittings=tuple(a_card_sitting(number + 1) for number in range(people)),
    )
