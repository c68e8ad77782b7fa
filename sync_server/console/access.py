"""Who may see a page or send a form: cookie, right, and the form's own token."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, FormMultiDict
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from sync_server.accounts.errors import FormTokenError, SignedOutError
from sync_server.accounts.roles import RIGHTS, Right
from sync_server.accounts.staff import (
    SESSION_LASTS,
    form_token,
    is_form_token,
)
from sync_server.console.texts import LANGUAGES
from sync_server.services.access import PUBLIC, let_in, staff_of
from sync_server.services.people import People

COOKIE = "__Host-exam-room"
LANGUAGE_COOKIE = "exam-room-language"

AnyRequest = Request[Any, Any, Any]


def console_guard(people: People) -> Guard:
    """Return the guard of all pages."""

    def check(
        connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
    ) -> None:
        if handler.opt["right"] == PUBLIC:
            return
        token = connection.cookies.get(COOKIE, "")
        if not token:
            raise SignedOutError("no session")
        connection.state["staff"] = let_in(people.sign_ins, handler.opt, token)

    return check


async def checked_form(request: AnyRequest) -> FormMultiDict:
    """Return a form that this console's own page sent.

    Raises:
        FormTokenError: from elsewhere, or without the session's token.
    """
    require_same_origin(request)
    form = await request.form()
    found = form.get("form_token")
    token = request.cookies.get(COOKIE, "")
    if not isinstance(found, str) or not is_form_token(token, found):
        raise FormTokenError("the form is not one of this session")
    return form


def require_same_origin(request: AnyRequest) -> None:
    """Return if a browser says that the request comes from our own page, or says nothing.

    Raises:
        FormTokenError: it comes from elsewhere.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {
        "same-origin",
        "none",
    }:
        raise FormTokenError("sent by another site's page")
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise FormTokenError("sent by another site's page")


def field(form: FormMultiDict, name: str, *, most: int = 2000) -> str:
    """Return a text field without blanks around it; "" when it is missing."""
    value = form.get(name)
    return value.strip()[:most] if isinstance(value, str) else ""


def language_of(request: AnyRequest) -> str:
    """Return the language that was chosen; Chinese first."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, LANGUAGES[0])
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def page_frame(request: AnyRequest, here: str) -> dict[str, object]:
    """Return what every page of a signed-in person needs."""
    staff = staff_of(request)
    rights = RIGHTS[staff.role]
    return {
        "staff_name": staff.name,
        "role_key": f"role_{staff.role.value}",
        "form_token": form_token(request.cookies.get(COOKIE, "")),
        "here": here,
        "rights": frozenset(right.value for right in rights),
        "nav": [(path, key) for path, key, right in _NAVIGATION if right in rights],
    }


_NAVIGATION = (
    ("overview", "nav_overview", Right.SEE_OVERVIEW),
    ("packages", "nav_packages", Right.MANAGE_PACKAGES),
    ("roster", "nav_roster", Right.MANAGE_ROSTER),
    ("seats", "nav_seats", Right.MANAGE_SEATS),
    ("archives", "nav_archives", Right.COMMAND_ROOMS),
    ("results", "nav_results", Right.SEE_RESULTS),
    ("audit", "nav_audit", Right.SEE_AUDIT),
    ("help", "nav_help", Right.SEE_ROOMS),
)


def session_cookie(token: str) -> Cookie:
    """Return the cookie of a session; an empty token takes it away."""
    return Cookie(
        key=COOKIE,
        value=token,
        path="/",
        secure=True,
        httponly=True,
        samesite="strict",
        max_age=int(SESSION_LASTS.total_seconds()) if token else 0,
    )
