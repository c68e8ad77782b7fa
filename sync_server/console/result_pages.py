"""Objective scores: shown and downloaded with the marking passphrase."""

import asyncio

from litestar import Response, get, post
from litestar.types import ControllerRouterHandler

from sync_server.accounts.roles import Right
from sync_server.console.access import (
    AnyRequest,
    checked_form,
    field,
    language_of,
    page_frame,
)
from sync_server.console.pages import Pages
from sync_server.results.score_files import csv_sheet, xlsx_workbook
from sync_server.results.score_table import about_rows, score_rows
from sync_server.results.sitting_result import SessionResults
from sync_server.services.access import needs, staff_of
from sync_server.services.people import People
from sync_server.services.scoring import ScoreRequest

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def result_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    """Return the routes."""

    def results_page(
        request: AnyRequest, results: SessionResults | None
    ) -> Response[str]:
        model: dict[str, object] = {
            **page_frame(request, "results"),
            "sessions": people.packages.sessions(),
            "results": results,
            "rows": score_rows(results) if results else (),
            "about": about_rows(results) if results else (),
        }
        return pages.page("results.html", language_of(request), model)

    @get("/results", opt=needs(Right.SEE_RESULTS), sync_to_thread=True)
    def see_results(request: AnyRequest) -> Response[str]:
        return results_page(request, None)

    @post("/results", opt=needs(Right.SCORE), status_code=200)
    async def score(request: AnyRequest) -> Response[str] | Response[bytes]:
        form = await checked_form(request)
        passphrase = form.get("passphrase")
        wanted = ScoreRequest(
            session_uuid=field(form, "session_uuid"),
            passphrase=passphrase if isinstance(passphrase, str) else "",
            opening_code=field(form, "opening_code", most=200),
            by=staff_of(request).name,
        )
        results = await asyncio.to_thread(people.scoring.score, wanted)
        match field(form, "act"):
            case "xlsx":
                content = await asyncio.to_thread(xlsx_workbook, results)
                return _file(content, _XLSX, f"{results.session_code}.xlsx")
            case "csv":
                content = await asyncio.to_thread(csv_sheet, results)
                return _file(content, "text/csv", f"{results.session_code}.csv")
            case _:
                return await asyncio.to_thread(results_page, request, results)

    return [see_results, score]


def _file(content: bytes, media_type: str, name: str) -> Response[bytes]:
    """Return a download; session codes are plain ASCII, so the name needs no quoting."""
    return Response(
        content,
        media_type=media_type,
        headers={"content-disposition": f'attachment; filename="scores-{name}"'},
    )
