"""What a seat asks about itself, its room and its candidate."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from question_bank.errors import FormatError
from question_bank.formats.seat_protocol import (
    ClaimAnswer,
    LogInAnswer,
    LogInRequest,
    OrdersAnswer,
    RoomKeys,
    RoomSessionView,
    SeatView,
)
from question_bank.formats.seat_status import MOST_STATUS_BYTES, parse_seat_status
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from sync_server.api.patience import patience_s
from sync_server.api.seat_guard import seat_guard, seat_of
from sync_server.keys.vault_purposes import leave_key_purpose
from sync_server.rooms.room_session import RoomSession
from sync_server.services.site import Site

AnyRequest = Request[Any, Any, Any]

MOST_BODY_BYTES = 16 * 1024


def seat_routes(site: Site) -> Router:
    """Return the routes of a paired seat, all behind its token."""
    return Router(
        "/api/v1",
        route_handlers=[
            *_self_routes(site),
            *_room_routes(site),
            *_log_in_routes(site),
        ],
        guards=[seat_guard(site.seat_directory)],
        request_max_body_size=MOST_BODY_BYTES,
        tags=["seat"],
    )


def _self_routes(site: Site) -> tuple[Any, ...]:
    @get("/seat", sync_to_thread=True)
    def show_seat(request: AnyRequest) -> SeatView:
        """Tell a seat who it is and what its room is about to do.

        200: SeatView. 401 TOKEN_UNKNOWN; 403 SEAT_REVOKED (as everywhere below).
        """
        seat = seat_of(request)
        room = site.room_store.current(seat.room_id)
        start_count, start_id = site.seat_store.newest_start(seat.seat_id)
        return SeatView(
            seat_uuid=seat.seat_uuid,
            seat_code=seat.seat_code,
            room_code=seat.room_code,
            room_name=seat.room_name,
            site_name=site.keys.card.site_name,
            server_time_utc=site.clock.utc_now(),
            server_addresses=site.options.server_addresses,
            publisher_keys=site.publisher_reader.trusted_keys(),
            room_session=None if room is None else _room_view(site, room),
            leave_key=site.keys.vault.derive(leave_key_purpose(seat.seat_uuid)),
            known_start_count=start_count,
            known_start_id=start_id,
        )

    @put("/seat/status")
    async def put_status(request: AnyRequest) -> dict[str, str]:
        """Take a seat's status report (question_bank.formats.seat_status, JSON).

        200: {}. 400 FORMAT.
        """
        body = await request.body()
        if len(body) > MOST_STATUS_BYTES:
            raise FormatError("status", f"{len(body)} bytes")
        seat_id, status = seat_of(request).seat_id, parse_seat_status(body)
        site.status_board.put(seat_id, status)
        if site.seat_starts.is_news(seat_id, status):
            await asyncio.to_thread(site.seat_starts.note, seat_id, status)
        return {}

    return show_seat, put_status


def _room_routes(site: Site) -> tuple[Any, ...]:
    @get("/room-sessions/{room_session_uuid:uuid}/keys", sync_to_thread=True)
    def give_keys(room_session_uuid: FromPath[UUID], request: AnyRequest) -> RoomKeys:
        """Give what the seat needs in memory.

        200: RoomKeys; once the room is closed, or where it began at its seats without a
        server, without `opening_code`, and only to seats that held a sitting in it: they
        may have to go on with it, or have answers to deliver.
        404 NOT_FOUND; 409 ROOM_STATE before the room is opened; 409 ROOM_CLOSED.
        """
        return site.room_secrets.seat_keys(
            RoomSessionUuid(room_session_uuid), seat_of(request)
        )

    @get("/room-sessions/{room_session_uuid:uuid}/orders")
    async def give_orders(
        room_session_uuid: FromPath[UUID],
        request: AnyRequest,
        after: FromQuery[int] = 0,
        wait_s: FromQuery[float] = 0.0,
    ) -> OrdersAnswer:
        """Give the orders after a number; waits up to `wait_s` for the next one.

        200: OrdersAnswer, maybe empty. 400 FORMAT; 404 NOT_FOUND.
        """
        orders = await site.order_feed.orders(
            RoomSessionUuid(room_session_uuid),
            seat_of(request).room_id,
            max(after, 0),
            patience_s(wait_s, site.options.longest_poll_s),
        )
        return OrdersAnswer(orders=orders)

    @get("/room-sessions/{room_session_uuid:uuid}/card", sync_to_thread=True)
    def give_card(
        room_session_uuid: FromPath[UUID], request: AnyRequest
    ) -> Response[bytes]:
        """Give the newest room card, sealed under the room's PIN; from days ahead on.

        200: bytes (question_bank.sealing.room_card_seal); their SHA-256 is `card_sha256`
        of the seat's room session. 404 NOT_FOUND; 409 ROOM_CLOSED: secrets are forgotten.
        """
        card = site.room_cards.card(
            RoomSessionUuid(room_session_uuid), seat_of(request)
        )
        return Response(card, media_type="application/octet-stream")

    return give_keys, give_orders, give_card


def _log_in_routes(site: Site) -> tuple[Any, ...]:
    @post("/log-ins", status_code=200, sync_to_thread=True)
    def log_in(data: JSONBody[LogInRequest], request: AnyRequest) -> LogInAnswer:
        """Find the sitting of the candidate who typed these numbers; changes nothing.

        Body: LogInRequest. 200: LogInAnswer. 400 FORMAT; 403 LOG_IN_REFUSED;
        403 LATE_ENTRY; 409 SITTING_AT_ANOTHER_SEAT; 409 ROOM_CLOSED;
        429 TOO_MANY_TRIES.
        """
        return site.log_in_desk.log_in(seat_of(request), data)

    @put("/sittings/{sitting_uuid:uuid}/seat", sync_to_thread=True)
    def claim(sitting_uuid: FromPath[UUID], request: AnyRequest) -> ClaimAnswer:
        """Let this seat hold the sitting: the candidate confirmed. May be repeated.

        Body: {}. 200: ClaimAnswer. 403 LATE_ENTRY; 403 SITTING_NOT_OF_SEAT: released
        from this seat, log in first; 404 NOT_FOUND; 409 SITTING_AT_ANOTHER_SEAT;
        409 SITTING_CLOSED or ROOM_CLOSED: over, entries are still taken in.
        """
        newest = site.log_in_desk.claim(seat_of(request), SittingUuid(sitting_uuid))
        return ClaimAnswer(newest_order=newest)

    return log_in, claim


def _room_view(site: Site, room: RoomSession) -> RoomSessionView | None:
    """Return the room session as seats see it; None until its package is loaded."""
    if room.package_uuid is None or room.manifest_sha256 is None:
        return None
    return RoomSessionView(
        room_session_uuid=room.room_session_uuid,
        session_code=room.session_code,
        session_name=room.session_name,
        package_uuid=room.package_uuid,
        manifest_sha256=room.manifest_sha256,
        state=room.state,
        newest_order=room.newest_order,
        card_sha256=site.room_cards.newest_sha256(room),
    )
