from question_bank.formats.order import OrderKind, parse_signed_order
import msgspec
from uuid import uuid4
from sync_server.rooms.order_desk import OrderRequest
from question_bank.formats.seat_protocol import OrdersAnswer, RoomKeys, SeatView
from tests.builders.seat_side import a_batch, a_journal
from tests.sync_server.api.conftest import Served

def test_a_seat_pairs_logs_in_claims_pushes_and_gets_its_receipt(served: Served) -> None:
    seat = served.seat()
    who = served.room.sittings[0]

    found = seat.log_in(who.admission_number)
    seat.claim(found.sitting_uuid)
    journal = a_journal(who.sitting_uuid, 5)
    receipt = seat.push(who.sitting_uuid, a_batch(who.sitting_uuid, journal, seat.key))

    assert receipt.last_seq == 5
    view = msgspec.json.decode(seat.call("GET", "/seat"), type=SeatView)
    assert view.room_session is not None
    served.site.order_desk.give(OrderRequest(request_uuid=uuid4(), room_session_uuid=served.room.room_session_uuid, kind=OrderKind.OPEN, by="p"))
    orders = msgspec.json.decode(seat.call("GET", f"/room-sessions/{served.room.room_session_uuid}/orders?after=0&wait_s=1"), type=OrdersAnswer)
    assert parse_signed_order(orders.orders[0])[0].kind is OrderKind.OPEN
    keys = msgspec.json.decode(seat.call("GET", f"/room-sessions/{served.room.room_session_uuid}/keys"), type=RoomKeys)
    assert len(keys.resume_secret) == 10
