"""Room sessions and their orders in the database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    case,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from question_bank.formats.order import Order
from question_bank.formats.seat_protocol import RoomSessionState
from question_bank.identifiers import PackageUuid, RoomSessionUuid
from sync_server.clock import parse_utc_text, utc_text
from sync_server.errors import NotFoundError, RoomStateError
from sync_server.rooms.order_desk import MakeOrder, OrderRequest
from sync_server.rooms.order_feed import GivenOrders
from sync_server.rooms.room_session import RoomSession, state_after
from sync_server.storage.connection import Database
from sync_server.storage.order_effects import apply_to_sittings, sitting_row_id
from sync_server.storage.order_numbers import newest_order
from sync_server.storage.schema.exam_tables import (
    exam_package,
    exam_session,
    room,
    room_card,
    room_order,
    room_session,
)
from sync_server.storage.schema.sitting_tables import sitting, sitting_holder

_STATE_TIME = {
    RoomSessionState.OPENED: "opened_utc",
    RoomSessionState.STARTED: "started_utc",
    RoomSessionState.CLOSED: "closed_utc",
}


class RoomStore:
    """Room sessions and orders. For all threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def room_session(self, room_session_uuid: RoomSessionUuid) -> RoomSession:
        """Return a room session.

        Raises:
            NotFoundError: no such room session.
        """
        with self._database.reading() as connection:
            return _one(connection, room_session_uuid)

    def room_sessions(self) -> tuple[RoomSession, ...]:
        """Return all room sessions, by room and session."""
        query = _query().order_by(
            room.c.room_code, exam_session.c.opens_utc, exam_session.c.session_code
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings()
            return tuple(_room_session(row) for row in rows)

    def current(self, room_id: int) -> RoomSession | None:
        """Return the room session that a room is in.

        The one that is open; else the next one planned that has a package; else the one
        closed last.
        """
        query = current_room_session(room_id)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _room_session(row)

    def given_orders(self, room_session_uuid: RoomSessionUuid) -> GivenOrders:
        """Return all signed orders of a room session, by number.

        Raises:
            NotFoundError: no such room session.
        """
        with self._database.reading() as connection:
            found = _one(connection, room_session_uuid)
            rows = connection.execute(
                select(room_order.c.number, room_order.c.signed_order)
                .where(room_order.c.room_session_id == found.room_session_id)
                .order_by(room_order.c.number)
            ).all()
            return GivenOrders(
                room_id=found.room_id,
                numbers=tuple(row[0] for row in rows),
                orders=tuple(row[1] for row in rows),
            )

    def give_order(
        self, request: OrderRequest, make: MakeOrder, now: datetime
    ) -> bytes:
        """Write an order and what it changes at the server, in one transaction.

        Returns:
            The signed order, the first one if `request_uuid` was given before.

        Raises:
            NotFoundError: no such room session, or the sitting is not in it.
            RoomStateError: the room's state forbids it; nothing was changed.
        """
        with self._database.writing() as connection:
            given: bytes | None = connection.scalar(
                select(room_order.c.signed_order).where(
                    room_order.c.request_uuid == str(request.request_uuid)
                )
            )
            if given is not None:
                return given
            found = _one(connection, request.room_session_uuid)
            for_one = request.sitting_uuid is not None
            after = state_after(found.state, request.kind, for_one=for_one)
            sitting_id = None
            if request.sitting_uuid is not None:
                sitting_id = sitting_row_id(connection, found, request.sitting_uuid)
            order, signed = make(found)
            _insert_order(connection, found, request, order, (sitting_id, signed))
            _set_state(connection, found, after, now)
            apply_to_sittings(connection, found, order, sitting_id, now)
            return signed

    def has_held_one(self, room_session_id: int, seat_id: int) -> bool:
        """Return whether the seat holds or held a sitting of the room session."""
        query = (
            select(sitting_holder.c.sitting_holder_id)
            .join(sitting, sitting.c.sitting_id == sitting_holder.c.sitting_id)
            .where(
                sitting.c.room_session_id == room_session_id,
                sitting_holder.c.seat_id == seat_id,
            )
        )
        with self._database.reading() as connection:
            return connection.scalar(query.limit(1)) is not None

    def has_begun(self, room_session_id: int) -> bool:
        """Return whether entries of any of its sittings are here, orders or none."""
        query = select(sitting.c.sitting_id).where(
            sitting.c.room_session_id == room_session_id,
            sitting.c.started_utc.is_not(None),
        )
        with self._database.reading() as connection:
            return connection.scalar(query.limit(1)) is not None

    def put_resume_secret(self, room_session_id: int, sealed: bytes) -> None:
        """Keep the resume secret, unless there is one already."""
        self._put(
            room_session_id,
            {"resume_secret_sealed": sealed},
            room_session.c.resume_secret_sealed.is_(None),
        )

    def put_opening_code(self, room_session_id: int, sealed: bytes) -> None:
        """Keep the opening code."""
        self._put(room_session_id, {"opening_code_sealed": sealed})

    def forget_secrets(self, room_session_id: int, now: datetime) -> None:
        """Forget the secrets for good, and with them the room card and its PIN."""
        self._put(
            room_session_id,
            {
                "resume_secret_sealed": None,
                "opening_code_sealed": None,
                "secrets_forgotten_utc": utc_text(now),
            },
        )
        with self._database.writing() as connection:
            connection.execute(
                delete(room_card).where(room_card.c.room_session_id == room_session_id)
            )

    def _put(
        self,
        room_session_id: int,
        values: Mapping[str, object],
        *conditions: Any,  # noqa: ANN401 - SQL expressions
    ) -> None:
        with self._database.writing() as connection:
            connection.execute(
                update(room_session)
                .where(
                    room_session.c.room_session_id == room_session_id,
                    room_session.c.secrets_forgotten_utc.is_(None),
                    *conditions,
                )
                .values(dict(values))
            )


def current_room_session(room_id: int) -> Select[Any]:
    """Return the query for the room session that a room is in."""
    rank = case(
        (room_session.c.state.in_(("opened", "started")), 0),
        (room_session.c.state == "planned", 1),
        else_=2,
    )
    has_package = case((exam_session.c.exam_package_id.is_(None), 1), else_=0)
    return (
        _query()
        .where(room_session.c.room_id == room_id)
        .order_by(
            rank,
            has_package,
            room_session.c.closed_utc.desc(),
            exam_session.c.opens_utc,
            room_session.c.room_session_id,
        )
        .limit(1)
    )


def _query() -> Select[Any]:
    return (
        select(
            room_session,
            room.c.room_code,
            exam_session.c.session_code,
            exam_session.c.name.label("session_name"),
            exam_session.c.data_class,
            exam_session.c.exam_package_id,
            exam_session.c.closes_utc,
            exam_package.c.package_uuid,
            exam_package.c.manifest_sha256,
            newest_order(),
        )
        .join(room, room.c.room_id == room_session.c.room_id)
        .join(
            exam_session,
            exam_session.c.exam_session_id == room_session.c.exam_session_id,
        )
        .outerjoin(
            exam_package,
            exam_package.c.exam_package_id == exam_session.c.exam_package_id,
        )
    )


def _one(connection: Connection, room_session_uuid: RoomSessionUuid) -> RoomSession:
    query = _query().where(room_session.c.room_session_uuid == str(room_session_uuid))
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFoundError("no such room session")
    return _room_session(row)


def _insert_order(
    connection: Connection,
    found: RoomSession,
    request: OrderRequest,
    order: Order,
    kept: tuple[int | None, bytes],
) -> None:
    sitting_id, signed = kept
    connection.execute(
        insert(room_order).values(
            room_session_id=found.room_session_id,
            number=order.number,
            request_uuid=str(request.request_uuid),
            kind=order.kind.value,
            sitting_id=sitting_id,
            signed_order=signed,
            issued_by=order.by,
            issued_utc=utc_text(order.issued_utc),
        )
    )


def _set_state(
    connection: Connection, found: RoomSession, after: RoomSessionState, now: datetime
) -> None:
    if after is found.state:
        return
    values = {"state": after.value, _STATE_TIME[after]: utc_text(now)}
    try:
        connection.execute(
            update(room_session)
            .where(room_session.c.room_session_id == found.room_session_id)
            .values(values)
        )
    except IntegrityError as error:
        raise RoomStateError("another session is open in this room") from error


def _room_session(row: RowMapping) -> RoomSession:
    hard_end = row["hard_end_utc"] or row["closes_utc"]
    package_uuid, closed = row["package_uuid"], row["closed_utc"]
    return RoomSession(
        room_session_id=row["room_session_id"],
        room_session_uuid=RoomSessionUuid(UUID(row["room_session_uuid"])),
        room_id=row["room_id"],
        room_code=row["room_code"],
        session_code=row["session_code"],
        session_name=row["session_name"],
        data_class=row["data_class"],
        exam_package_id=row["exam_package_id"],
        package_uuid=None if package_uuid is None else PackageUuid(UUID(package_uuid)),
        manifest_sha256=row["manifest_sha256"],
        state=RoomSessionState(row["state"]),
        newest_order=row["newest_order"],
        hard_end_utc=None if hard_end is None else parse_utc_text(hard_end),
        closed_utc=None if closed is None else parse_utc_text(closed),
        resume_secret_sealed=row["resume_secret_sealed"],
        opening_code_sealed=row["opening_code_sealed"],
        secrets_forgotten=row["secrets_forgotten_utc"] is not None,
    )
