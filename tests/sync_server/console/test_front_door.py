"""Who types the bare address comes to the console."""

from tests.sync_server.console.conftest import Day


def test_the_bare_address_leads_to_the_console(day: Day) -> None:
    answer = day.http.get("/", follow_redirects=False)

    assert answer.status_code in {301, 302, 303, 307}
    assert answer.headers["location"] == "/console/"
