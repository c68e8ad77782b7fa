"""Which orders end the waiting of a candidate, and what a late result becomes."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from kiosk.app.log_in_desk import ClaimedSitting
from kiosk.app.meant_for_seat import ends_waiting
from question_bank.formats.order import Order, OrderKind
from question_bank.formats.seat_protocol import (
    CandidateView,
    LogInAnswer,
    LogInStatus,
)

OURS = uuid4()
CLAIMED_AFTER = 3


@pytest.fixture
def claimed() -> ClaimedSitting:
    candidate = CandidateView(
        name="王秀英",
        form_of_address="女士",
        admission_number="20261122",
        photo=b"",
        photo_media_type="",
    )
    answer = LogInAnswer(
        sitting_uuid=OURS,
        candidate=candidate,
        form_code="A",
        extra_time_ms=0,
        status=LogInStatus.NEW,
        head=None,
    )
    return ClaimedSitting(answer=answer, after_order=CLAIMED_AFTER)


def order(kind: OrderKind, number: int, sitting_uuid: UUID | None = None) -> Order:
    return Order(
        room_session_uuid=UUID(int=1),
        number=number,
        kind=kind,
        sitting_uuid=sitting_uuid,
        by="proctor",
        issued_utc=datetime(2026, 11, 22, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("given", "ends"),
    [
        (order(OrderKind.RELEASE, 4, OURS), True),
        (order(OrderKind.RELEASE, 3, OURS), False),
        (order(OrderKind.RELEASE, 4, uuid4()), False),
        (order(OrderKind.CLOSE, 4), True),
        (order(OrderKind.CLOSE, 2), False),
        (order(OrderKind.LOCK, 4), False),
        (order(OrderKind.START, 4), False),
    ],
)
def test_a_move_or_the_close_ends_the_waiting_others_do_not(
    claimed: ClaimedSitting, given: Order, ends: bool
) -> None:
    assert ends_waiting(given, claimed) is ends


def test_a_move_ordered_before_the_server_knows_who_waits_here_is_for_another_seat(
    claimed: ClaimedSitting,
) -> None:
    by_card = replace(claimed, after_order=0, is_by_card=True)

    assert not ends_waiting(order(OrderKind.RELEASE, 4, OURS), by_card)
    assert ends_waiting(order(OrderKind.CLOSE, 4), by_card)
