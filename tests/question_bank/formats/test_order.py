"""Orders: signed by the site, read strictly."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.order import (
    LONGEST_EXTENSION_MS,
    Order,
    OrderKind,
    order_message,
    parse_signed_order,
    signed_order_bytes,
)
from question_bank.sealing.errors import SignatureInvalidError
from question_bank.sealing.signing_keys import SigningKey

SITE_KEY = SigningKey(bytes(32))
orders = st.builds(
    Order,
    room_session_uuid=st.uuids(),
    number=st.integers(1, 1_000_000),
    kind=st.sampled_from(OrderKind),
    sitting_uuid=st.none() | st.uuids(),
    extra_ms=st.integers(0, LONGEST_EXTENSION_MS),
    text=st.text(max_size=40),
    by=st.text(min_size=1, max_size=20),
    issued_utc=st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 2)),  # noqa: DTZ001
)


@given(orders)
def test_a_signed_order_arrives_as_it_was_given(order: Order) -> None:
    signature = SITE_KEY.sign(order_message(order))

    read, message, read_signature = parse_signed_order(
        signed_order_bytes(order, signature)
    )

    assert read == order
    SITE_KEY.verify_key.verify(read_signature, message)


def test_a_changed_order_does_not_verify() -> None:
    order = Order(
        room_session_uuid=UUID(int=7),
        number=3,
        kind=OrderKind.EXTEND,
        sitting_uuid=UUID(int=9),
        extra_ms=60_000,
        by="proctor",
        issued_utc=datetime(2026, 11, 22, 9, tzinfo=UTC),
    )
    raw = signed_order_bytes(order, SITE_KEY.sign(order_message(order)))
    changed = raw.replace(b'"extra_ms":60000', b'"extra_ms":90000')

    _, message, signature = parse_signed_order(changed)

    with pytest.raises(SignatureInvalidError):
        SITE_KEY.verify_key.verify(signature, message)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_order_or_a_format_error(untrusted: bytes) -> None:
    with pytest.raises(FormatError):
        parse_signed_order(untrusted)


def test_an_order_of_a_later_format_is_refused() -> None:
    order = Order(
        room_session_uuid=UUID(int=7),
        number=3,
        kind=OrderKind.LOCK,
        sitting_uuid=None,
        by="proctor",
        issued_utc=datetime(2026, 11, 22, 9, tzinfo=UTC),
    )
    raw = signed_order_bytes(order, bytes(64))

    with pytest.raises(FormatError, match="format_version"):
        parse_signed_order(raw.replace(b'"format_version":1', b'"format_version":2'))
