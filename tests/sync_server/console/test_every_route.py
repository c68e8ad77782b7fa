"""Rights and form tokens, for each route that the program has: none can be forgotten."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from litestar.handlers import HTTPRouteHandler

from sync_server.accounts.roles import RIGHTS, Right, Role
from sync_server.api.staff import STAFF_PATH
from sync_server.console.access import COOKIE
from sync_server.console.console import CONSOLE_PATH
from tests.sync_server.console.conftest import Day

PASSWORD = "four-quiet-words-here"
PUBLIC = "public"


def routes(day: Day, prefix: str) -> Iterator[tuple[str, str, object]]:
    """Yield (method, path with made-up identifiers, right that it names)."""
    for route in day.program.routes:
        if not route.path.startswith(prefix) or not hasattr(route, "route_handlers"):
            continue
        path = route.path_format
        for name in ("room_session_uuid", "sitting_uuid", "pairing_uuid", "seat_uuid"):
            path = path.replace(f"{{{name}}}", str(uuid4()))
        path = path.replace("{language}", "zh").replace("{name}", "console.css")
        path = path.replace("{act}", "lock").replace("{key_id}", "0" * 16)
        path = path.replace("{room_code}", "R9").replace("{session_uuid}", "none")
        for handler in route.route_handlers:
            assert isinstance(handler, HTTPRouteHandler)
            for method in handler.http_methods - {"OPTIONS", "HEAD"}:
                yield (
                    str(getattr(method, "value", method)),
                    path,
                    handler.opt.get("right"),
                )


def sessions(day: Day) -> dict[Role, str]:
    """Return a signed-in token of each role."""
    tokens = {}
    for role in Role:
        name = f"the-{role.value}"
        day.people.sign_ins.add_account(name, role, PASSWORD, by="test")
        found = day.people.sign_ins.sign_in(name, PASSWORD, "127.0.0.1")
        tokens[role] = found.token
    return tokens


@pytest.mark.slow
@pytest.mark.parametrize("prefix", [STAFF_PATH, CONSOLE_PATH])
def test_every_route_names_a_right_and_each_role_gets_what_the_table_says(
    day: Day, prefix: str
) -> None:
    # slow: each role signs in with Argon2id, then meets each route
    tokens = sessions(day)
    found = list(routes(day, prefix))
    assert len(found) > 15
    for method, path, right in found:
        assert right == PUBLIC or right in set(Right), path
        if right == PUBLIC or path.endswith(("sign-out", "current")):
            continue
        for role, token in tokens.items():
            answer = day.http.request(
                method,
                path,
                headers={
                    "authorization": f"Bearer {token}",
                    "cookie": f"{COOKIE}={token}",
                },
                follow_redirects=False,
            )
            is_refused = answer.status_code == 403 and "ROLE_NEEDED" in answer.text
            assert is_refused == (right not in RIGHTS[role]), (role, method, path)


@pytest.mark.parametrize("prefix", [STAFF_PATH, CONSOLE_PATH])
def test_every_route_sends_strangers_away(day: Day, prefix: str) -> None:
    for method, path, right in routes(day, prefix):
        if right == PUBLIC:
            continue
        answer = day.http.request(method, path, follow_redirects=False)
        if prefix == STAFF_PATH:
            assert answer.status_code == 401, path
        else:
            assert answer.headers["location"] == "/console/sign-in", path


@pytest.mark.slow
def test_no_form_is_taken_without_this_sessions_token(day: Day) -> None:
    # slow: signs in with Argon2id
    token = sessions(day)[Role.ADMIN]
    before = day.people.audit.newest_number()
    for method, path, right in routes(day, CONSOLE_PATH):
        if method != "POST" or right == PUBLIC:
            continue
        for data in ({}, {"form_token": "0" * 64}):
            answer = day.http.post(
                path, data=data, headers={"cookie": f"{COOKIE}={token}"}
            )
            assert answer.status_code == 403, path
            assert "FORM_TOKEN" in answer.text
    assert day.people.audit.newest_number() == before


def test_a_form_from_another_sites_page_is_refused(day: Day) -> None:
    for headers in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
    ):
        answer = day.http.post(
            "/console/sign-in",
            data={"name": "admin", "password": "admin-password"},
            headers=headers,
        )
        assert answer.status_code == 403
        assert COOKIE not in answer.cookies


def test_the_cookie_and_the_headers_are_as_strict_as_browsers_know(day: Day) -> None:
    answer = day.http.post(
        "/console/sign-in",
        data={"name": "admin", "password": "admin-password"},
        follow_redirects=False,
    )

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-exam-room=")
    for flag in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert flag.lower() in cookie.lower()
    page = day.http.get("/console/sign-in")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"


def test_a_room_is_put_by_its_code_only_and_leaves_a_record(day: Day) -> None:
    token = day.people.sign_ins.sign_in("admin", "admin-password", "127.0.0.1").token
    headers = {"authorization": f"Bearer {token}"}

    for code, status in (("R9", 200), ("x y", 400), ("R" * 200, 400)):
        path = f"{STAFF_PATH}/rooms/{code}"
        answer = day.http.put(path, json={"name": "机房"}, headers=headers)
        assert answer.status_code == status, code

    put = [x for x in day.people.audit.all() if x.action == "room.put"]
    assert [(x.actor, x.subject) for x in put] == [("admin", "R9")]
    assert "x y" not in dict(day.people.room_views.room_codes())


def test_what_people_wrote_is_shown_as_text(day: Day) -> None:
    day.people.roster_store.add_room("X1", "<script>alert(1)</script>")
    answer = day.http.post(
        "/console/sign-in",
        data={"name": "admin", "password": "admin-password"},
        follow_redirects=False,
    )
    token = answer.cookies[COOKIE]

    page = day.http.get("/console/roster", headers={"cookie": f"{COOKIE}={token}"})

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text
