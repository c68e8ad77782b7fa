"""Who may hold a sitting now: decided and written in one transaction.

A server that was restored from a backup may know nothing of a sitting that is under way.
So a seat of which it knows no other holding may claim without a log-in, and even in a room
that is over it is noted as one that may deliver.

Seats go on without a server, with the proctor's PIN. So a seat of the room whose claim is
refused is noted all the same as one that may bring entries (`is_bringer`): the chain's
rules decide what becomes of them. It reads nothing by that.
"""

from sqlalchemy import Connection, RowMapping, insert, or_, select, update

from question_bank.formats.seat_protocol import RoomSessionState
from question_bank.identifiers import SittingUuid
from sync_server.errors import (
    NotFoundError,
    RoomClosedError,
    SittingAtAnotherSeatError,
    SittingClosedError,
    SittingNotOfSeatError,
    SyncServerError,
)
from sync_server.seats.seat import Seat
from sync_server.storage.order_numbers import newest_order
from sync_server.storage.schema.exam_tables import room_session
from sync_server.storage.schema.sitting_tables import sitting, sitting_holder


def claim_sitting(
    connection: Connection,
    sitting_uuid: SittingUuid,
    seat: Seat,
    now_utc: str,
    *,
    has_logged_in: bool,
) -> int | SyncServerError:
    """Let the seat hold the sitting; again by the same seat changes nothing.

    Args:
        has_logged_in: Its candidate typed the numbers at this seat and confirmed. A seat
            that gave the sitting away by a release needs that to hold it again.

    Returns:
        The number of the room's newest order, or why the seat does not hold it. An error
        is returned, not raised: what was noted with it must stay.
    """
    row = _found(connection, sitting_uuid, seat)
    if row is None:
        return NotFoundError("no such sitting in this room")
    newest: int = row["newest_order"]
    if (over := _over(row)) is not None:
        is_bringer = has_logged_in or _was_held(connection, row["sitting_id"])
        note_bringer(connection, row["sitting_id"], seat.seat_id, now_utc, is_bringer)
        return over
    if row["holder_seat_id"] == seat.seat_id:
        return newest
    if row["holder_seat_id"] is not None:
        note_bringer(connection, row["sitting_id"], seat.seat_id, now_utc)
        return SittingAtAnotherSeatError("the sitting is held by another seat")
    if not has_logged_in and _was_held(connection, row["sitting_id"], seat):
        return SittingNotOfSeatError("released from this seat; log in again to take it")
    connection.execute(
        update(sitting)
        .where(sitting.c.sitting_id == row["sitting_id"])
        .values(holder_seat_id=seat.seat_id)
    )
    _add_holder(connection, row["sitting_id"], seat.seat_id, now_utc)
    return newest


def note_bringer(
    connection: Connection,
    sitting_id: int,
    seat_id: int,
    now_utc: str,
    is_bringer: bool = True,
) -> None:
    """Note a seat as one that may bring entries, unless it stands there already."""
    known = select(sitting_holder.c.sitting_holder_id).where(
        sitting_holder.c.sitting_id == sitting_id, sitting_holder.c.seat_id == seat_id
    )
    if connection.scalar(known.limit(1)) is None:
        connection.execute(
            insert(sitting_holder).values(
                sitting_id=sitting_id,
                seat_id=seat_id,
                held_from_utc=now_utc,
                held_until_utc=now_utc,
                is_bringer=int(is_bringer),
            )
        )


def take_over(
    connection: Connection, sitting_id: int, seat_id: int, now_utc: str
) -> None:
    """Let a seat that brought what follows hold the sitting; the one before lets go."""
    note_bringer(connection, sitting_id, seat_id, now_utc)
    of_sitting = sitting_holder.c.sitting_id == sitting_id
    connection.execute(
        update(sitting_holder)
        .where(of_sitting, sitting_holder.c.held_until_utc.is_(None))
        .values(held_until_utc=now_utc)
    )
    connection.execute(
        update(sitting_holder)
        .where(
            of_sitting,
            sitting_holder.c.seat_id == seat_id,
            sitting_holder.c.is_bringer == 1,
        )
        .values(held_until_utc=None)
    )
    connection.execute(
        update(sitting)
        .where(sitting.c.sitting_id == sitting_id)
        .values(holder_seat_id=seat_id)
    )


def _found(
    connection: Connection, sitting_uuid: SittingUuid, seat: Seat
) -> RowMapping | None:
    query = (
        select(
            sitting.c.sitting_id,
            sitting.c.holder_seat_id,
            sitting.c.closed_utc,
            room_session.c.state,
            newest_order(),
        )
        .join(room_session, room_session.c.room_session_id == sitting.c.room_session_id)
        .where(
            sitting.c.sitting_uuid == str(sitting_uuid),
            room_session.c.room_id == seat.room_id,
        )
    )
    return connection.execute(query).mappings().first()


def _over(
    row: RowMapping,
) -> SyncServerError | None:
    if row["closed_utc"] is not None:
        return SittingClosedError("the server closed this sitting")
    if row["state"] == RoomSessionState.CLOSED.value:
        return RoomClosedError("the room is closed")
    return None


def _was_held(
    connection: Connection, sitting_id: int, seat: Seat | None = None
) -> bool:
    """Return whether the sitting was ever held, by this seat if one is named.

    A seat that was only noted as one that may bring entries did not hold it.
    """
    query = select(sitting_holder.c.sitting_holder_id).where(
        sitting_holder.c.sitting_id == sitting_id,
        or_(
            sitting_holder.c.is_bringer == 0,
            sitting_holder.c.held_until_utc.is_(None),
            sitting_holder.c.held_until_utc > sitting_holder.c.held_from_utc,
        ),
    )
    if seat is not None:
        query = query.where(sitting_holder.c.seat_id == seat.seat_id)
    return connection.scalar(query.limit(1)) is not None


def _add_holder(
    connection: Connection,
    sitting_id: int,
    seat_id: int,
    from_utc: str,
) -> None:
    connection.execute(
        insert(sitting_holder).values(
            sitting_id=sitting_id,
            seat_id=seat_id,
            held_from_utc=from_utc,
            held_until_utc=None,
        )
    )
