"""Staff routes of the exam day: signing in, rooms, orders, seats."""

from uuid import UUID

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from question_bank.identifiers import RoomSessionUuid, SittingUuid
from sync_server.accounts.roles import RIGHTS, Right
from sync_server.api.staff_access import AnyRequest, address_of, bearer_token
from sync_server.api.staff_messages import (
    ApprovalBody,
    LiveRoomView,
    OpeningBody,
    OrderAnswer,
    OrderBody,
    OverviewAnswer,
    PairingView,
    ResumeCodeAnswer,
    RoomSessionRow,
    SeatViewRow,
    SignedInAnswer,
    SignInBody,
    StaffCodeAnswer,
    StaffCodeBody,
)
from sync_server.api.staff_views import (
    live_room_view,
    room_session_view,
    session_view,
)
from sync_server.clock import utc_text
from sync_server.services.access import PUBLIC, needs, staff_of
from sync_server.services.people import People
from sync_server.services.room_acts import RoomOrder


def sign_in_routes(people: People) -> list[ControllerRouterHandler]:
    """Return the routes for signing in and out, and the overview."""

    @post("/sign-ins", opt=needs(PUBLIC), sync_to_thread=True)
    def sign_in(data: JSONBody[SignInBody], request: AnyRequest) -> SignedInAnswer:
        """Begin a session. 401 SIGN_IN_REFUSED; 429 TOO_MANY_TRIES."""
        found = people.sign_ins.sign_in(data.name, data.password, address_of(request))
        rights = sorted(right.value for right in RIGHTS[found.staff.role])
        return SignedInAnswer(
            token=found.token,
            name=found.staff.name,
            role=found.staff.role,
            rights=rights,
        )

    @delete("/sign-ins/current", opt=needs(Right.SIGN_OUT), sync_to_thread=True)
    def sign_out(request: AnyRequest) -> None:
        """End the session."""
        people.sign_ins.sign_out(bearer_token(request))

    @get("/overview", opt=needs(Right.SEE_OVERVIEW), sync_to_thread=True)
    def see_overview() -> OverviewAnswer:
        """Return the site at a glance."""
        return OverviewAnswer(
            site_name=people.site_name,
            program_version=people.program_version,
            disk=people.disk.state().value,
            sessions=[session_view(x) for x in people.packages.sessions()],
            rooms=[room_session_view(x) for x in people.room_views.rooms()],
        )

    return [sign_in, sign_out, see_overview]


def room_session_routes(people: People) -> list[ControllerRouterHandler]:
    """Return the routes of rooms in sessions."""

    @get("/room-sessions", opt=needs(Right.SEE_ROOMS), sync_to_thread=True)
    def list_room_sessions() -> list[RoomSessionRow]:
        """Return all rooms in all sessions."""
        return [room_session_view(room) for room in people.room_views.rooms()]

    @get(
        "/room-sessions/{room_session_uuid:uuid}/live",
        opt=needs(Right.SEE_ROOMS, is_activity=False),
        sync_to_thread=True,
    )
    def see_live_room(room_session_uuid: FromPath[UUID]) -> LiveRoomView:
        """Return the room as it is now. 404 NOT_FOUND."""
        return live_room_view(people.live_room(room_session_uuid))

    @post(
        "/room-sessions/{room_session_uuid:uuid}/opening",
        opt=needs(Right.COMMAND_ROOMS),
        sync_to_thread=True,
    )
    def open_room(
        room_session_uuid: FromPath[UUID],
        data: JSONBody[OpeningBody],
        request: AnyRequest,
    ) -> OrderAnswer:
        """Check the opening code and open the room.

        400 FORMAT; 403 WRONG_OPENING_CODE · PACKAGE_NOT_YET_OPEN · PACKAGE_EXPIRED;
        409 ROOM_STATE · PACKAGE_MISSING; 429 TOO_MANY_TRIES.
        """
        order = people.rooms.open(
            RoomSessionUuid(room_session_uuid),
            data.opening_code,
            by=staff_of(request).name,
        )
        return OrderAnswer(number=order.number, kind=order.kind)

    @post(
        "/room-sessions/{room_session_uuid:uuid}/orders",
        opt=needs(Right.COMMAND_ROOMS),
        sync_to_thread=True,
    )
    def give_order(
        room_session_uuid: FromPath[UUID],
        data: JSONBody[OrderBody],
        request: AnyRequest,
    ) -> OrderAnswer:
        """Give an order to a room or one sitting. 409 ROOM_STATE; 404 NOT_FOUND."""
        sitting = data.sitting_uuid
        wanted = RoomOrder(
            kind=data.kind,
            sitting_uuid=SittingUuid(sitting) if sitting is not None else None,
            extra_ms=data.extra_ms,
            text=data.text,
            request_uuid=data.request_uuid,
        )
        order = people.rooms.order(
            RoomSessionUuid(room_session_uuid), wanted, by=staff_of(request).name
        )
        return OrderAnswer(number=order.number, kind=order.kind)

    @get(
        "/room-sessions/{room_session_uuid:uuid}/resume-code",
        opt=needs(Right.SEE_RESUME_CODE),
        sync_to_thread=True,
    )
    def see_resume_code(
        room_session_uuid: FromPath[UUID], request: AnyRequest
    ) -> ResumeCodeAnswer:
        """Return the room's resume code and PIN; recorded. 409 ROOM_CLOSED."""
        uuid, by = RoomSessionUuid(room_session_uuid), staff_of(request).name
        return ResumeCodeAnswer(
            resume_code=people.rooms.resume_code(uuid, by=by),
            pin=people.room_codes.pin(uuid, by=by),
        )

    @post(
        "/room-sessions/{room_session_uuid:uuid}/sittings/{sitting_uuid:uuid}/reentry-code",
        opt=needs(Right.COMMAND_ROOMS),
        sync_to_thread=True,
    )
    def make_reentry_code(
        room_session_uuid: FromPath[UUID],
        sitting_uuid: FromPath[UUID],
        data: JSONBody[StaffCodeBody],
        request: AnyRequest,
    ) -> StaffCodeAnswer:
        """Return the code with which a candidate goes on at the seat; recorded.

        400 FORMAT; 404 NOT_FOUND; 409 ROOM_CLOSED.
        """
        code = people.room_codes.reentry_code(
            RoomSessionUuid(room_session_uuid),
            SittingUuid(sitting_uuid),
            data.challenge,
            by=staff_of(request).name,
        )
        return StaffCodeAnswer(code=code)

    return [
        list_room_sessions,
        see_live_room,
        open_room,
        give_order,
        see_resume_code,
        make_reentry_code,
    ]


def seat_routes(people: People) -> list[ControllerRouterHandler]:
    """Return the routes of seats and pairings."""

    @get("/pairings", opt=needs(Right.MANAGE_SEATS), sync_to_thread=True)
    def list_pairings() -> list[PairingView]:
        """Return the computers that ask to be seats, with the codes to compare."""
        return [
            PairingView(
                pairing_uuid=found.pairing.pairing_uuid,
                code=found.code,
                computer_name=found.pairing.computer_name,
                program_version=found.pairing.program_version,
                address=found.pairing.address,
                asked_utc=utc_text(found.pairing.asked_utc),
            )
            for found in people.seats.waiting()
        ]

    @post(
        "/pairings/{pairing_uuid:uuid}/approval",
        opt=needs(Right.MANAGE_SEATS),
        sync_to_thread=True,
    )
    def approve_pairing(
        pairing_uuid: FromPath[UUID], data: JSONBody[ApprovalBody], request: AnyRequest
    ) -> SeatViewRow:
        """Make the computer a seat. 409 SEAT_TAKEN · PAIRING_UNKNOWN; 404 NOT_FOUND."""
        seat = people.seats.approve(
            pairing_uuid, data.room_code, data.seat_code, by=staff_of(request).name
        )
        return SeatViewRow(
            seat_uuid=seat.seat_uuid,
            seat_code=seat.seat_code,
            room_code=seat.room_code,
            computer_name=seat.computer_name,
            program_version=seat.program_version,
            paired_utc=utc_text(seat.paired_utc),
            revoked_utc=None,
        )

    @delete(
        "/pairings/{pairing_uuid:uuid}",
        opt=needs(Right.MANAGE_SEATS),
        sync_to_thread=True,
    )
    def refuse_pairing(pairing_uuid: FromPath[UUID], request: AnyRequest) -> None:
        """Refuse the computer. 404 PAIRING_UNKNOWN."""
        people.seats.refuse(pairing_uuid, by=staff_of(request).name)

    @get("/seats", opt=needs(Right.MANAGE_SEATS), sync_to_thread=True)
    def list_seats() -> list[SeatViewRow]:
        """Return all seats, revoked ones too."""
        return [
            SeatViewRow(
                seat_uuid=seat.seat_uuid,
                seat_code=seat.seat_code,
                room_code=seat.room_code,
                computer_name=seat.computer_name,
                program_version=seat.program_version,
                paired_utc=seat.paired_utc,
                revoked_utc=seat.revoked_utc,
            )
            for seat in people.room_views.seats()
        ]

    @delete(
        "/seats/{seat_uuid:uuid}", opt=needs(Right.MANAGE_SEATS), sync_to_thread=True
    )
    def revoke_seat(seat_uuid: FromPath[UUID], request: AnyRequest) -> None:
        """Take a seat out; its next request is refused. 404 NOT_FOUND."""
        people.seats.revoke(seat_uuid, by=staff_of(request).name)

    return [list_pairings, approve_pairing, refuse_pairing, list_seats, revoke_seat]
