"""Giving orders: checked against the room's state, numbered, signed, kept, made known.

An order is given once for each `request_uuid`: a console that asks again, because the
answer was lost, gets the order that was made the first time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from question_bank.formats.order import (
    Order,
    OrderKind,
    order_message,
    signed_order_bytes,
)
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.sealing.signing_keys import SigningKey
from sync_server.clock import Clock
from sync_server.errors import RoomStateError
from sync_server.rooms.room_session import RoomSession

NEEDS_SITTING = frozenset({OrderKind.RELEASE})
ROOM_ONLY = frozenset({OrderKind.OPEN, OrderKind.CLOSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRequest:
    """What a proctor asks for.

    Attributes:
        request_uuid: Drawn by who asks; the same again gives the same order.
        sitting_uuid: Whose seat acts; None: the whole room.
        extra_ms: Time that `extend` adds.
        by: Account name.
    """

    request_uuid: UUID
    room_session_uuid: RoomSessionUuid
    kind: OrderKind
    sitting_uuid: SittingUuid | None = None
    extra_ms: int = 0
    text: str = ""
    by: str


MakeOrder = Callable[[RoomSession], tuple[Order, bytes]]
"""From the room as it stands in the transaction to its next order, and that signed."""


class OrderRows(Protocol):
    """What the desk asks its store."""

    def give_order(
        self, request: OrderRequest, make: MakeOrder, now: datetime
    ) -> bytes:
        """Write an order and what it changes at the server, in one transaction.

        Returns the signed order, the first one if `request_uuid` was given before.
        NotFoundError for a room session or sitting that does not exist; what `make`
        raises goes through and nothing is changed.
        """
        ...


class OrderDesk:
    """Gives orders. For all threads.

    `tell` is called after each order is durable, from the caller's thread.
    """

    def __init__(
        self,
        rows: OrderRows,
        signing_key: SigningKey,
        clock: Clock,
        tell: Callable[[RoomSessionUuid], None],
    ) -> None:
        self._rows = rows
        self._signing_key = signing_key
        self._clock = clock
        self._tell = tell

    def give(self, request: OrderRequest) -> bytes:
        """Give an order and return it signed; when this returns, power may fail.

        Raises:
            RoomStateError: the room is not in a state for it, or the order has parts
                that its kind does not take.
            NotFoundError: no such room session, or the sitting is not in it.
        """
        _check_parts(request)
        now = self._clock.utc_now()
        signed = self._rows.give_order(request, self._maker(request, now), now)
        self._tell(request.room_session_uuid)
        return signed

    def _maker(self, request: OrderRequest, now: datetime) -> MakeOrder:
        def make(room: RoomSession) -> tuple[Order, bytes]:
            order = Order(
                room_session_uuid=room.room_session_uuid,
                number=room.newest_order + 1,
                kind=request.kind,
                sitting_uuid=request.sitting_uuid,
                extra_ms=request.extra_ms,
                text=request.text,
                by=request.by,
                issued_utc=now,
            )
            signature = self._signing_key.sign(order_message(order))
            return order, signed_order_bytes(order, signature)

        return make


def _check_parts(request: OrderRequest) -> None:
    kind, has_sitting = request.kind, request.sitting_uuid is not None
    if kind in NEEDS_SITTING and not has_sitting:
        raise RoomStateError(f"{kind.value} is for one sitting")
    if kind in ROOM_ONLY and has_sitting:
        raise RoomStateError(f"{kind.value} is for the whole room")
    if (kind is OrderKind.EXTEND) != (request.extra_ms > 0):
        raise RoomStateError("extra time belongs to extend, and only there")
    if kind is OrderKind.MESSAGE and not request.text:
        raise RoomStateError("a message has a text")
