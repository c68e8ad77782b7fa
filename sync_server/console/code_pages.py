"""The proctor's sheet, and codes that are read out to somebody at a seat."""

import asyncio
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from question_bank.errors import FormatError
from question_bank.formats.digit_code import digit_groups
from question_bank.formats.room_card import pin_text
from question_bank.formats.staff_code import StaffCodePurpose
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from sync_server.accounts.roles import Right
from sync_server.console.access import (
    AnyRequest,
    checked_form,
    field,
    language_of,
    page_frame,
)
from sync_server.console.page_models import CodeAnswer, SeatLine, room_page
from sync_server.console.pages import Pages
from sync_server.console.room_pages import ROOM
from sync_server.console.seat_pages import uuid_field
from sync_server.errors import NotFoundError
from sync_server.services.access import needs, staff_of
from sync_server.services.people import People


def code_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    """Return the routes."""
    return [*_sheet_routes(people, pages), *_staff_code_routes(people, pages)]


def _sheet_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    @get(f"{ROOM}/resume-code", opt=needs(Right.SEE_RESUME_CODE), sync_to_thread=True)
    def see_sheet(
        request: AnyRequest, room_session_uuid: FromPath[UUID]
    ) -> Response[str]:
        uuid, by = RoomSessionUuid(room_session_uuid), staff_of(request).name
        model: dict[str, object] = {
            **page_frame(request, "overview"),
            "room": people.room_views.room(uuid),
            "resume_code": people.rooms.resume_code(uuid, by=by),
            "pin": pin_text(people.room_codes.pin(uuid, by=by)),
        }
        return pages.page("resume_code.html", language_of(request), model)

    @post(f"{ROOM}/pin", opt=needs(Right.SEE_RESUME_CODE))
    async def draw_pin_anew(
        request: AnyRequest, room_session_uuid: FromPath[UUID]
    ) -> Redirect:
        await checked_form(request)
        await asyncio.to_thread(
            people.room_codes.draw_pin_anew,
            RoomSessionUuid(room_session_uuid),
            by=staff_of(request).name,
        )
        return Redirect(
            f"/console/rooms/{room_session_uuid}/resume-code", status_code=303
        )

    return [see_sheet, draw_pin_anew]


def _staff_code_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    def codes_page(
        request: AnyRequest, uuid: UUID, chosen: str, answer: CodeAnswer | None
    ) -> Response[str]:
        language = language_of(request)
        page = room_page(people.live_room(uuid), language)
        model: dict[str, object] = {
            **page_frame(request, "overview"),
            "page": page,
            "lines": sorted(page.lines, key=_by_seat),
            "chosen": chosen,
            "waiting": next(
                (line.challenge for line in page.lines if line.sitting_uuid == chosen),
                "",
            ),
            "answer": answer,
        }
        return pages.page("codes.html", language, model)

    @get(f"{ROOM}/codes", opt=needs(Right.COMMAND_ROOMS), sync_to_thread=True)
    def see_codes(
        request: AnyRequest,
        room_session_uuid: FromPath[UUID],
        sitting: FromQuery[str] = "",
    ) -> Response[str]:
        return codes_page(request, room_session_uuid, sitting, None)

    @post(f"{ROOM}/codes", opt=needs(Right.COMMAND_ROOMS), status_code=200)
    async def make_code(
        request: AnyRequest, room_session_uuid: FromPath[UUID]
    ) -> Response[str]:
        form = await checked_form(request)
        purpose = _purpose(field(form, "purpose"))
        subject = uuid_field(field(form, "subject"))
        challenge = field(form, "challenge", most=40)
        by = staff_of(request).name

        def work() -> Response[str]:
            uuid = RoomSessionUuid(room_session_uuid)
            if purpose is StaffCodePurpose.REENTRY:
                code = people.room_codes.reentry_code(
                    uuid, SittingUuid(subject), challenge, by=by
                )
            else:
                _require_seat_of_room(people, uuid, subject)
                code = people.leave_codes.code(subject, challenge, by=by)
            answer = CodeAnswer(
                purpose=purpose.value, subject=str(subject), code=digit_groups(code)
            )
            return codes_page(request, uuid, str(subject), answer)

        return await asyncio.to_thread(work)

    return [see_codes, make_code]


def _by_seat(line: SeatLine) -> tuple[int, str]:
    return len(line.seat_code), line.seat_code


def _purpose(text: str) -> StaffCodePurpose:
    try:
        return StaffCodePurpose(text)
    except ValueError as error:
        raise FormatError("purpose", "not one of the purposes") from error


def _require_seat_of_room(
    people: People, room_session_uuid: RoomSessionUuid, seat_uuid: UUID
) -> None:
    lines = people.live_room(room_session_uuid).lines
    if not any(line.seat_uuid == str(seat_uuid) for line in lines):
        raise NotFoundError("no such seat in this room")
