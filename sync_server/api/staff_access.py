"""Who may call a staff route: one guard over all of them.

Each handler names the right that it needs in `opt`; a handler without one is refused at
the start, so that none can be forgotten.
"""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from sync_server.accounts.errors import SignedOutError
from sync_server.accounts.roles import Right, guard
from sync_server.accounts.staff import Staff
from sync_server.services.people import People

PUBLIC = "public"
"""The one right that needs no session: for signing in."""

_BEARER = "Bearer "

AnyRequest = Request[Any, Any, Any]


def needs(right: Right | str, *, is_activity: bool = True) -> dict[str, object]:
    """Return a handler's `opt`: the right it needs, and whether it is a person's act."""
    return {"right": right, "is_activity": is_activity}


def staff_guard(people: People) -> Guard:
    """Return the guard: a session token, and the right that the handler names."""

    def check(
        connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
    ) -> None:
        right = handler.opt["right"]
        if right == PUBLIC:
            return
        staff = people.sign_ins.staff_of(
            bearer_token(connection), is_activity=handler.opt["is_activity"]
        )
        guard(staff.role, right)
        connection.state["staff"] = staff

    return check


def bearer_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the session token of a request.

    Raises:
        SignedOutError: it carries none.
    """
    header = connection.headers.get("authorization", "")
    if not header.startswith(_BEARER):
        raise SignedOutError("no session token")
    return header.removeprefix(_BEARER).strip()


def staff_of(request: AnyRequest) -> Staff:
    """Return who calls; the guard has let them in."""
    staff = request.state["staff"]
    assert isinstance(staff, Staff)
    return staff


def address_of(request: AnyRequest) -> str:
    """Return the caller's address, for slowing down who guesses."""
    return request.client.host if request.client is not None else ""
