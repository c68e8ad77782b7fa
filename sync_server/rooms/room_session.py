"""A room session and its states: every way from one to another stands in TRANSITIONS."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from question_bank.formats.order import OrderKind
from question_bank.formats.seat_protocol import RoomSessionState
from question_bank.identifiers import PackageUuid, RoomSessionUuid
from sync_server.errors import RoomStateError

TRANSITIONS = MappingProxyType(
    {
        (RoomSessionState.PLANNED, OrderKind.OPEN): RoomSessionState.OPENED,
        (RoomSessionState.OPENED, OrderKind.START): RoomSessionState.STARTED,
        (RoomSessionState.PLANNED, OrderKind.CLOSE): RoomSessionState.CLOSED,
        (RoomSessionState.OPENED, OrderKind.CLOSE): RoomSessionState.CLOSED,
        (RoomSessionState.STARTED, OrderKind.CLOSE): RoomSessionState.CLOSED,
    }
)
"""Orders that move the whole room.

A planned room is closed too: its seats may have held the exam while no server answered.
"""

WITHIN = MappingProxyType(
    {
        OrderKind.LOCK: frozenset({RoomSessionState.STARTED}),
        OrderKind.UNLOCK: frozenset({RoomSessionState.STARTED}),
        OrderKind.EXTEND: frozenset(
            {RoomSessionState.OPENED, RoomSessionState.STARTED}
        ),
        OrderKind.HAND_IN: frozenset({RoomSessionState.STARTED}),
        OrderKind.MESSAGE: frozenset(RoomSessionState) - {RoomSessionState.CLOSED},
        OrderKind.RELEASE: frozenset(
            {RoomSessionState.OPENED, RoomSessionState.STARTED}
        ),
        OrderKind.START: frozenset({RoomSessionState.STARTED}),
    }
)
"""Orders that leave the room's state as it is; `start` again is for late candidates."""


def state_after(
    state: RoomSessionState, kind: OrderKind, *, for_one: bool = False
) -> RoomSessionState:
    """Return the room's state once an order of this kind has been given.

    Args:
        for_one: The order is for one sitting: it never moves the whole room.

    Raises:
        RoomStateError: the room is not in a state for it.
    """
    after = TRANSITIONS.get((state, kind))
    if after is not None and for_one:
        raise RoomStateError(f"{kind.value} is for the whole room while it is {state}")
    if after is not None:
        return after
    if state in WITHIN.get(kind, frozenset()):
        return state
    raise RoomStateError(f"{kind.value} in a room that is {state.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSession:
    """One room in one session.

    Attributes:
        newest_order: Number of the last order; 0 before the first.
        exam_package_id: None until the session's package is loaded.
        secrets_forgotten: True once nothing more can be opened here.
    """

    room_session_id: int
    room_session_uuid: RoomSessionUuid
    room_id: int
    room_code: str
    session_code: str
    session_name: str
    data_class: str
    exam_package_id: int | None
    package_uuid: PackageUuid | None
    manifest_sha256: bytes | None
    state: RoomSessionState
    newest_order: int
    hard_end_utc: datetime | None
    closed_utc: datetime | None
    resume_secret_sealed: bytes | None
    opening_code_sealed: bytes | None
    secrets_forgotten: bool
