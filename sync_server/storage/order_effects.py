"""What an order changes in the sittings' rows, in the order's own transaction."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from question_bank.formats.order import Order, OrderKind
from question_bank.identifiers import SittingUuid
from sync_server.clock import utc_text
from sync_server.errors import NotFoundError
from sync_server.rooms.room_session import RoomSession
from sync_server.storage.schema.sitting_tables import sitting, sitting_holder


def sitting_row_id(
    connection: Connection, room: RoomSession, sitting_uuid: SittingUuid
) -> int:
    """Return the row of a sitting of this room session.

    Raises:
        NotFoundError: it is not one of this room session.
    """
    found: int | None = connection.scalar(
        select(sitting.c.sitting_id).where(
            sitting.c.sitting_uuid == str(sitting_uuid),
            sitting.c.room_session_id == room.room_session_id,
        )
    )
    if found is None:
        raise NotFoundError("no such sitting in this room session")
    return found


def apply_to_sittings(
    connection: Connection,
    room: RoomSession,
    order: Order,
    sitting_id: int | None,
    now: datetime,
) -> None:
    """Write what the order means for one sitting, or for all of the room."""
    which = (
        sitting.c.room_session_id == room.room_session_id
        if sitting_id is None
        else sitting.c.sitting_id == sitting_id
    )
    match order.kind:
        case OrderKind.EXTEND:
            longer = sitting.c.extended_ms + order.extra_ms
            connection.execute(update(sitting).where(which).values(extended_ms=longer))
        case OrderKind.LOCK | OrderKind.UNLOCK:
            is_locked = int(order.kind is OrderKind.LOCK)
            connection.execute(update(sitting).where(which).values(is_locked=is_locked))
        case OrderKind.RELEASE:
            assert sitting_id is not None  # OrderDesk has refused any other
            _release(connection, sitting_id, utc_text(now))
        case _:
            pass


def _release(connection: Connection, sitting_id: int, now_utc: str) -> None:
    connection.execute(
        update(sitting)
        .where(sitting.c.sitting_id == sitting_id)
        .values(holder_seat_id=None)
    )
    connection.execute(
        update(sitting_holder)
        .where(
            sitting_holder.c.sitting_id == sitting_id,
            sitting_holder.c.held_until_utc.is_(None),
        )
        .values(held_until_utc=now_utc)
    )
