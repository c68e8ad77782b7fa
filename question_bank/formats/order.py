r"""An order of the proctor to seats: numbered in a room session, signed by the site.

On the wire: canonical JSON `{"order": {…}, "signature": base64}`; the Ed25519 signature
covers b"exam-room order v1\0" + the canonical bytes of the inner object. Pure.
"""

import base64
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes, parse_canonical
from question_bank.formats.record import from_plain, to_plain

MOST_ORDER_BYTES = 16 * 1024
LONGEST_EXTENSION_MS = 6 * 3600 * 1000
_DOMAIN = b"exam-room order v1\0"


class OrderKind(StrEnum):
    """What the proctor wants done."""

    OPEN = "open"
    START = "start"
    LOCK = "lock"
    UNLOCK = "unlock"
    EXTEND = "extend"
    HAND_IN = "hand_in"
    CLOSE = "close"
    MESSAGE = "message"
    RELEASE = "release"


class Order(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One order.

    Attributes:
        number: Grows from 1 in the room session; a restored server leaves numbers out.
        sitting_uuid: Whose seat acts; None: every seat of the room.
        extra_ms: Time added by `extend`; else 0.
        text: What `message` says, or the reason of another kind; may be empty.
        by: Account name of who ordered it.
    """

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    room_session_uuid: UUID
    number: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    kind: OrderKind
    sitting_uuid: UUID | None
    extra_ms: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_EXTENSION_MS)] = 0
    text: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    by: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    issued_utc: datetime


class SignedOrder(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """An order with the site's signature over `order_message`."""

    order: Order
    signature: str


def order_message(order: Order) -> bytes:
    """Return the bytes that the site signs."""
    return _DOMAIN + canonical_bytes(to_plain(order))


def signed_order_bytes(order: Order, signature: bytes) -> bytes:
    """Return the canonical bytes of an order with its signature."""
    return canonical_bytes(
        {"order": to_plain(order), "signature": base64.b64encode(signature).decode()}
    )


def parse_signed_order(untrusted_bytes: bytes) -> tuple[Order, bytes, bytes]:
    """Return (order, message that was signed, signature); the signature is not checked here.

    Raises:
        FormatError: not an order in canonical form.
    """
    plain = parse_canonical(
        untrusted_bytes, name="signed_order", most_bytes=MOST_ORDER_BYTES
    )
    signed = from_plain(plain, SignedOrder, name="signed_order")
    assert isinstance(plain, dict)  # from_plain has accepted it as a SignedOrder
    try:
        signature = base64.b64decode(signed.signature, validate=True)
    except ValueError as error:
        raise FormatError("signed_order.signature", "not base64") from error
    return signed.order, _DOMAIN + canonical_bytes(plain["order"]), signature
