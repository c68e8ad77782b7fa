"""All pages of the console behind one guard, with one way to say what went wrong."""

from importlib import resources
from types import MappingProxyType

from litestar import Response, Router, get
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from question_bank.errors import ExamRoomError
from sync_server.accounts.errors import SignedOutError
from sync_server.console.access import (
    LANGUAGE_COOKIE,
    AnyRequest,
    console_guard,
    language_of,
)
from sync_server.console.archive_pages import archive_routes
from sync_server.console.audit_pages import audit_routes
from sync_server.console.code_pages import code_routes
from sync_server.console.error_texts import error_text
from sync_server.console.pages import SECURITY_HEADERS, Pages
from sync_server.console.readiness_pages import readiness_routes
from sync_server.console.result_pages import result_routes
from sync_server.console.room_pages import room_routes
from sync_server.console.seat_pages import seat_routes
from sync_server.console.sign_in_pages import sign_in_routes
from sync_server.console.site_pages import site_routes
from sync_server.console.texts import LANGUAGES
from sync_server.errors import NotFoundError
from sync_server.services.access import PUBLIC, needs
from sync_server.services.people import People

CONSOLE_PATH = "/console"

_STATUS = MappingProxyType(
    {
        "ROLE_NEEDED": 403,
        "FORM_TOKEN": 403,
        "SIGN_IN_REFUSED": 401,
        "NOT_FOUND": 404,
        "TOO_MANY_TRIES": 429,
        "STORAGE_FAILED": 503,
        "STORAGE_FULL": 507,
        "DISK_RESERVE": 507,
    }
)
"""What is not here is a request that could not be granted as it stood (409)."""

_STATIC_TYPES = MappingProxyType(
    {"console.css": "text/css; charset=utf-8", "console.js": "text/javascript"}
)


def console_router(people: People) -> Router:
    """Return all pages of the console."""
    pages = Pages(people.site_name)

    def answer_error(request: AnyRequest, error: ExamRoomError) -> Response[str]:
        """Show what went wrong and what to do now."""
        language = language_of(request)
        what, advice = error_text(error.code)
        if language == "en":
            what, advice = str(error), error.advice
        model: dict[str, object] = {
            "what": what,
            "advice": advice,
            "code": error.code,
            "detail": str(error),
        }
        status_code = _STATUS.get(error.code, 409)
        found = pages.page("error.html", language, model, status_code=status_code)
        found.headers.update(SECURITY_HEADERS)
        return found

    def send_to_sign_in(request: AnyRequest, _error: SignedOutError) -> Response[str]:
        """Ask who it is; a page that updates itself is told by the status."""
        if request.headers.get("x-live"):
            return Response("", status_code=401, headers=dict(SECURITY_HEADERS))
        return Redirect(f"{CONSOLE_PATH}/sign-in", status_code=303)

    return Router(
        path=CONSOLE_PATH,
        route_handlers=[
            *_frame_routes(),
            *sign_in_routes(people, pages),
            *site_routes(people, pages),
            *seat_routes(people, pages),
            *room_routes(people, pages),
            *code_routes(people, pages),
            *readiness_routes(people, pages),
            *archive_routes(people, pages),
            *result_routes(people, pages),
            *audit_routes(people, pages),
        ],
        guards=[console_guard(people)],
        exception_handlers={
            SignedOutError: send_to_sign_in,
            ExamRoomError: answer_error,
        },
        response_headers=dict(SECURITY_HEADERS),
        include_in_schema=False,
    )


def _frame_routes() -> list[ControllerRouterHandler]:
    @get("/", opt=needs(PUBLIC), sync_to_thread=False)
    def go_to_overview() -> Redirect:
        return Redirect(f"{CONSOLE_PATH}/overview", status_code=303)

    @get("/language/{language:str}", opt=needs(PUBLIC), sync_to_thread=False)
    def choose_language(language: FromPath[str]) -> Redirect:
        if language not in LANGUAGES:
            raise NotFoundError("no such language")
        cookie = Cookie(
            key=LANGUAGE_COOKIE,
            value=language,
            path="/",
            secure=True,
            httponly=True,
            samesite="strict",
            max_age=31_536_000,
        )
        return Redirect(f"{CONSOLE_PATH}/overview", status_code=303, cookies=[cookie])

    @get("/static/{name:str}", opt=needs(PUBLIC), sync_to_thread=True)
    def see_static(name: FromPath[str]) -> Response[bytes]:
        if name not in _STATIC_TYPES:
            raise NotFoundError("no such file")
        folder = resources.files("sync_server.console") / "static"
        content = (folder / name).read_bytes()
        return Response(content, media_type=_STATIC_TYPES[name])

    return [go_to_overview, choose_language, see_static]
