"""The seat protocol's calls, one method each; decides nothing.

For one thread: each thread has its own client. What the server refuses becomes
ServerRefusedError with the server's code; what can't be reached ServerUnreachableError.
"""

from collections.abc import Iterator
from typing import TypeVar
from uuid import UUID

import msgspec

from kiosk.errors import ServerRefusedError, ServerUnreachableError
from kiosk.transport.address_book import AddressBook
from kiosk.transport.http_session import READ_TIMEOUT_S, call, open_session
from question_bank.errors import FormatError
from question_bank.formats.record import parse_json_record, parse_record
from question_bank.formats.seat_protocol import (
    ClaimAnswer,
    HeadView,
    LogInAnswer,
    LogInRequest,
    OrdersAnswer,
    Refusal,
    RoomKeys,
    SeatView,
)
from question_bank.formats.seat_status import SeatStatus, seat_status_bytes
from question_bank.formats.sync_batch import (
    SyncBatch,
    SyncReceipt,
    parse_sync_receipt,
    sync_batch_bytes,
)
from question_bank.sealing.room_card_seal import MOST_SEALED_BYTES

MOST_JSON_BYTES = 4 * 1024 * 1024
MOST_MANIFEST_BYTES = 2 * 1024 * 1024
_API = "/api/v1"

Answer = TypeVar("Answer")


class ServerClient:
    """One thread's line to the server, with the seat's token."""

    def __init__(
        self,
        addresses: AddressBook,
        ca_certificate_pem: str,
        server_name: str,
        token: str,
    ) -> None:
        self._addresses = addresses
        self._session = open_session(ca_certificate_pem, server_name, token)

    def close(self) -> None:
        """Drop the connections; a waiting long poll in another thread ends soon."""
        self._session.close()

    def seat(self) -> SeatView:
        """Return who this seat is and what its room is about to do."""
        return self._json("GET", "/seat", SeatView)

    def report(self, status: SeatStatus) -> None:
        """Tell the console how the seat stands."""
        self._call("PUT", "/seat/status", seat_status_bytes(status))

    def room_keys(self, room_session_uuid: UUID) -> RoomKeys:
        """Return the room's secrets; for memory only."""
        return self._json("GET", f"/room-sessions/{room_session_uuid}/keys", RoomKeys)

    def room_card(self, room_session_uuid: UUID) -> bytes:
        """Return the newest room card, sealed under the room's PIN."""
        path = f"/room-sessions/{room_session_uuid}/card"
        return self._call("GET", path, most_bytes=MOST_SEALED_BYTES)

    def orders(
        self, room_session_uuid: UUID, after: int, wait_s: int
    ) -> tuple[bytes, ...]:
        """Return the signed orders after a number, waiting for one up to `wait_s`."""
        path = (
            f"/room-sessions/{room_session_uuid}/orders?after={after}&wait_s={wait_s}"
        )
        answer = self._json(
            "GET", path, OrdersAnswer, read_timeout_s=wait_s + READ_TIMEOUT_S
        )
        return answer.orders

    def log_in(self, admission_number: str, id_tail: str) -> LogInAnswer:
        """Return the sitting of the candidate who types these."""
        request = LogInRequest(admission_number=admission_number, id_tail=id_tail)
        return self._json("POST", "/log-ins", LogInAnswer, msgspec.json.encode(request))

    def claim(self, sitting_uuid: UUID) -> int:
        """Bind the sitting to this seat; return the room's newest order at that moment."""
        path = f"/sittings/{sitting_uuid}/seat"
        return self._json("PUT", path, ClaimAnswer, b"{}").newest_order

    def journal_head(self, sitting_uuid: UUID) -> HeadView:
        """Return how far the server's copy goes."""
        return self._json("GET", f"/sittings/{sitting_uuid}/journal/head", HeadView)

    def journal(self, sitting_uuid: UUID) -> Iterator[bytes]:
        """Yield all raw entries that the server has, from entry 1."""
        after_seq = 0
        while True:
            path = f"/sittings/{sitting_uuid}/journal?after_seq={after_seq}"
            body = self._call("GET", path, most_bytes=160 * 1024 * 1024)
            entries = parse_record(body, tuple[bytes, ...], name="journal")
            if not entries:
                return
            yield from entries
            after_seq += len(entries)

    def push(self, batch: SyncBatch) -> SyncReceipt:
        """Send a batch; the receipt says what is durable at the server."""
        path = f"/sittings/{batch.sitting_uuid}/journal"
        return parse_sync_receipt(self._call("PUT", path, sync_batch_bytes(batch)))

    def manifest(self, package_uuid: UUID) -> tuple[bytes, bytes]:
        """Return a package's manifest and its signature, as published."""
        path = f"/packages/{package_uuid}"
        manifest = self._call("GET", f"{path}/manifest", most_bytes=MOST_MANIFEST_BYTES)
        return manifest, self._call("GET", f"{path}/signature", most_bytes=1024)

    def inner_lock(self, package_uuid: UUID) -> bytes:
        """Return the lock that only the opening code opens."""
        path = f"/packages/{package_uuid}/inner-lock"
        return self._call("GET", path, most_bytes=64 * 1024)

    def file_part(self, package_uuid: UUID, name: str, first: int, last: int) -> bytes:
        """Return bytes `first … last` (inclusive) of a sealed file."""
        self._session.headers["Range"] = f"bytes={first}-{last}"
        try:
            return self._call("GET", f"/packages/{package_uuid}/files/{name}")
        finally:
            del self._session.headers["Range"]

    def _json(
        self,
        method: str,
        path: str,
        kind: type[Answer],
        body: bytes | None = None,
        *,
        read_timeout_s: float = READ_TIMEOUT_S,
    ) -> Answer:
        raw = self._call(method, path, body, read_timeout_s=read_timeout_s)
        return parse_json_record(raw, kind, name=path, most_bytes=MOST_JSON_BYTES)

    def _call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        read_timeout_s: float = READ_TIMEOUT_S,
        most_bytes: int = MOST_JSON_BYTES * 2,
    ) -> bytes:
        address = self._addresses.current()
        try:
            status, answer = call(
                self._session,
                method,
                f"https://{address}{_API}{path}",
                body=body,
                read_timeout_s=read_timeout_s,
                most_bytes=most_bytes,
            )
        except ServerUnreachableError:
            self._addresses.turn_from(address)
            raise
        if 200 <= status < 300:  # noqa: PLR2004 - HTTP's class of success
            return answer
        raise refusal(status, answer)


def refusal(status: int, untrusted_answer: bytes) -> ServerRefusedError:
    """Return the error for an answer that isn't a success; any body will do."""
    try:
        refused = parse_json_record(
            untrusted_answer, Refusal, name="refusal", most_bytes=MOST_JSON_BYTES
        )
    except FormatError:
        refused = Refusal(code=f"HTTP_{status}")
    return ServerRefusedError(
        status=status,
        code=refused.code,
        detail=refused.detail,
        expected_seq=refused.expected_seq,
    )
