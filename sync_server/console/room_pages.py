"""A room on the day: its live page, orders with confirmation."""

import asyncio
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from question_bank.errors import FormatError
from question_bank.formats.order import OrderKind
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from sync_server.accounts.roles import Right
from sync_server.console.access import (
    AnyRequest,
    checked_form,
    field,
    language_of,
    page_frame,
)
from sync_server.console.fault_help import FAULT_HELP
from sync_server.console.page_models import (
    DANGEROUS_ACTS,
    SITTING_ACTS,
    room_page,
    trouble_line,
)
from sync_server.console.pages import Pages
from sync_server.console.seat_pages import uuid_field
from sync_server.errors import NotFoundError
from sync_server.services.access import needs, staff_of
from sync_server.services.people import People
from sync_server.services.room_acts import RoomOrder

MOST_EXTRA_MINUTES = 360
COMING_TEXT = "老师马上来，请稍等。 / A proctor is coming."
"""Shown at a seat whose candidate called."""
ROOM = "/rooms/{room_session_uuid:uuid}"


def room_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    """Return the routes."""
    return [*_see_routes(people, pages), *_act_routes(people, pages)]


def _see_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    @get(ROOM, opt=needs(Right.SEE_ROOMS), sync_to_thread=True)
    def see_room(
        request: AnyRequest, room_session_uuid: FromPath[UUID]
    ) -> Response[str]:
        return _room(request, room_session_uuid, "room.html")

    @get(
        f"{ROOM}/live",
        opt=needs(Right.SEE_ROOMS, is_activity=False),
        sync_to_thread=True,
    )
    def see_live(
        request: AnyRequest, room_session_uuid: FromPath[UUID]
    ) -> Response[str]:
        return _room(request, room_session_uuid, "room_live.html")

    @get("/help", opt=needs(Right.SEE_ROOMS), sync_to_thread=True)
    def see_help(request: AnyRequest) -> Response[str]:
        language = language_of(request)
        model: dict[str, object] = {
            **page_frame(request, "help"),
            "faults": [trouble_line(code, language) for code in FAULT_HELP],
        }
        return pages.page("help.html", language, model)

    def _room(request: AnyRequest, uuid: UUID, template: str) -> Response[str]:
        language = language_of(request)
        page = room_page(people.live_room(uuid), language)
        model: dict[str, object] = {
            **page_frame(request, "overview"),
            "page": page,
            "request_uuids": {
                line.key: str(uuid4()) for line in page.lines if line.help_called
            },
            "coming_text": COMING_TEXT,
        }
        return pages.page(template, language, model)

    return [see_room, see_live, see_help]


def _act_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    @get(
        f"{ROOM}/sittings/{{sitting_uuid:uuid}}",
        opt=needs(Right.COMMAND_ROOMS),
        sync_to_thread=True,
    )
    def see_sitting(
        request: AnyRequest,
        room_session_uuid: FromPath[UUID],
        sitting_uuid: FromPath[UUID],
    ) -> Response[str]:
        language = language_of(request)
        page = room_page(people.live_room(room_session_uuid), language)
        found = [line for line in page.lines if line.sitting_uuid == str(sitting_uuid)]
        if not found:
            raise NotFoundError("no such sitting in this room")
        model: dict[str, object] = {
            **page_frame(request, "overview"),
            "page": page,
            "line": found[0],
            "acts": sorted(
                SITTING_ACTS[page.room.state],
                key=lambda act: not (act == "unlock" and found[0].challenge),
            ),
        }
        return pages.page("sitting.html", language, model)

    @get(
        f"{ROOM}/acts/{{act:str}}", opt=needs(Right.COMMAND_ROOMS), sync_to_thread=True
    )
    def confirm_act(
        request: AnyRequest,
        room_session_uuid: FromPath[UUID],
        act: FromPath[str],
        sitting: FromQuery[str] = "",
    ) -> Response[str]:
        language = language_of(request)
        kind = _kind(act)
        page = room_page(people.live_room(room_session_uuid), language)
        lines = [
            line for line in page.lines if sitting and line.sitting_uuid == sitting
        ]
        if sitting and not lines:
            raise NotFoundError("no such sitting in this room")
        model: dict[str, object] = {
            **page_frame(request, "overview"),
            "room": page.room,
            "act": kind.value,
            "line": lines[0] if lines else None,
            "page": page,
            "is_dangerous": kind.value in DANGEROUS_ACTS,
            "request_uuid": str(uuid4()),
        }
        return pages.page("act.html", language, model)

    @post(f"{ROOM}/acts/{{act:str}}", opt=needs(Right.COMMAND_ROOMS))
    async def do_act(
        request: AnyRequest, room_session_uuid: FromPath[UUID], act: FromPath[str]
    ) -> Redirect:
        form = await checked_form(request)
        kind, by = _kind(act), staff_of(request).name
        uuid = RoomSessionUuid(room_session_uuid)
        if kind is OrderKind.OPEN:
            code = field(form, "opening_code", most=200)
            await asyncio.to_thread(people.rooms.open, uuid, code, by=by)
        else:
            sitting = field(form, "sitting_uuid")
            wanted = RoomOrder(
                kind=kind,
                sitting_uuid=SittingUuid(uuid_field(sitting)) if sitting else None,
                extra_ms=_extra_ms(kind, field(form, "extra_minutes")),
                text=field(form, "text"),
                request_uuid=uuid_field(field(form, "request_uuid")),
            )
            await asyncio.to_thread(people.rooms.order, uuid, wanted, by=by)
        return Redirect(f"/console/rooms/{room_session_uuid}", status_code=303)

    return [see_sitting, confirm_act, do_act]


def _kind(act: str) -> OrderKind:
    try:
        return OrderKind(act)
    except ValueError as error:
        raise NotFoundError("no such act") from error


def _extra_ms(kind: OrderKind, minutes: str) -> int:
    if kind is not OrderKind.EXTEND:
        return 0
    if not minutes.isdecimal() or not 1 <= int(minutes) <= MOST_EXTRA_MINUTES:
        raise FormatError("extra_minutes", f"1 to {MOST_EXTRA_MINUTES} minutes")
    return int(minutes) * 60_000
