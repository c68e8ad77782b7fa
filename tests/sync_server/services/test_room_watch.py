"""What a server closes and forgets by itself, and what it must leave alone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from question_bank.formats.closing_record import ClosingReason, parse_closing_record
from question_bank.formats.order import OrderKind, parse_signed_order
from question_bank.formats.seat_protocol import RoomSessionState
from question_bank.formats.seat_status import SeatState, SeatStatus
from question_bank.identifiers import SittingUuid
from question_bank.sealing.signing_keys import SigningKey
from sync_server.errors import RoomClosedError
from sync_server.rooms.order_desk import OrderRequest
from sync_server.seats.seat import Seat
from sync_server.services.room_watch import BY_ITSELF, RoomWatch
from sync_server.services.site import Site
from sync_server.storage.schema.sitting_tables import sitting
from tests.builders.server_sites import PlannedRoom, a_site, plan_room
from tests.fakes.server_clock import ServerClock
from tests.sync_server.builders import pair_directly

TO_HARD_END_S = 2.5 * 3600
"""From the clock's start to the end of the session that `plan_room` plans."""


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


@pytest.fixture
def seat(site: Site, room: PlannedRoom) -> Seat:
    """A seat that holds the first sitting of the room."""
    seat = pair_directly(site, SigningKey.draw(), "R1", "01")
    site.log_in_desk.claim(seat, room.sittings[0].sitting_uuid)
    return seat


def give(site: Site, room: PlannedRoom, *kinds: OrderKind, extra_ms: int = 0) -> None:
    for kind in kinds:
        site.order_desk.give(
            OrderRequest(
                request_uuid=uuid4(),
                room_session_uuid=room.room_session_uuid,
                kind=kind,
                extra_ms=extra_ms,
                by="proctor",
            )
        )


def state_of(site: Site, room: PlannedRoom) -> RoomSessionState:
    return site.room_store.room_session(room.room_session_uuid).state


def records(site: Site) -> list[bytes | None]:
    query = sitting.select().order_by(sitting.c.sitting_id)
    with site.database.reading() as connection:
        return [row["closing_record"] for row in connection.execute(query).mappings()]


def speaks(site: Site, seat: Seat, sitting_uuid: SittingUuid) -> None:
    status = SeatStatus(
        state=SeatState.ANSWERING, program_version="0.1.0", sitting_uuid=sitting_uuid
    )
    site.status_board.put(seat.seat_id, status)


@pytest.mark.usefixtures("seat")
def test_a_dead_seats_sitting_is_closed_by_the_sites_own_signed_word(
    site: Site, room: PlannedRoom, clock: ServerClock
) -> None:
    give(site, room, OrderKind.OPEN, OrderKind.START, OrderKind.CLOSE)
    watch = RoomWatch(site)

    at_once = watch.look()
    clock.pass_s(21)
    later, again = watch.look(), watch.look()

    [raw, *others] = records(site)
    assert (at_once, later, again) == (0, 1, 0)
    assert others == [None, None]
    assert raw is not None
    record = parse_closing_record(raw)
    assert record.reason is ClosingReason.ROOM_CLOSED
    assert record.sitting_uuid == room.sittings[0].sitting_uuid


@pytest.mark.usefixtures("seat")
def test_at_the_hard_end_seats_are_told_by_an_order_and_then_silent_ones_are_closed(
    site: Site, room: PlannedRoom, clock: ServerClock
) -> None:
    give(site, room, OrderKind.OPEN, OrderKind.START)
    watch = RoomWatch(site)
    clock.pass_s(TO_HARD_END_S)

    at_the_end, at_once = watch.look(), watch.look()
    clock.pass_s(21)
    later = watch.look()

    last = site.room_store.given_orders(room.room_session_uuid).orders[-1]
    order, _, _ = parse_signed_order(last)
    assert (order.kind, order.by) == (OrderKind.CLOSE, BY_ITSELF)
    assert (at_the_end, at_once, later) == (0, 0, 1)
    [raw, *_] = records(site)
    assert raw is not None
    assert parse_closing_record(raw).reason is ClosingReason.TIME_UP


def test_the_sitting_of_a_seat_that_still_speaks_is_left_to_the_seat(
    site: Site, room: PlannedRoom, clock: ServerClock, seat: Seat
) -> None:
    give(site, room, OrderKind.OPEN, OrderKind.START, OrderKind.CLOSE)
    watch = RoomWatch(site)
    watch.look()
    clock.pass_s(60)
    speaks(site, seat, room.sittings[0].sitting_uuid)

    while_it_speaks = watch.look()
    clock.pass_s(21)

    assert (while_it_speaks, watch.look()) == (0, 1)


@pytest.mark.usefixtures("seat")
def test_a_wall_clock_that_jumps_ahead_ends_no_exam(
    site: Site, room: PlannedRoom, clock: ServerClock
) -> None:
    give(site, room, OrderKind.OPEN, OrderKind.START)
    watch = RoomWatch(site)

    clock.wall += timedelta(days=30)
    watch.look()
    clock.pass_s(3600)
    watch.look()
    while_time_is_left = state_of(site, room)
    clock.pass_s(TO_HARD_END_S)
    watch.look()

    assert while_time_is_left is RoomSessionState.STARTED
    assert records(site) == [None, None, None]
    assert state_of(site, room) is RoomSessionState.CLOSED


@pytest.mark.usefixtures("seat")
def test_time_that_a_proctor_added_moves_the_hard_end(
    site: Site, room: PlannedRoom, clock: ServerClock
) -> None:
    give(site, room, OrderKind.OPEN, OrderKind.START)
    give(site, room, OrderKind.EXTEND, extra_ms=600_000)
    watch = RoomWatch(site)

    clock.pass_s(TO_HARD_END_S + 599)
    watch.look()
    before = state_of(site, room)
    clock.pass_s(1)
    watch.look()

    assert (before, state_of(site, room)) == (
        RoomSessionState.STARTED,
        RoomSessionState.CLOSED,
    )


@pytest.mark.parametrize("kinds", [(), (OrderKind.OPEN,)])
def test_secrets_of_a_room_that_nobody_closes_are_forgotten_a_day_after_its_end(
    site: Site, room: PlannedRoom, clock: ServerClock, kinds: tuple[OrderKind, ...]
) -> None:
    code = site.room_secrets.resume_code(room.room_session_uuid)
    give(site, room, *kinds)
    if kinds:
        seat = pair_directly(site, SigningKey.draw(), "R1", "01")
        site.log_in_desk.claim(seat, room.sittings[0].sitting_uuid)
    watch = RoomWatch(site)

    clock.pass_s(TO_HARD_END_S + 60)
    watch.look()
    watch.look()
    kept = site.room_secrets.resume_code(room.room_session_uuid)
    clock.pass_s(24 * 3600)
    watch.look()

    assert kept == code
    with pytest.raises(RoomClosedError):
        site.room_secrets.keys(room.room_session_uuid)
