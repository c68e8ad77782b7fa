"""Seats: requests to pair, with the code to compare; paired seats."""

import asyncio
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from question_bank.errors import FormatError
from sync_server.accounts.roles import Right
from sync_server.console.access import (
    AnyRequest,
    checked_form,
    field,
    language_of,
    page_frame,
)
from sync_server.console.pages import Pages
from sync_server.services.access import needs, staff_of
from sync_server.services.people import People


def seat_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    """Return the routes."""

    @get("/seats", opt=needs(Right.MANAGE_SEATS), sync_to_thread=True)
    def see_seats(request: AnyRequest) -> Response[str]:
        model: dict[str, object] = {
            **page_frame(request, "seats"),
            "waiting": people.seats.waiting(),
            "rooms": people.room_views.room_codes(),
            "seats": people.room_views.seats(),
        }
        return pages.page("seats.html", language_of(request), model)

    @post("/seats/approve", opt=needs(Right.MANAGE_SEATS))
    async def approve(request: AnyRequest) -> Redirect:
        form = await checked_form(request)
        seat_code = field(form, "seat_code", most=20)
        if not seat_code:
            raise FormatError("seat_code", "no seat number was given")
        await asyncio.to_thread(
            people.seats.approve,
            uuid_field(field(form, "pairing_uuid")),
            field(form, "room_code", most=40),
            seat_code,
            by=staff_of(request).name,
        )
        return Redirect("/console/seats", status_code=303)

    @post("/seats/refuse", opt=needs(Right.MANAGE_SEATS))
    async def refuse(request: AnyRequest) -> Redirect:
        form = await checked_form(request)
        pairing_uuid = uuid_field(field(form, "pairing_uuid"))
        by = staff_of(request).name
        await asyncio.to_thread(people.seats.refuse, pairing_uuid, by=by)
        return Redirect("/console/seats", status_code=303)

    @post("/seats/revoke", opt=needs(Right.MANAGE_SEATS))
    async def revoke(request: AnyRequest) -> Redirect:
        form = await checked_form(request)
        seat_uuid = uuid_field(field(form, "seat_uuid"))
        by = staff_of(request).name
        await asyncio.to_thread(people.seats.revoke, seat_uuid, by=by)
        return Redirect("/console/seats", status_code=303)

    return [see_seats, approve, refuse, revoke]


def uuid_field(text: str) -> UUID:
    """Return a UUID that a form or a query named.

    Raises:
        FormatError: it is none.
    """
    try:
        return UUID(text)
    except ValueError as error:
        raise FormatError("uuid", "not an identifier") from error
