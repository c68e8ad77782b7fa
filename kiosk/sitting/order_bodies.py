"""What an order to a running sitting writes down. Pure."""

from question_bank.formats.entry_bodies import (
    Body,
    Extended,
    Locked,
    MessageShown,
    Released,
    Unlocked,
)
from question_bank.formats.order import Order, OrderKind


def body_of_order(order: Order) -> Body:
    """Return what an order to a running sitting writes down."""
    number, by = order.number, order.by
    match order.kind:
        case OrderKind.LOCK:
            return Locked(order_number=number, by=by)
        case OrderKind.UNLOCK:
            return Unlocked(order_number=number, by=by)
        case OrderKind.EXTEND:
            return Extended(order_number=number, extra_ms=order.extra_ms, by=by)
        case OrderKind.MESSAGE:
            return MessageShown(order_number=number, text=order.text)
        case OrderKind.RELEASE:
            return Released(order_number=number)
        case _:
            raise AssertionError(f"{order.kind} writes nothing of its own")
