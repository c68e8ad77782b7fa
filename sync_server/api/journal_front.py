"""The push of journals, answered before the framework: 40 % more a core.

Everything else is handed on. Body limit, token and refusals are the same as in
`journal_routes.py`, whose tests run over both.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from uuid import UUID

from question_bank.errors import ExamRoomError, FormatError
from question_bank.formats.sync_batch import MOST_BATCH_BYTES, sync_receipt_bytes
from question_bank.identifiers import SittingUuid
from sync_server.api.refusal import refusal_bytes, status_of
from sync_server.api.seat_guard import seat_of_header
from sync_server.services.site import Site

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

_BEFORE = "/api/v1/sittings/"
_AFTER = "/journal"
_MSGPACK = b"application/msgpack"
_JSON = b"application/json"


class JournalFront:
    """An ASGI program that answers the push itself and hands all else on."""

    def __init__(self, site: Site, behind: Asgi) -> None:
        self._site = site
        self._behind = behind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "http" and scope["method"] == "PUT":
            path: str = scope["path"]
            if path.startswith(_BEFORE) and path.endswith(_AFTER):
                sitting_text = path[len(_BEFORE) : -len(_AFTER)]
                await self._push(sitting_text, scope, receive, send)
                return
        await self._behind(scope, receive, send)

    async def _push(
        self, untrusted_uuid: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        try:
            seat = await seat_of_header(
                self._site.seat_directory, _authorization(scope)
            )
            body = await _body(receive)
            receipt = await self._site.journal_receiver.receive(
                seat, _sitting_uuid(untrusted_uuid), body
            )
        except ExamRoomError as error:
            await _answer(send, status_of(error), _JSON, refusal_bytes(error))
        else:
            await _answer(send, 200, _MSGPACK, sync_receipt_bytes(receipt))


def _authorization(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            text: str = value.decode("latin-1")
            return text
    return ""


def _sitting_uuid(untrusted_text: str) -> SittingUuid:
    try:
        return SittingUuid(UUID(untrusted_text))
    except ValueError as error:
        raise FormatError("sitting_uuid", "not a UUID") from error


async def _body(receive: Receive) -> bytes:
    """Return the request's body.

    Raises:
        FormatError: larger than a batch can be; the rest is not read.
    """
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    parts, size_bytes = [body], len(body)
    while message.get("more_body"):
        if size_bytes > MOST_BATCH_BYTES:
            raise FormatError("batch", f"more than {MOST_BATCH_BYTES} bytes")
        message = await receive()
        parts.append(message.get("body", b""))
        size_bytes += len(parts[-1])
    return b"".join(parts)


async def _answer(send: Send, status: int, media_type: bytes, body: bytes) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", media_type),
                (b"content-length", b"%d" % len(body)),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})
