import pytest

from question_bank.errors import FormatError
from question_bank.formats.order import OrderKind
from question_bank.formats.spoken_code import spoken_code
from question_bank.sealing.errors import NotYetOpenError, WrongOpeningCodeError
from sync_server.errors import RoomStateError, TooManyTriesError
from sync_server.services.room_acts import CODE_SPAN_S, MOST_CODE_TRIES, RoomOrder
from tests.sync_server.services.conftest import Day

WRONG = spoken_code(bytes(10))


@pytest.mark.slow
def test_a_wrong_opening_code_is_refused_then_slowed_and_the_right_one_opens(
    day: Day,
) -> None:
    # slow: Argon2id for each try
    (room,) = day.people.room_views.rooms()
    uuid = room.room_session_uuid
    for _ in range(MOST_CODE_TRIES):
        with pytest.raises(WrongOpeningCodeError):
            day.people.rooms.open(uuid, WRONG, by="p")
    with pytest.raises(TooManyTriesError):
        day.people.rooms.open(uuid, day.loaded.opening_code, by="p")
    assert day.people.room_views.room(uuid).state == "planned"
    day.clock.pass_s(CODE_SPAN_S)

    day.people.rooms.open(uuid, day.loaded.opening_code.lower(), by="p")

    assert day.people.room_views.room(uuid).state == "opened"
    actions = [record.action for record in day.people.audit.newest(2)]
    assert actions == ["room.open", "room.opening_code_refused"]


def test_a_mistyped_code_costs_no_try(day: Day) -> None:
    (room,) = day.people.room_views.rooms()
    for _ in range(MOST_CODE_TRIES + 3):
        with pytest.raises(FormatError):
            day.people.rooms.open(room.room_session_uuid, "7K3M", by="p")


def test_a_room_is_not_opened_before_its_window(day: Day) -> None:
    (room,) = day.people.room_views.rooms()
    day.clock.pass_s(-3600.0 * 2)

    with pytest.raises(NotYetOpenError):
        day.people.rooms.open(room.room_session_uuid, day.loaded.opening_code, by="p")


def test_an_open_order_without_the_code_is_refused(day: Day) -> None:
    (room,) = day.people.room_views.rooms()

    with pytest.raises(RoomStateError):
        day.people.rooms.order(
            room.room_session_uuid, RoomOrder(kind=OrderKind.OPEN), by="p"
        )
