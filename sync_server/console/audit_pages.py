"""The audit log's newest records."""

from litestar import Response, get
from litestar.types import ControllerRouterHandler

from sync_server.accounts.roles import Right
from sync_server.console.access import AnyRequest, language_of, page_frame
from sync_server.console.pages import Pages
from sync_server.services.access import needs
from sync_server.services.people import People

MOST_RECORDS = 300


def audit_routes(people: People, pages: Pages) -> list[ControllerRouterHandler]:
    """Return the routes."""

    @get("/audit", opt=needs(Right.SEE_AUDIT), sync_to_thread=True)
    def see_audit(request: AnyRequest) -> Response[str]:
        records = people.audit.newest(MOST_RECORDS)
        model: dict[str, object] = {
            **page_frame(request, "audit"),
            "records": records,
            "head": f"{records[0].number} {records[0].hash.hex()}" if records else "",
        }
        return pages.page("audit.html", language_of(request), model)

    return [see_audit]
