"""Whether a room's computers are ready for an exam (row 77)."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from sync_server.accounts.roles import Right
from sync_server.console.access import AnyRequest, language_of, page_frame
from sync_server.console.pages import Pages
from sync_server.console.readiness_models import readiness_page
from sync_server.console.room_pages import ROOM
from sync_server.services.access import needs
from sync_server.services.people import People


def readiness_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    """Return the routes."""

    @get(f"{ROOM}/readiness", opt=needs(Right.SEE_ROOMS), sync_to_thread=True)
    def see_readiness(
        request: AnyRequest, room_session_uuid: FromPath[UUID]
    ) -> Response[str]:
        return _page(request, room_session_uuid, "readiness.html")

    @get(
        f"{ROOM}/readiness/live",
        opt=needs(Right.SEE_ROOMS, is_activity=False),
        sync_to_thread=True,
    )
    def see_live_readiness(
        request: AnyRequest, room_session_uuid: FromPath[UUID]
    ) -> Response[str]:
        return _page(request, room_session_uuid, "readiness_live.html")

    def _page(request: AnyRequest, uuid: UUID, template: str) -> Response[str]:
        language = language_of(request)
        live = people.live_room(uuid)
        model: dict[str, object] = {
            **page_frame(request, "overview"),
            "room": live.room,
            "readiness": readiness_page(live, language),
        }
        return pages.page(template, language, model)

    return [see_readiness, see_live_readiness]
