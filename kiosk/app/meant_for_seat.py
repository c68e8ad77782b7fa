"""Which orders end what goes on at this seat, and which were meant for the seat before."""

from kiosk.app.log_in_desk import ClaimedSitting
from kiosk.app.ready_sitting import ReadySitting
from question_bank.formats.order import Order, OrderKind


def held_after(ready: ReadySitting, claimed: ClaimedSitting | None) -> int | None:
    """Return after which order a move is meant for this seat; None: for none as yet.

    Who came by card or by stick is not known to the server as this seat's: a move that it
    ordered was meant for the seat before.
    """
    if claimed is not None:
        return None if claimed.is_by_card else claimed.after_order
    if ready.is_by_stick:
        return None
    newest = ready.claimed_after_order
    return ready.kept.claimed_after_order if newest is None else newest


def ends_waiting(order: Order, claimed: ClaimedSitting) -> bool:
    """Whether who waits here is moved away, or the room is closed before it began."""
    if order.number <= claimed.after_order:
        return False
    is_ours = order.sitting_uuid == claimed.answer.sitting_uuid
    is_move = order.kind is OrderKind.RELEASE and is_ours
    return order.kind is OrderKind.CLOSE or (is_move and not claimed.is_by_card)
