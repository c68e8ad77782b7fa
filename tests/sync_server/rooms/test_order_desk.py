import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from question_bank.formats.order import OrderKind, parse_signed_order
from question_bank.formats.seat_protocol import RoomSessionState
from question_bank.sealing.signing_keys import SigningKey, VerifyKey
from sync_server.errors import NotFoundError, RoomClosedError, RoomStateError
from sync_server.rooms.order_desk import OrderRequest
from sync_server.services.room_watch import RoomWatch
from sync_server.services.site import Site
from sync_server.storage.order_numbers import leave_room_for_lost_orders
from sync_server.storage.schema.sitting_tables import sitting
from tests.builders.server_sites import PlannedRoom, a_site, plan_room
from tests.fakes.server_clock import ServerClock
from tests.sync_server.builders import pair_directly


@pytest.fixture
def clock() -> ServerClock:
    return ServerClock()


@pytest.fixture
def site(tmp_path: Path, clock: ServerClock) -> Site:
    return a_site(tmp_path / "data", clock)


@pytest.fixture
def room(site: Site) -> PlannedRoom:
    return plan_room(site)


def order(room: PlannedRoom, kind: OrderKind, **parts: Any) -> OrderRequest:
    fields = {
        "request_uuid": uuid4(),
        "room_session_uuid": room.room_session_uuid,
        "kind": kind,
        "by": "proctor",
    }
    return OrderRequest(**{**fields, **parts})


def give(site: Site, room: PlannedRoom, *kinds: OrderKind) -> None:
    for kind in kinds:
        site.order_desk.give(order(room, kind))


def column(site: Site, room: PlannedRoom, name: str) -> list[object]:
    with site.database.reading() as connection:
        rows = connection.execute(sitting.select().order_by(sitting.c.sitting_id))
        return [row[name] for row in rows.mappings()]


def test_orders_are_numbered_from_one_and_signed_by_the_site(
    site: Site, room: PlannedRoom
) -> None:
    give(site, room, OrderKind.OPEN, OrderKind.START, OrderKind.LOCK)

    given = site.room_store.given_orders(room.room_session_uuid).orders
    parsed = [parse_signed_order(raw) for raw in given]
    for _, message, signature in parsed:
        VerifyKey(site.keys.card.signing_public_key).verify(signature, message)
    assert [found.number for found, _, _ in parsed] == [1, 2, 3]


def test_an_order_asked_for_twice_is_given_once(site: Site, room: PlannedRoom) -> None:
    give(site, room, OrderKind.OPEN)
    extend = order(
        room,
        OrderKind.EXTEND,
        sitting_uuid=room.sittings[0].sitting_uuid,
        extra_ms=300_000,
    )

    first, second = site.order_desk.give(extend), site.order_desk.give(extend)

    assert first == second
    assert column(site, room, "extended_ms") == [300_000, 0, 0]
    assert len(site.room_store.given_orders(room.room_session_uuid).orders) == 2


def test_an_order_out_of_turn_changes_nothing(site: Site, room: PlannedRoom) -> None:
    with pytest.raises(RoomStateError):
        give(site, room, OrderKind.START)

    assert site.room_store.given_orders(room.room_session_uuid).orders == ()


def test_a_sitting_of_another_room_gets_no_orders(
    site: Site, room: PlannedRoom
) -> None:
    other = plan_room(site, "R2", session_code="another")
    give(site, room, OrderKind.OPEN)

    stranger = other.sittings[0].sitting_uuid
    with pytest.raises(NotFoundError):
        site.order_desk.give(order(room, OrderKind.RELEASE, sitting_uuid=stranger))


def test_two_sessions_are_never_open_in_one_room(site: Site, room: PlannedRoom) -> None:
    afternoon = plan_room(site, session_code="pm")
    give(site, room, OrderKind.OPEN)

    with pytest.raises(RoomStateError):
        give(site, afternoon, OrderKind.OPEN)
    give(site, room, OrderKind.CLOSE)
    give(site, afternoon, OrderKind.OPEN)


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": OrderKind.RELEASE},
        {"kind": OrderKind.EXTEND},
        {"kind": OrderKind.LOCK, "extra_ms": 5},
        {"kind": OrderKind.MESSAGE},
        {"kind": OrderKind.CLOSE, "sitting_uuid": uuid4()},
    ],
)
def test_an_order_with_parts_that_do_not_fit_is_refused(
    site: Site, room: PlannedRoom, parts: dict[str, Any]
) -> None:
    give(site, room, OrderKind.OPEN, OrderKind.START)

    with pytest.raises(RoomStateError):
        site.order_desk.give(order(room, **parts))


def test_a_start_for_one_candidate_never_starts_the_room(
    site: Site, room: PlannedRoom
) -> None:
    give(site, room, OrderKind.OPEN)
    for_one = order(room, OrderKind.START, sitting_uuid=room.sittings[0].sitting_uuid)

    with pytest.raises(RoomStateError):
        site.order_desk.give(for_one)
    state = site.room_store.room_session(room.room_session_uuid).state
    give(site, room, OrderKind.START)

    assert state is RoomSessionState.OPENED
    assert parse_signed_order(site.order_desk.give(for_one))[0].number == 3


def test_all_waiting_seats_are_woken_by_one_order(
    site: Site, room: PlannedRoom
) -> None:
    async def wait_and_order() -> list[int]:
        site.order_feed.start(asyncio.get_running_loop())
        room_id = site.room_store.room_session(room.room_session_uuid).room_id
        polls = [
            asyncio.create_task(
                site.order_feed.orders(room.room_session_uuid, room_id, 0, 30)
            )
            for _ in range(50)
        ]
        await asyncio.sleep(0)
        await asyncio.to_thread(give, site, room, OrderKind.OPEN)
        return [len(orders) for orders in await asyncio.gather(*polls)]

    assert asyncio.run(wait_and_order()) == [1] * 50


@pytest.mark.parametrize("known_to_the_backup", [0, 2])
def test_orders_go_on_after_a_restore_left_a_gap_in_their_numbers(
    site: Site, room: PlannedRoom, known_to_the_backup: int
) -> None:
    kinds = (OrderKind.OPEN, OrderKind.START)
    give(site, room, *kinds[:known_to_the_backup])
    leave_room_for_lost_orders(site.folder.database)
    give(site, room, *kinds[known_to_the_backup:])

    async def wait_and_order() -> list[list[int]]:
        site.order_feed.start(asyncio.get_running_loop())
        room_id = site.room_store.room_session(room.room_session_uuid).room_id

        async def numbers(after: int, wait_s: float = 30.0) -> list[int]:
            found = await site.order_feed.orders(
                room.room_session_uuid, room_id, after, wait_s
            )
            return [parse_signed_order(raw)[0].number for raw in found]

        seen = (await numbers(0))[-1]
        answers = []
        for kind in (OrderKind.LOCK, OrderKind.UNLOCK):
            poll = asyncio.create_task(numbers(seen))
            await asyncio.sleep(0)
            await asyncio.to_thread(give, site, room, kind)
            answers.append(await poll)
            [seen] = answers[-1]
        lost = 7  # a seat that saw orders which the backup did not
        return [*answers, await numbers(lost, 0)]

    first, second, from_lost = asyncio.run(wait_and_order())

    assert second[0] == first[0] + 1 > 1000
    assert from_lost[-2:] == [*first, *second]
    assert all(number > 1000 for number in from_lost)


def test_a_closed_rooms_secrets_are_forgotten_once_nothing_is_missing(
    site: Site, room: PlannedRoom, clock: ServerClock
) -> None:
    site.room_secrets.keys(room.room_session_uuid)
    give(site, room, OrderKind.OPEN, OrderKind.CLOSE)

    RoomWatch(site).look()

    with pytest.raises(RoomClosedError):
        site.room_secrets.keys(room.room_session_uuid)


def test_secrets_wait_a_day_for_a_seat_that_died_with_answers(
    site: Site, room: PlannedRoom, clock: ServerClock
) -> None:
    seat = pair_directly(site, SigningKey.draw(), "R1", "01")
    site.log_in_desk.claim(seat, room.sittings[0].sitting_uuid)
    code = site.room_secrets.resume_code(room.room_session_uuid)
    give(site, room, OrderKind.OPEN, OrderKind.CLOSE)

    clock.pass_s(60)
    RoomWatch(site).look()
    kept = site.room_secrets.resume_code(room.room_session_uuid)
    clock.pass_s(24 * 3600)
    RoomWatch(site).look()

    assert kept == code
    with pytest.raises(RoomClosedError):
        site.room_secrets.keys(room.room_session_uuid)


def test_the_opening_code_is_given_only_once_the_room_is_open(
    site: Site, room: PlannedRoom
) -> None:
    typed = "0000-0000-0000-00000"
    site.room_secrets.put_opening_code(room.room_session_uuid, typed.lower())

    before = site.room_secrets.keys(room.room_session_uuid).opening_code
    give(site, room, OrderKind.OPEN)

    assert before is None
    assert site.room_secrets.keys(room.room_session_uuid).opening_code == typed
