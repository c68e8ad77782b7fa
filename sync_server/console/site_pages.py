"""Overview, packages, publishers, roster, rooms."""

import asyncio
from pathlib import Path

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from question_bank.errors import FormatError
from question_bank.formats.exam_package import MOST_PACKAGE_BYTES
from question_bank.formats.publisher_card import publisher_fingerprint
from sync_server.accounts.roles import Right
from sync_server.console.access import (
    AnyRequest,
    checked_form,
    field,
    language_of,
    page_frame,
)
from sync_server.console.pages import Pages
from sync_server.console.site_models import (
    overview_model,
    package_lines,
    report_lines,
)
from sync_server.services.access import needs, staff_of
from sync_server.services.people import People
from sync_server.services.roster_imports import (
    MOST_ROSTER_UPLOAD_BYTES,
    RosterFiles,
    RosterReport,
)

_PIECE_BYTES = 1024 * 1024


def site_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    """Return the routes."""
    return [
        *_overview_routes(people, pages),
        *_package_routes(people, pages),
        *_roster_routes(people, pages),
    ]


def _overview_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    @get("/overview", opt=needs(Right.SEE_OVERVIEW), sync_to_thread=True)
    def see_overview(request: AnyRequest) -> Response[str]:
        language = language_of(request)
        frame = page_frame(request, "overview")
        model = overview_model(
            people.packages.sessions(),
            people.room_views.rooms(),
            people.disk.state(),
            waiting_pairings=len(people.seats.waiting()),
            language=language,
        )
        return pages.page("overview.html", language, {**frame, "overview": model})

    return [see_overview]


def _package_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    def packages_page(request: AnyRequest, notice: str = "") -> Response[str]:
        language = language_of(request)
        model: dict[str, object] = {
            **page_frame(request, "packages"),
            "packages": package_lines(people.packages.packages(), language),
            "publishers": people.publishers.all(),
            "notice": notice,
        }
        return pages.page("packages.html", language, model)

    @get("/packages", opt=needs(Right.MANAGE_PACKAGES), sync_to_thread=True)
    def see_packages(request: AnyRequest) -> Response[str]:
        return packages_page(request)

    @post(
        "/packages",
        opt=needs(Right.MANAGE_PACKAGES),
        request_max_body_size=MOST_PACKAGE_BYTES,
    )
    async def load_package(request: AnyRequest) -> Redirect:
        expected = int(request.headers.get("content-length") or 0)
        await asyncio.to_thread(people.loading.require_room, 2 * expected)
        form = await checked_form(request)
        upload = _upload(form.get("package"), "package")
        path = people.loading.upload_path()
        try:
            await _write(upload, path)
            await asyncio.to_thread(
                people.loading.load, path, by=staff_of(request).name
            )
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        return Redirect("/console/packages", status_code=303)

    @post("/publishers", opt=needs(Right.MANAGE_PACKAGES), status_code=200)
    async def install_publisher(request: AnyRequest) -> Response[str]:
        form = await checked_form(request)
        raw = await _upload(form.get("card"), "card").read()
        card = await asyncio.to_thread(
            people.publishers.install, raw, by=staff_of(request).name
        )
        notice = f"{card.organisation_name} · {publisher_fingerprint(card)}"
        return await asyncio.to_thread(packages_page, request, notice)

    @post("/publishers/revoke", opt=needs(Right.MANAGE_PACKAGES))
    async def revoke_publisher(request: AnyRequest) -> Redirect:
        form = await checked_form(request)
        await asyncio.to_thread(
            people.publishers.revoke, field(form, "key_id"), by=staff_of(request).name
        )
        return Redirect("/console/packages", status_code=303)

    return [see_packages, load_package, install_publisher, revoke_publisher]


def _roster_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    def roster_page(request: AnyRequest, report: RosterReport | None) -> Response[str]:
        language = language_of(request)
        model: dict[str, object] = {
            **page_frame(request, "roster"),
            "report": report,
            "lines": report_lines(report, language) if report else (),
            "rooms": people.room_views.room_codes(),
        }
        return pages.page("roster.html", language, model)

    @get("/roster", opt=needs(Right.MANAGE_ROSTER), sync_to_thread=True)
    def see_roster(request: AnyRequest) -> Response[str]:
        return roster_page(request, None)

    @post(
        "/roster",
        opt=needs(Right.MANAGE_ROSTER),
        request_max_body_size=MOST_ROSTER_UPLOAD_BYTES,
        status_code=200,
    )
    async def import_roster(request: AnyRequest) -> Response[str]:
        form = await checked_form(request)
        roster = _upload(form.get("roster"), "roster")
        photos = form.get("photos")
        photos_raw, photos_name = None, ""
        if isinstance(photos, UploadFile) and photos.filename:
            photos_raw, photos_name = await photos.read(), photos.filename[:120]
        files = RosterFiles(
            roster=await roster.read(),
            roster_name=roster.filename[:120],
            photos=photos_raw,
            photos_name=photos_name,
        )
        if field(form, "act") == "check":
            report = await asyncio.to_thread(people.rosters.check, files)
        else:
            by = staff_of(request).name
            report = await asyncio.to_thread(people.rosters.import_, files, by=by)
        return await asyncio.to_thread(roster_page, request, report)

    @post("/rooms", opt=needs(Right.MANAGE_ROSTER))
    async def add_room(request: AnyRequest) -> Redirect:
        form = await checked_form(request)
        code = field(form, "room_code", most=40)
        name = field(form, "name", most=80) or code
        by = staff_of(request).name
        await asyncio.to_thread(people.room_register.put, code, name, by=by)
        return Redirect("/console/roster", status_code=303)

    return [see_roster, import_roster, add_room]


def _upload(value: object, name: str) -> UploadFile:
    """Return an uploaded file.

    Raises:
        FormatError: the person chose none.
    """
    if not isinstance(value, UploadFile) or not value.filename:
        raise FormatError(name, "no file was chosen")
    return value


async def _write(upload: UploadFile, path: Path) -> None:
    with path.open("xb") as file:
        while piece := await upload.read(_PIECE_BYTES):
            await asyncio.to_thread(file.write, piece)
