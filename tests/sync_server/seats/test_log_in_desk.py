"""Log-ins and claims at the desk, without a wire."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import update

from question_bank.errors import ExamRoomError
from question_bank.formats.order import OrderKind
from question_bank.formats.seat_protocol import LogInRequest
from question_bank.identifiers import SittingUuid
from question_bank.sealing.signing_keys import SigningKey
from sync_server.errors import (
    LateEntryError,
    LogInRefusedError,
    RoomClosedError,
    RoomStateError,
    SittingAtAnotherSeatError,
    SittingClosedError,
    SittingNotOfSeatError,
    TooManyTriesError,
)
from sync_server.rooms.order_desk import OrderRequest
from sync_server.seats.log_in_desk import FREE_TRIES
from sync_server.seats.seat import Seat
from sync_server.services.room_watch import RoomWatch
from sync_server.services.site import Site
from sync_server.storage.schema.sitting_tables import sitting
from tests.builders.server_sites import ID_NUMBER, PlannedRoom, a_site, plan_room
from tests.fakes.server_clock import ServerClock
from tests.sync_server.builders import pair_directly

LATE_ENTRY_S = 900
"""Of the manifest that `plan_room` gives its sessions."""


@pytest.fixture
def clock() -> ServerClock:
    return ServerClock()


@pytest.fixture
def site(tmp_path: Path, clock: ServerClock) -> Iterator[Site]:
    site = a_site(tmp_path / "data", clock)
    yield site
    site.close()


@pytest.fixture
def room(site: Site) -> PlannedRoom:
    return plan_room(site)


def a_seat(site: Site, seat_code: str) -> Seat:
    return pair_directly(site, SigningKey.draw(), "R1", seat_code)


def give(
    site: Site, room: PlannedRoom, kind: OrderKind, sitting: SittingUuid | None = None
) -> None:
    site.order_desk.give(
        OrderRequest(
            request_uuid=uuid4(),
            room_session_uuid=room.room_session_uuid,
            kind=kind,
            sitting_uuid=sitting,
            by="proctor",
        )
    )


def log_in(
    site: Site, seat: Seat, room: PlannedRoom, index: int, tail: str = ID_NUMBER[-6:]
) -> None:
    number = room.sittings[index].admission_number
    site.log_in_desk.log_in(seat, LogInRequest(admission_number=number, id_tail=tail))


def code_of(attempt: Callable[[], object]) -> str:
    with pytest.raises(ExamRoomError) as caught:
        attempt()
    return caught.value.code


def test_a_claim_says_which_order_was_the_newest(site: Site, room: PlannedRoom) -> None:
    seat, who = a_seat(site, "01"), room.sittings[0].sitting_uuid
    give(site, room, OrderKind.OPEN)

    first = site.log_in_desk.claim(seat, who)
    give(site, room, OrderKind.START)

    assert (first, site.log_in_desk.claim(seat, who)) == (1, 2)


def test_a_seat_that_gave_a_sitting_away_takes_it_back_only_after_a_log_in(
    site: Site, room: PlannedRoom
) -> None:
    old, new = a_seat(site, "01"), a_seat(site, "02")
    who = room.sittings[0].sitting_uuid
    give(site, room, OrderKind.OPEN)
    log_in(site, old, room, 0)
    site.log_in_desk.claim(old, who)
    give(site, room, OrderKind.RELEASE, who)

    with pytest.raises(SittingNotOfSeatError):
        site.log_in_desk.claim(old, who)
    log_in(site, new, room, 0)
    site.log_in_desk.claim(new, who)
    with pytest.raises(SittingAtAnotherSeatError):
        site.log_in_desk.claim(old, who)

    give(site, room, OrderKind.RELEASE, who)
    log_in(site, old, room, 0)
    site.log_in_desk.claim(old, who)
    give(site, room, OrderKind.RELEASE, who)
    with pytest.raises(SittingNotOfSeatError):  # one log-in, one claim
        site.log_in_desk.claim(old, who)


def test_a_seat_that_a_restored_server_does_not_know_claims_without_a_log_in(
    site: Site, room: PlannedRoom
) -> None:
    seat, who = a_seat(site, "01"), room.sittings[0].sitting_uuid
    give(site, room, OrderKind.OPEN)

    assert site.log_in_desk.claim(seat, who) == 1


def test_nothing_is_claimed_in_a_closed_room(site: Site, room: PlannedRoom) -> None:
    holder, new = a_seat(site, "01"), a_seat(site, "02")
    give(site, room, OrderKind.OPEN)
    site.log_in_desk.claim(holder, room.sittings[0].sitting_uuid)
    log_in(site, new, room, 1)
    give(site, room, OrderKind.CLOSE)

    for seat, index in ((holder, 0), (new, 1)):
        with pytest.raises(RoomClosedError):
            site.log_in_desk.claim(seat, room.sittings[index].sitting_uuid)
    with pytest.raises(RoomClosedError):
        log_in(site, new, room, 1)

    row = site.sitting_store.sitting_id(room.sittings[1].sitting_uuid)
    assert row is not None
    assert not site.sitting_store.has_held(row, new.seat_id)


def test_a_sitting_that_the_server_closed_is_not_claimed_again(
    site: Site, room: PlannedRoom, clock: ServerClock
) -> None:
    seat, who = a_seat(site, "01"), room.sittings[0].sitting_uuid
    give(site, room, OrderKind.OPEN)
    site.log_in_desk.claim(seat, who)
    give(site, room, OrderKind.CLOSE)
    watch = RoomWatch(site)
    watch.look()
    clock.pass_s(60)
    watch.look()

    with pytest.raises(SittingClosedError):
        site.log_in_desk.claim(seat, who)


def test_a_seat_unknown_to_a_restored_server_may_deliver_into_a_closed_room(
    site: Site, room: PlannedRoom
) -> None:
    seat, who = a_seat(site, "01"), room.sittings[0].sitting_uuid
    give(site, room, OrderKind.OPEN)
    give(site, room, OrderKind.CLOSE)

    with pytest.raises(RoomClosedError):
        site.log_in_desk.claim(seat, who)

    row = site.sitting_store.sitting_id(who)
    assert row is not None
    assert site.sitting_store.has_held(row, seat.seat_id)
    assert site.room_secrets.seat_keys(room.room_session_uuid, seat).resume_secret


def test_keys_are_for_open_rooms_and_then_for_seats_with_answers_to_deliver(
    site: Site, room: PlannedRoom
) -> None:
    holder, other = a_seat(site, "01"), a_seat(site, "02")
    site.room_secrets.put_opening_code(room.room_session_uuid, "0000-0000-0000-00000")
    with pytest.raises(RoomStateError):
        site.room_secrets.seat_keys(room.room_session_uuid, holder)
    give(site, room, OrderKind.OPEN)
    site.log_in_desk.claim(holder, room.sittings[0].sitting_uuid)
    while_open = site.room_secrets.seat_keys(room.room_session_uuid, other)
    give(site, room, OrderKind.CLOSE)

    after = site.room_secrets.seat_keys(room.room_session_uuid, holder)

    assert while_open.opening_code
    assert after.resume_secret == while_open.resume_secret
    assert after.opening_code is None
    with pytest.raises(RoomClosedError):
        site.room_secrets.seat_keys(room.room_session_uuid, other)


def test_a_seat_goes_on_by_itself_in_a_room_that_began_while_no_server_answered(
    site: Site, room: PlannedRoom
) -> None:
    holder, other = a_seat(site, "01"), a_seat(site, "02")
    site.log_in_desk.claim(holder, room.sittings[0].sitting_uuid)
    with pytest.raises(RoomStateError):  # nothing of it has begun
        site.room_secrets.seat_keys(room.room_session_uuid, holder)
    with site.database.writing() as connection:
        connection.execute(
            update(sitting).values(started_utc="2026-11-22T01:31:00.000Z")
        )

    keys = site.room_secrets.seat_keys(room.room_session_uuid, holder)

    assert keys.resume_secret
    assert keys.opening_code is None
    with pytest.raises(RoomStateError):
        site.room_secrets.seat_keys(room.room_session_uuid, other)


def test_who_comes_later_than_the_rules_allow_does_not_begin(
    site: Site, room: PlannedRoom, clock: ServerClock
) -> None:
    seat, other = a_seat(site, "01"), a_seat(site, "02")
    give(site, room, OrderKind.OPEN)
    clock.pass_s(LATE_ENTRY_S * 2)  # the room's start counts, not its opening
    log_in(site, other, room, 1)
    site.log_in_desk.claim(other, room.sittings[1].sitting_uuid)
    give(site, room, OrderKind.START)
    clock.pass_s(LATE_ENTRY_S)
    log_in(site, seat, room, 0)
    clock.pass_s(1)

    with pytest.raises(LateEntryError):
        site.log_in_desk.claim(seat, room.sittings[0].sitting_uuid)
    with pytest.raises(LateEntryError):
        log_in(site, seat, room, 0)
    log_in(site, other, room, 1)  # who was in time is let in again


def test_moving_seats_is_no_late_entry(
    site: Site, room: PlannedRoom, clock: ServerClock
) -> None:
    old, new = a_seat(site, "01"), a_seat(site, "02")
    who = room.sittings[0].sitting_uuid
    give(site, room, OrderKind.OPEN)
    site.log_in_desk.claim(old, who)
    give(site, room, OrderKind.START)
    clock.pass_s(LATE_ENTRY_S + 60)
    give(site, room, OrderKind.RELEASE, who)

    log_in(site, new, room, 0)

    assert site.log_in_desk.claim(new, who) == 3


def test_guesses_at_one_seat_do_not_lock_the_neighbour_out_elsewhere(
    site: Site, room: PlannedRoom, clock: ServerClock
) -> None:
    hostile, own = a_seat(site, "01"), a_seat(site, "02")
    for _ in range(2 * FREE_TRIES):
        code = code_of(lambda: log_in(site, hostile, room, 0, "000000"))
        if code == "TOO_MANY_TRIES":
            clock.pass_s(600)

    log_in(site, own, room, 0)


def test_ones_own_right_number_does_not_buy_more_guesses_at_anothers(
    site: Site, room: PlannedRoom
) -> None:
    seat = a_seat(site, "01")
    codes = []
    for _ in range(FREE_TRIES + 1):
        codes.append(code_of(lambda: log_in(site, seat, room, 0, "000000")))
        log_in(site, seat, room, 1)

    assert codes == ["LOG_IN_REFUSED"] * FREE_TRIES + ["TOO_MANY_TRIES"]


def test_guesses_at_many_seats_are_slowed_all_the_same(
    site: Site, room: PlannedRoom
) -> None:
    seats = [a_seat(site, f"{index:02}") for index in range(11)]
    codes = [
        code_of(partial(log_in, site, seat, room, 0, "000000"))
        for seat in seats
        for _ in range(FREE_TRIES)
    ]

    assert codes == ["LOG_IN_REFUSED"] * 50 + ["TOO_MANY_TRIES"] * 5


def test_guesses_made_at_once_get_no_further_than_one_after_another(
    site: Site, room: PlannedRoom
) -> None:
    seat = a_seat(site, "01")
    start = threading.Barrier(12)
    codes: list[str] = []

    def guess() -> None:
        start.wait()
        try:
            log_in(site, seat, room, 0, "000000")
        except (LogInRefusedError, TooManyTriesError) as error:
            codes.append(error.code)

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes.count("LOG_IN_REFUSED") == FREE_TRIES
    assert len(codes) == 12
