"""Journals over HTTP: what seats push, and what a seat that takes over fetches."""

import asyncio
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery

from question_bank.formats.journal_entry import JournalHead
from question_bank.formats.seat_protocol import HeadView, Refusal
from question_bank.formats.sync_batch import MOST_BATCH_BYTES, sync_receipt_bytes
from question_bank.identifiers import SittingUuid
from sync_server.api.seat_guard import seat_guard, seat_of
from sync_server.errors import SittingNotOfSeatError
from sync_server.seats.log_in_desk import head_view
from sync_server.seats.seat import Seat
from sync_server.services.site import Site

AnyRequest = Request[Any, Any, Any]
MSGPACK = "application/msgpack"

_REFUSED = {
    400: "FORMAT, CHAIN_BROKEN",
    401: "TOKEN_UNKNOWN",
    403: "SEAT_REVOKED, SITTING_NOT_OF_SEAT, SIGNATURE_INVALID",
    409: "JOURNAL_GAP with expected_seq, JOURNAL_CONFLICT",
    503: "BUSY, ENTRY_KNOWN, STORAGE_FAILED: nothing was taken; again",
    507: "STORAGE_FULL: nothing was taken; again",
}
_REFUSALS = {
    status: ResponseSpec(Refusal, description=codes, generate_examples=False)
    for status, codes in _REFUSED.items()
}


def journal_routes(site: Site) -> Router:
    """Return the routes of journals, all behind the seat's token.

    In a running server `journal_front.py` answers the push before it comes here; this
    one describes it for the API's page and serves any other ASGI server.
    """

    @put(
        "/sittings/{sitting_uuid:uuid}/journal",
        media_type=MSGPACK,
        responses=_REFUSALS,
    )
    async def receive_batch(
        sitting_uuid: FromPath[UUID], request: AnyRequest
    ) -> Response[bytes]:
        """Receive one batch; safe to send again.

        Body: a sync batch (question_bank.formats.sync_batch, msgpack, at most 4 MiB).
        200: the receipt (msgpack), only after what it names is durable.
        400 FORMAT · CHAIN_BROKEN; 401 TOKEN_UNKNOWN; 403 SEAT_REVOKED ·
        SITTING_NOT_OF_SEAT · SIGNATURE_INVALID; 409 JOURNAL_GAP {expected_seq} ·
        JOURNAL_CONFLICT; 503 BUSY · ENTRY_KNOWN · STORAGE_FAILED; 507 STORAGE_FULL.
        """
        receipt = await site.journal_receiver.receive(
            seat_of(request), SittingUuid(sitting_uuid), await request.body()
        )
        return Response(sync_receipt_bytes(receipt), media_type=MSGPACK)

    @get("/sittings/{sitting_uuid:uuid}/journal", media_type=MSGPACK)
    async def give_entries(
        sitting_uuid: FromPath[UUID], request: AnyRequest, after_seq: FromQuery[int] = 0
    ) -> Response[bytes]:
        """Give entries after a number to a seat that holds or held the sitting.

        200: msgpack array of raw entries, at most 500, empty at the end.
        403 SITTING_NOT_OF_SEAT.
        """
        return await asyncio.to_thread(
            _entries, site, seat_of(request), SittingUuid(sitting_uuid), after_seq
        )

    @get("/sittings/{sitting_uuid:uuid}/journal/head", sync_to_thread=True)
    def give_head(sitting_uuid: FromPath[UUID], request: AnyRequest) -> HeadView:
        """Give the durable end of a journal to a seat that may bring entries of it.

        200: HeadView; `last_seq` 0 when empty. 403 SITTING_NOT_OF_SEAT.
        """
        return head_view(
            SittingUuid(sitting_uuid),
            _head(site, seat_of(request), SittingUuid(sitting_uuid)),
        )

    return Router(
        "/api/v1",
        route_handlers=[receive_batch, give_entries, give_head],
        guards=[seat_guard(site.seat_directory)],
        request_max_body_size=MOST_BATCH_BYTES,
        tags=["journal"],
    )


def _entries(
    site: Site, seat: Seat, sitting_uuid: SittingUuid, after_seq: int
) -> Response[bytes]:
    sitting_id = _sitting_of(site, seat, sitting_uuid)
    found = site.journal_store.entries_after(sitting_id, max(after_seq, 0))
    return Response(msgspec.msgpack.encode(found), media_type=MSGPACK)


def _head(site: Site, seat: Seat, sitting_uuid: SittingUuid) -> JournalHead:
    sitting_id = site.sitting_store.sitting_id(sitting_uuid)
    if sitting_id is None or not site.sitting_store.may_bring(sitting_id, seat.seat_id):
        raise SittingNotOfSeatError("this seat never held the sitting")
    return site.journal_store.head(sitting_id, sitting_uuid)


def _sitting_of(site: Site, seat: Seat, sitting_uuid: SittingUuid) -> int:
    sitting_id = site.sitting_store.sitting_id(sitting_uuid)
    if sitting_id is None or not site.sitting_store.has_held(sitting_id, seat.seat_id):
        raise SittingNotOfSeatError("this seat never held the sitting")
    return sitting_id
