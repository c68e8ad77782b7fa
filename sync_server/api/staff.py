"""The staff API `/api/v1/staff/…`: the same acts as the console's pages, as JSON.

A session token from `POST /sign-ins` goes with every other call in `Authorization:
Bearer`; cookies are not read here, so that no other site's page can call it.
"""

from litestar import Router

from sync_server.api.staff_access import staff_guard
from sync_server.api.staff_day import (
    room_session_routes,
    seat_routes,
    sign_in_routes,
)
from sync_server.api.staff_material import (
    package_routes,
    result_routes,
    roster_routes,
)
from sync_server.services.people import People

STAFF_PATH = "/api/v1/staff"


def staff_router(people: People) -> Router:
    """Return all staff routes behind one guard."""
    return Router(
        path=STAFF_PATH,
        route_handlers=[
            *sign_in_routes(people),
            *room_session_routes(people),
            *seat_routes(people),
            *package_routes(people),
            *roster_routes(people),
            *result_routes(people),
        ],
        guards=[staff_guard(people)],
        tags=["staff"],
    )
