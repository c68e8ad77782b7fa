"""A proctor with the staff API instead of the console's pages; TLS pinned as a seat's is.

staff = StaffClient(site, server.address); staff.sign_in()
staff.approve(code, "101", "01"); staff.open_room(opening_code); staff.order("start")
"""

import http.client
import json
import socket
import ssl
from typing import Any
from uuid import UUID

from tests.journeys.processes import JourneyError, wait_until
from tests.journeys.site_setup import ADMIN, Site

TIMEOUT_S = 20.0


class _PinnedConnection(http.client.HTTPSConnection):
    """Connects to an address but expects the site's own name in the certificate."""

    def __init__(self, address: str, context: ssl.SSLContext, server_name: str) -> None:
        super().__init__(address, timeout=TIMEOUT_S, context=context)
        self._pinned_context = context
        self._server_name = server_name

    def connect(self) -> None:
        """Connect and check the name."""
        plain = socket.create_connection((self.host, self.port), self.timeout)
        self.sock = self._pinned_context.wrap_socket(
            plain, server_hostname=self._server_name
        )


class StaffClient:
    """One signed-in member of staff. For one thread."""

    def __init__(self, site: Site, address: str) -> None:
        card = json.loads((site.server_data / "site-card.json").read_text("utf-8"))
        site_uuid = UUID(_find(card, "site_uuid"))
        self._server_name = f"site-{site_uuid}.exam-room.internal"
        authority = site.server_data / "keys" / "authority.pem"
        self._context = ssl.create_default_context(cafile=str(authority))
        self._site = site
        self._address = address
        self._token = ""
        self._room_session = ""

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Return the JSON answer of one call.

        Raises:
            JourneyError: it was refused; with the server's words.
        """
        raw = self.call_raw(method, path, body)
        return json.loads(raw) if raw else None

    def call_raw(self, method: str, path: str, body: object = None) -> bytes:
        """Return the bytes of one call's answer.

        Raises:
            JourneyError: it was refused.
        """
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        return self._send(method, f"/api/v1/staff{path}", headers, body)

    def page(self, path: str) -> str:
        """Return a page of the console, as a browser of the same session gets it.

        Raises:
            JourneyError: it was refused.
        """
        headers = {"Cookie": f"__Host-exam-room={self._token}"}
        return self._send("GET", f"/console{path}", headers).decode("utf-8")

    def _send(
        self, method: str, path: str, headers: dict[str, str], body: object = None
    ) -> bytes:
        connection = _PinnedConnection(self._address, self._context, self._server_name)
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        try:
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            raw = answer.read()
        finally:
            connection.close()
        if answer.status >= 300:
            told = raw.decode("utf-8", "replace")
            raise JourneyError(f"{method} {path}: {answer.status} {told}")
        return raw

    def sign_in(self) -> None:
        """Sign in as the site's admin."""
        body = {"name": ADMIN, "password": self._site.admin_password}
        self._token = self.call("POST", "/sign-ins", body)["token"]

    def approve(self, code: str, room_code: str, seat_code: str) -> None:
        """Approve the computer whose code is the one on its screen.

        Raises:
            JourneyError: no waiting computer shows this code.
        """

        def waiting() -> Any:
            return next(
                (x for x in self.call("GET", "/pairings") if x["code"] == code), 0
            )

        found = wait_until(f"code {code} in the console", waiting, 15)
        place = {"room_code": room_code, "seat_code": seat_code}
        self.call("POST", f"/pairings/{found['pairing_uuid']}/approval", place)

    @property
    def room_session(self) -> str:
        """The one room session of the demo: its UUID."""
        if not self._room_session:
            (room,) = self.call("GET", "/room-sessions")
            self._room_session = str(room["room_session_uuid"])
        return self._room_session

    def live(self) -> dict[str, dict[str, Any]]:
        """Return the live lines of candidates by admission number."""
        path = f"/room-sessions/{self.room_session}/live"
        lines = self.call("GET", path)["lines"]
        return {x["admission_number"]: x for x in lines if x["admission_number"]}

    def room(self) -> dict[str, Any]:
        """Return the room session's row."""
        (room,) = self.call("GET", "/room-sessions")
        return dict(room)

    def resume_code(self) -> str:
        """Return the code of the proctor's sheet."""
        path = f"/room-sessions/{self.room_session}/resume-code"
        return str(self.call("GET", path)["resume_code"])

    def pin(self) -> str:
        """Return the PIN of the proctor's sheet."""
        path = f"/room-sessions/{self.room_session}/resume-code"
        return str(self.call("GET", path)["pin"])

    def reentry_code(self, sitting_uuid: str, challenge: str) -> str:
        """Return the code that answers what a seat shows after a long gap."""
        path = f"/room-sessions/{self.room_session}/sittings/{sitting_uuid}"
        answer = self.call("POST", f"{path}/reentry-code", {"challenge": challenge})
        return str(answer["code"])

    def open_room(self, opening_code: str) -> None:
        """Open the room with the opening code."""
        path = f"/room-sessions/{self.room_session}/opening"
        self.call("POST", path, {"opening_code": opening_code})

    def order(
        self, kind: str, sitting_uuid: str | None = None, extra_ms: int = 0
    ) -> None:
        """Give an order to the room or one sitting."""
        body: dict[str, Any] = {"kind": kind, "extra_ms": extra_ms}
        if sitting_uuid is not None:
            body["sitting_uuid"] = sitting_uuid
        self.call("POST", f"/room-sessions/{self.room_session}/orders", body)


def _find(card: Any, key: str) -> str:
    """Return a field of the card, wherever its envelope puts it."""
    if isinstance(card, dict):
        if key in card:
            return str(card[key])
        found = (_find(value, key) for value in card.values())
        return next((value for value in found if value), "")
    return ""
