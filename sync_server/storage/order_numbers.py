"""Numbers of orders: one more than any that a seat may have seen.

A backup lacks the orders that were given after it. Their numbers must never be given
again, or seats would take the new ones for old: a restore sets a floor above them.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Label, case, func, select

from sync_server.storage.schema.exam_tables import room_order, room_session

LOST_ORDERS = 1000
"""More than a room is given in a day; Order.number leaves room for 999 restores."""

_RAISE_FLOOR = f"""
UPDATE room_session SET order_floor = {LOST_ORDERS} + max(
  order_floor,
  (SELECT coalesce(max(number), 0) FROM room_order
   WHERE room_order.room_session_id = room_session.room_session_id))
"""  # noqa: S608 - a constant of this module


def newest_order() -> Label[Any]:
    """Return the number after which a room session's next order comes."""
    given = (
        select(func.coalesce(func.max(room_order.c.number), 0))
        .where(room_order.c.room_session_id == room_session.c.room_session_id)
        .scalar_subquery()
    )
    floor = room_session.c.order_floor
    return case((given > floor, given), else_=floor).label("newest_order")


def leave_room_for_lost_orders(path: Path) -> None:
    """Raise every room session's floor in a restored database."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_RAISE_FLOOR)
