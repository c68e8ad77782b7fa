"""Answers that came on a stick instead of over the network."""

import asyncio
from typing import BinaryIO, cast

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.types import ControllerRouterHandler

from question_bank.errors import FormatError
from sync_server.accounts.roles import Right
from sync_server.console.access import (
    AnyRequest,
    checked_form,
    language_of,
    page_frame,
)
from sync_server.console.archive_models import archive_line
from sync_server.console.pages import Pages
from sync_server.services.access import needs, staff_of
from sync_server.services.archive_imports import MOST_UPLOAD_BYTES, ArchiveReport
from sync_server.services.people import People


def archive_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    """Return the routes."""

    def page(request: AnyRequest, reports: list[ArchiveReport]) -> Response[str]:
        language = language_of(request)
        model: dict[str, object] = {
            **page_frame(request, "archives"),
            "lines": [archive_line(report, language) for report in reports],
        }
        return pages.page("archives.html", language, model)

    @get("/archives", opt=needs(Right.COMMAND_ROOMS), sync_to_thread=True)
    def see_archives(request: AnyRequest) -> Response[str]:
        return page(request, [])

    @post(
        "/archives",
        opt=needs(Right.COMMAND_ROOMS),
        request_max_body_size=MOST_UPLOAD_BYTES,
        status_code=200,
    )
    async def import_archives(request: AnyRequest) -> Response[str]:
        form = await checked_form(request)
        uploads = [
            upload
            for upload in form.getall("archive", [])
            if isinstance(upload, UploadFile) and upload.filename
        ]
        if not uploads:
            raise FormatError("archive", "no file was chosen")
        by = staff_of(request).name

        def work() -> Response[str]:
            reports = []
            for upload in uploads:
                stream = cast("BinaryIO", upload.file)
                stream.seek(0)
                name = upload.filename[:120]
                reports.append(people.archives.take_in(stream, name, by=by))
            return page(request, reports)

        return await asyncio.to_thread(work)

    return [see_archives, import_archives]
