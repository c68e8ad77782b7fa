from itertools import product

import pytest

from question_bank.formats.order import OrderKind
from question_bank.formats.seat_protocol import RoomSessionState
from sync_server.errors import RoomStateError
from sync_server.rooms.room_session import TRANSITIONS, WITHIN, state_after


@pytest.mark.parametrize(("state", "kind"), list(product(RoomSessionState, OrderKind)))
def test_every_order_in_every_state_is_decided(
    state: RoomSessionState, kind: OrderKind
) -> None:
    if (state, kind) in TRANSITIONS:
        assert state_after(state, kind) is TRANSITIONS[state, kind]
    elif state in WITHIN.get(kind, frozenset()):
        assert state_after(state, kind) is state
    else:
        with pytest.raises(RoomStateError):
            state_after(state, kind)


def test_nothing_leads_out_of_a_closed_room() -> None:
    for kind in OrderKind:
        with pytest.raises(RoomStateError):
            state_after(RoomSessionState.CLOSED, kind)
