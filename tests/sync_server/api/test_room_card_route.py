"""The room card as seats get it: days ahead, named by its hash, anew when it changes."""

import hashlib

import msgspec
import pytest
from sqlalchemy import update

from question_bank.formats.seat_protocol import RoomSessionView, SeatView
from question_bank.sealing.room_card_seal import open_room_card
from sync_server.services.room_cards import LOOK_EVERY_S
from sync_server.storage.schema.sitting_tables import candidate, sitting
from tests.builders.seat_side import RefusedError, SeatSide
from tests.builders.server_sites import PHOTO, plan_room
from tests.sync_server.api.conftest import Served

pytestmark = pytest.mark.parametrize("served", ["front"], indirect=True)


def room_of(seat: SeatSide) -> RoomSessionView:
    view = msgspec.json.decode(seat.call("GET", "/seat"), type=SeatView)
    assert view.room_session is not None
    return view.room_session


def card_of(served: Served, seat: SeatSide) -> bytes:
    return seat.call("GET", f"/room-sessions/{served.room.room_session_uuid}/card")


def test_a_seat_gets_the_card_while_the_room_is_only_planned(served: Served) -> None:
    seat = served.seat()
    room_session_uuid = served.room.room_session_uuid
    pin = served.site.room_cards.pin(room_session_uuid)

    told = room_of(seat)
    raw = card_of(served, seat)
    card = open_room_card(raw, pin, room_session_uuid)

    assert told.state.value == "planned"
    assert hashlib.sha256(raw).digest() == told.card_sha256
    assert card_of(served, seat) == raw
    assert [who.admission_number for who in card.sittings] == [
        who.admission_number for who in served.room.sittings
    ]
    assert {who.id_tail for who in card.sittings} == {"31002X"}
    assert {who.photo for who in card.sittings} == {PHOTO}
    assert card.package_uuid == told.package_uuid
    assert card.manifest_sha256 == told.manifest_sha256
    keys = served.site.room_secrets.keys(room_session_uuid)
    assert card.resume_secret == keys.resume_secret
    assert card.site_marking_key == keys.site_marking_key


@pytest.mark.parametrize("what", ["candidate", "sitting", "pin"])
def test_a_change_makes_the_card_anew(served: Served, what: str) -> None:
    seat = served.seat()
    before = room_of(seat).card_sha256
    first = served.site.room_cards.pin(served.room.room_session_uuid)

    with served.site.database.writing() as connection:
        if what == "candidate":
            later = "2026-11-21T00:00:00.000Z"
            connection.execute(
                update(candidate).values(name="新名", imported_utc=later)
            )
        elif what == "sitting":
            connection.execute(update(sitting).values(extra_time_ms=60_000))
    if what == "pin":
        served.site.room_cards.draw_pin_anew(served.room.room_session_uuid)
    served.clock.pass_s(LOOK_EVERY_S)

    raw = card_of(served, seat)
    assert room_of(seat).card_sha256 == hashlib.sha256(raw).digest() != before
    pin = served.site.room_cards.pin(served.room.room_session_uuid)
    assert (pin != first) == (what == "pin")
    card = open_room_card(raw, pin, served.room.room_session_uuid)
    assert card.issued == 2
    [person, *_] = card.sittings
    assert (person.name == "新名") == (what == "candidate")
    assert (person.extra_time_ms == 60_000) == (what == "sitting")


def test_another_rooms_card_is_not_given(served: Served) -> None:
    seat = served.seat()
    other = plan_room(served.site, "R2", session_code="other")

    with pytest.raises(RefusedError) as refusal:
        seat.call("GET", f"/room-sessions/{other.room_session_uuid}/card")

    assert refusal.value.refusal.code == "NOT_FOUND"


def test_once_the_secrets_are_forgotten_so_is_the_card(served: Served) -> None:
    seat = served.seat()
    assert room_of(seat).card_sha256
    room = served.site.room_store.room_session(served.room.room_session_uuid)
    served.site.room_store.forget_secrets(room.room_session_id, served.clock.utc_now())

    with pytest.raises(RefusedError) as refusal:
        card_of(served, seat)

    assert refusal.value.refusal.code == "ROOM_CLOSED"
    assert room_of(seat).card_sha256 == b""
