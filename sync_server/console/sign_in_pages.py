"""Signing in and out."""

import asyncio

from litestar import Response, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from question_bank.errors import ExamRoomError
from sync_server.accounts.errors import SignInRefusedError
from sync_server.accounts.roles import Right
from sync_server.console.access import (
    COOKIE,
    AnyRequest,
    checked_form,
    field,
    language_of,
    require_same_origin,
    session_cookie,
)
from sync_server.console.error_texts import error_text
from sync_server.console.pages import Pages
from sync_server.errors import TooManyTriesError
from sync_server.services.access import PUBLIC, needs
from sync_server.services.people import People


def sign_in_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    """Return the routes."""

    @get("/sign-in", opt=needs(PUBLIC), sync_to_thread=False)
    def show_sign_in(request: AnyRequest) -> Response[str]:
        model: dict[str, object] = {"name": "", "error": None}
        return pages.page("sign_in.html", language_of(request), model)

    @post("/sign-in", opt=needs(PUBLIC))
    async def sign_in(request: AnyRequest) -> Response[str]:
        require_same_origin(request)
        form = await request.form()
        name, password = field(form, "name", most=80), form.get("password", "")
        address = request.client.host if request.client else ""
        try:
            found = await asyncio.to_thread(
                people.sign_ins.sign_in, name, str(password), address
            )
        except (SignInRefusedError, TooManyTriesError) as error:
            return _refused(request, name, error)
        redirect = Redirect("/console/overview", status_code=303)
        redirect.cookies.append(session_cookie(found.token))
        return redirect

    @post("/sign-out", opt=needs(Right.SIGN_OUT))
    async def sign_out(request: AnyRequest) -> Redirect:
        await checked_form(request)
        await asyncio.to_thread(
            people.sign_ins.sign_out, request.cookies.get(COOKIE, "")
        )
        redirect = Redirect("/console/sign-in", status_code=303)
        redirect.cookies.append(session_cookie(""))
        return redirect

    def _refused(request: AnyRequest, name: str, error: ExamRoomError) -> Response[str]:
        language = language_of(request)
        what, advice = error_text(error.code)
        text = f"{what}。{advice}。" if language == "zh" else error.advice
        model: dict[str, object] = {"name": name, "error": text}
        status_code = 429 if isinstance(error, TooManyTriesError) else 401
        return pages.page("sign_in.html", language, model, status_code=status_code)

    return [show_sign_in, sign_in, sign_out]
