"""Who may call a staff route: one guard over all of them."""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from sync_server.accounts.errors import SignedOutError
from sync_server.services.access import PUBLIC, let_in
from sync_server.services.people import People

_BEARER = "Bearer "

AnyRequest = Request[Any, Any, Any]


def staff_guard(people: People) -> Guard:
    """Return the guard: a session token, and the right that the handler names."""

    def check(
        connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
    ) -> None:
        if handler.opt["right"] == PUBLIC:
            return
        token = bearer_token(connection)
        connection.state["staff"] = let_in(people.sign_ins, handler.opt, token)

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


def address_of(request: AnyRequest) -> str:
    """Return the caller's address, for slowing down who guesses."""
    return request.client.host if request.client is not None else ""
