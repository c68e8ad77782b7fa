"""Staff routes of what is brought in and taken out: packages, rosters, scores, audit."""

import asyncio
from pathlib import Path
from typing import Literal

from litestar import Response, delete, get, post, put
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from question_bank.errors import FormatError
from question_bank.formats.exam_package import MOST_PACKAGE_BYTES
from question_bank.formats.publisher_card import (
    MOST_PUBLISHER_CARD_BYTES,
    publisher_fingerprint,
)
from sync_server.accounts.roles import Right
from sync_server.api.staff_access import AnyRequest
from sync_server.api.staff_messages import (
    AuditView,
    InstalledCard,
    PackageView,
    PublisherView,
    RoomBody,
    RoomView,
    RosterAnswer,
    ScoreBody,
    ScoresAnswer,
    SessionView,
)
from sync_server.api.staff_views import (
    package_view,
    roster_answer,
    scores_answer,
    session_view,
)
from sync_server.packages.package_records import NewPackage
from sync_server.results.score_files import csv_sheet, xlsx_workbook
from sync_server.services.access import needs, staff_of
from sync_server.services.people import People
from sync_server.services.roster_imports import MOST_ROSTER_UPLOAD_BYTES, RosterFiles
from sync_server.services.scoring import ScoreRequest

SHEET_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def package_routes(people: People) -> list[ControllerRouterHandler]:
    """Return the routes of packages and publishers."""

    @get("/packages", opt=needs(Right.MANAGE_PACKAGES), sync_to_thread=True)
    def list_packages() -> list[PackageView]:
        """Return the loaded packages, the newest first."""
        return [package_view(package) for package in people.packages.packages()]

    @get("/sessions", opt=needs(Right.SEE_OVERVIEW), sync_to_thread=True)
    def list_sessions() -> list[SessionView]:
        """Return the sessions."""
        return [session_view(session) for session in people.packages.sessions()]

    @post(
        "/packages",
        opt=needs(Right.MANAGE_PACKAGES),
        request_max_body_size=MOST_PACKAGE_BYTES,
    )
    async def load_package(request: AnyRequest) -> PackageView:
        """Load a package; the body is the .exam file itself.

        403 with the refusal's own code: PUBLISHER_UNKNOWN, SIGNATURE_INVALID,
        OTHER_SITE, PACKAGE_EXPIRED, PACKAGE_TOO_NEW, PACKAGE_ROLLED_BACK,
        PACKAGE_DAMAGED …; 400 FORMAT; 409 PACKAGE_IN_USE; 507 DISK_RESERVE.
        """
        path = people.loading.upload_path()
        try:
            await _receive(request, path, people)
            new = await asyncio.to_thread(
                people.loading.load, path, by=staff_of(request).name
            )
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        return _new_package_view(new, people)

    @get("/publishers", opt=needs(Right.MANAGE_PACKAGES), sync_to_thread=True)
    def list_publishers() -> list[PublisherView]:
        """Return the publishers' keys, revoked ones too."""
        return [
            PublisherView(
                key_id=key.key_id,
                name=key.name,
                trusted_utc=key.trusted_utc,
                revoked_utc=key.revoked_utc,
            )
            for key in people.publishers.all()
        ]

    @post(
        "/publishers",
        opt=needs(Right.MANAGE_PACKAGES),
        request_max_body_size=MOST_PUBLISHER_CARD_BYTES,
    )
    async def install_publisher(request: AnyRequest) -> InstalledCard:
        """Believe a publisher's card; the body is the card file.

        400 FORMAT; 403 PUBLISHER_CARD_REFUSED.
        """
        raw = await request.body()
        card = await asyncio.to_thread(
            people.publishers.install, raw, by=staff_of(request).name
        )
        return InstalledCard(
            organisation_name=card.organisation_name,
            version=card.version,
            fingerprint=publisher_fingerprint(card),
        )

    @delete(
        "/publishers/{key_id:str}",
        opt=needs(Right.MANAGE_PACKAGES),
        sync_to_thread=True,
    )
    def revoke_publisher(key_id: FromPath[str], request: AnyRequest) -> None:
        """Believe a key no more, for good. 404 NOT_FOUND."""
        people.publishers.revoke(key_id, by=staff_of(request).name)

    return [
        list_packages,
        list_sessions,
        load_package,
        list_publishers,
        install_publisher,
        revoke_publisher,
    ]


def roster_routes(people: People) -> list[ControllerRouterHandler]:
    """Return the routes of rooms and rosters."""

    @get("/rooms", opt=needs(Right.SEE_ROOMS), sync_to_thread=True)
    def list_rooms() -> list[RoomView]:
        """Return all rooms."""
        rooms = people.room_views.room_codes()
        return [RoomView(room_code=code, name=name) for code, name in rooms]

    @put("/rooms/{room_code:str}", opt=needs(Right.MANAGE_ROSTER), sync_to_thread=True)
    def put_room(
        room_code: FromPath[str], data: JSONBody[RoomBody], request: AnyRequest
    ) -> RoomView:
        """Add a room, or rename it. 400 FORMAT."""
        people.room_register.put(room_code, data.name, by=staff_of(request).name)
        return RoomView(room_code=room_code, name=data.name)

    @post(
        "/rosters",
        opt=needs(Right.MANAGE_ROSTER),
        request_max_body_size=MOST_ROSTER_UPLOAD_BYTES,
        status_code=200,
    )
    async def import_roster(
        request: AnyRequest,
        check: FromQuery[bool] = False,
    ) -> RosterAnswer:
        """Import a roster, all or nothing; multipart fields `roster` and `photos`.

        200 with the report by row, also when nothing was imported because of errors.
        """
        files = await roster_files(request)
        by = staff_of(request).name
        if check:
            report = await asyncio.to_thread(people.rosters.check, files)
        else:
            report = await asyncio.to_thread(people.rosters.import_, files, by=by)
        return roster_answer(report)

    return [list_rooms, put_room, import_roster]


def result_routes(people: People) -> list[ControllerRouterHandler]:
    """Return the routes of scores and the audit log."""

    @post(
        "/sessions/{session_uuid:str}/scores",
        opt=needs(Right.SCORE),
        sync_to_thread=True,
        status_code=200,
    )
    def score(
        session_uuid: FromPath[str], data: JSONBody[ScoreBody], request: AnyRequest
    ) -> ScoresAnswer:
        """Score a session's objective tasks.

        403 WRONG_PASSPHRASE · OTHER_SITE · WRONG_OPENING_CODE; 409
        OPENING_CODE_NEEDED · PACKAGE_MISSING; 404 NOT_FOUND.
        """
        wanted = _score_request(session_uuid, data, request)
        return scores_answer(people.scoring.score(wanted))

    @post(
        "/sessions/{session_uuid:str}/score-sheet",
        opt=needs(Right.SCORE),
        sync_to_thread=True,
        status_code=200,
    )
    def make_sheet(
        session_uuid: FromPath[str],
        data: JSONBody[ScoreBody],
        request: AnyRequest,
        kind: FromQuery[Literal["xlsx", "csv"]] = "xlsx",
    ) -> Response[bytes]:
        """Score a session and return the sheet as a file. Refusals as for scores."""
        results = people.scoring.score(_score_request(session_uuid, data, request))
        content = xlsx_workbook(results) if kind == "xlsx" else csv_sheet(results)
        return Response(content, media_type=SHEET_TYPES[kind])

    @get("/audit", opt=needs(Right.SEE_AUDIT), sync_to_thread=True)
    def see_audit() -> list[AuditView]:
        """Return the newest 500 records of the audit log."""
        return [
            AuditView(
                number=record.number,
                made_utc=record.made_utc,
                actor=record.actor,
                action=record.action,
                subject=record.subject,
                details_json=record.details_json,
                hash=record.hash.hex(),
            )
            for record in people.audit.newest(500)
        ]

    return [score, make_sheet, see_audit]


async def roster_files(request: AnyRequest) -> RosterFiles:
    """Return the uploaded files.

    Raises:
        FormatError: there is no file in the field `roster`.
    """
    form = await request.form()
    roster, photos = form.get("roster"), form.get("photos")
    if not isinstance(roster, UploadFile) or not roster.filename:
        raise FormatError("roster", "no file was sent")
    photos_raw, photos_name = None, ""
    if isinstance(photos, UploadFile) and photos.filename:
        photos_raw, photos_name = await photos.read(), photos.filename[:120]
    return RosterFiles(
        roster=await roster.read(),
        roster_name=roster.filename[:120],
        photos=photos_raw,
        photos_name=photos_name,
    )


async def _receive(request: AnyRequest, path: Path, people: People) -> None:
    """Write the body to `path` piece by piece, keeping the disk's reserve."""
    expected = int(request.headers.get("content-length") or 0)
    await asyncio.to_thread(people.loading.require_room, expected)
    with path.open("xb") as file:
        async for piece in request.stream():
            await asyncio.to_thread(file.write, piece)


def _new_package_view(new: NewPackage, people: People) -> PackageView:
    for package in people.packages.packages():
        if package.manifest_sha256 == new.manifest_sha256:
            return package_view(package)
    raise AssertionError("a package that was just kept is there")


def _score_request(
    session_uuid: str, data: JSONBody[ScoreBody], request: AnyRequest
) -> ScoreRequest:
    return ScoreRequest(
        session_uuid=session_uuid,
        passphrase=data.passphrase,
        opening_code=data.opening_code,
        by=staff_of(request).name,
    )
