from uuid import uuid4

import msgspec
import pytest

from question_bank.formats.order import OrderKind, parse_signed_order
from question_bank.formats.pairing_code import pairing_token_message
from question_bank.formats.seat_protocol import (
    ClaimAnswer,
    LogInAnswer,
    OrdersAnswer,
    PairingStatus,
    RoomKeys,
    SeatView,
    TokenRequest,
)
from question_bank.formats.seat_status import SeatState, SeatStatus, seat_status_bytes
from question_bank.identifiers import PairingUuid
from sync_server.app import make_web_program
from sync_server.rooms.order_desk import OrderRequest
from sync_server.services.site_people import people_of
from tests.builders.seat_side import RefusedError, SeatSide, a_batch, a_journal
from tests.builders.server_sites import ID_NUMBER, PHOTO
from tests.sync_server.api.conftest import Served

OPEN_TO_ALL = frozenset({"/api/v1/pairings", "/api/v1/description/openapi.json"})


def refused(seat: SeatSide, method: str, path: str, body: object = None) -> str:
    with pytest.raises(RefusedError) as error:
        seat.call(method, path, body)
    return f"{error.value.status} {error.value.refusal.code}"


def test_a_seat_goes_the_whole_way_of_an_exam(served: Served) -> None:
    seat = served.seat()
    who = served.room.sittings[0]
    room_path = f"/room-sessions/{served.room.room_session_uuid}"

    found = seat.log_in(who.admission_number)
    seat.claim(found.sitting_uuid)
    journal = a_journal(who.sitting_uuid, 5)
    receipt = seat.push(who.sitting_uuid, a_batch(who.sitting_uuid, journal, seat.key))
    served.site.order_desk.give(
        OrderRequest(
            request_uuid=uuid4(),
            room_session_uuid=served.room.room_session_uuid,
            kind=OrderKind.OPEN,
            by="proctor",
        )
    )
    view = msgspec.json.decode(seat.call("GET", "/seat"), type=SeatView)
    orders = msgspec.json.decode(
        seat.call("GET", f"{room_path}/orders?after=0&wait_s=1"), type=OrdersAnswer
    )
    keys = msgspec.json.decode(seat.call("GET", f"{room_path}/keys"), type=RoomKeys)
    entries = msgspec.msgpack.decode(
        seat.call("GET", f"/sittings/{who.sitting_uuid}/journal?after_seq=3")
    )

    assert found.candidate.photo == PHOTO
    assert receipt.last_seq == 5
    assert view.room_session is not None
    assert view.room_session.newest_order == 1
    assert parse_signed_order(orders.orders[0])[0].kind is OrderKind.OPEN
    assert len(keys.resume_secret) == 10
    assert entries == [entry.raw for entry in journal[3:]]


def test_every_seat_route_wants_a_token(served: Served) -> None:
    stranger = SeatSide(served.http)
    for route in make_web_program(served.site).routes:
        path = route.path_format
        if "/staff" in path or not path.startswith("/api/v1"):
            continue
        if path in OPEN_TO_ALL or path.startswith("/api/v1/pairings/"):
            continue
        if path.startswith("/api/v1/description"):
            continue
        filled = path.removeprefix("/api/v1")
        for name in ("room_session", "sitting", "package"):
            filled = filled.replace(f"{{{name}_uuid}}", str(uuid4()))
        filled = filled.replace("{name}", "form-A.sealed")
        for method in set(route.methods) - {"OPTIONS", "HEAD"}:
            assert refused(stranger, method, filled, {}) == "401 TOKEN_UNKNOWN", path


def test_a_revoked_seat_is_refused_with_its_next_request(served: Served) -> None:
    seat = served.seat()
    assert seat.answer is not None
    assert seat.answer.seat_uuid is not None

    people_of(served.site).seats.revoke(seat.answer.seat_uuid, by="admin")

    assert refused(seat, "GET", "/seat") == "403 SEAT_REVOKED"


def test_a_second_seat_is_refused_until_the_sitting_is_released(served: Served) -> None:
    first, second = served.seat("01"), served.seat("02")
    who = served.room.sittings[0]
    first.claim(who.sitting_uuid)

    path = f"/sittings/{who.sitting_uuid}/seat"
    before = refused(second, "PUT", path, {})
    for kind in (OrderKind.OPEN, OrderKind.RELEASE):
        served.site.order_desk.give(
            OrderRequest(
                request_uuid=uuid4(),
                room_session_uuid=served.room.room_session_uuid,
                kind=kind,
                sitting_uuid=who.sitting_uuid if kind is OrderKind.RELEASE else None,
                by="proctor",
            )
        )
    second.claim(who.sitting_uuid)

    assert before == "409 SITTING_AT_ANOTHER_SEAT"
    assert refused(first, "PUT", path, {}) == "409 SITTING_AT_ANOTHER_SEAT"


def test_a_claim_is_answered_with_the_newest_order_or_with_what_is_over(
    served: Served,
) -> None:
    seat = served.seat()
    path = f"/sittings/{served.room.sittings[0].sitting_uuid}/seat"

    def give(kind: OrderKind) -> None:
        served.site.order_desk.give(
            OrderRequest(
                request_uuid=uuid4(),
                room_session_uuid=served.room.room_session_uuid,
                kind=kind,
                by="proctor",
            )
        )

    give(OrderKind.OPEN)
    answer = msgspec.json.decode(seat.call("PUT", path, {}), type=ClaimAnswer)
    give(OrderKind.CLOSE)

    assert answer.newest_order == 1
    assert refused(seat, "PUT", path, {}) == "409 ROOM_CLOSED"
    keys_path = f"/room-sessions/{served.room.room_session_uuid}/keys"
    assert refused(served.seat("02"), "GET", keys_path) == "409 ROOM_CLOSED"


def test_a_wait_that_is_no_number_of_seconds_is_refused(served: Served) -> None:
    seat = SeatSide(served.http)
    offer, _ = seat.ask()
    signature = seat.key.sign(pairing_token_message(PairingUuid(offer.pairing_uuid)))
    path = f"/pairings/{offer.pairing_uuid}/token?wait_s=nan"
    body = TokenRequest(signature=signature)

    assert refused(seat, "POST", path, body) == "400 FORMAT"


def test_wrong_id_numbers_are_refused_then_slowed(served: Served) -> None:
    seat = served.seat()
    who = served.room.sittings[0]
    wrong = {"admission_number": who.admission_number, "id_tail": "000000"}

    answers = [refused(seat, "POST", "/log-ins", wrong) for _ in range(6)]
    right = {"admission_number": who.admission_number, "id_tail": ID_NUMBER[-6:]}
    answers.append(refused(seat, "POST", "/log-ins", right))
    served.clock.pass_s(61)

    assert answers[:5] == ["403 LOG_IN_REFUSED"] * 5
    assert answers[5:] == ["429 TOO_MANY_TRIES"] * 2
    assert seat.log_in(who.admission_number).sitting_uuid == who.sitting_uuid


def test_a_number_is_found_however_it_was_typed(served: Served) -> None:
    number = served.room.sittings[0].admission_number
    full_width = "".join(
        chr(ord(each) + 0xFEE0) for each in f" {number.lower()} ".strip()
    )

    seat = served.seat()
    for typed in (number.lower(), f" {number} ", full_width):
        body = {"admission_number": typed, "id_tail": ID_NUMBER[-6:]}
        answer = seat.call("POST", "/log-ins", body)
        assert msgspec.json.decode(answer, type=LogInAnswer).form_code


def test_too_short_an_end_of_the_id_number_is_refused(served: Served) -> None:
    wrong = {
        "admission_number": served.room.sittings[0].admission_number,
        "id_tail": ID_NUMBER[-1:],
    }

    assert refused(served.seat(), "POST", "/log-ins", wrong) == "403 LOG_IN_REFUSED"


def test_the_status_board_shows_what_a_seat_said_and_how_long_ago(
    served: Served,
) -> None:
    seat = served.seat()
    status = SeatStatus(state=SeatState.WAITING, program_version="0.1.0")

    seat.call("PUT", "/seat/status", seat_status_bytes(status))
    served.clock.pass_s(3)

    [row] = served.site.seat_store.seats()
    report = served.site.status_board.report(row.seat_id)
    assert report is not None
    assert report.status == status
    assert report.age_s(served.clock.monotonic_s()) == 3


def test_the_highest_start_of_a_seat_is_remembered_and_told(served: Served) -> None:
    seat = served.seat()

    def report(count: int, start_id: int) -> tuple[int, int]:
        status = SeatStatus(
            state=SeatState.IDLE,
            program_version="0.1.0",
            start_count=count,
            start_id=start_id,
        )
        seat.call("PUT", "/seat/status", seat_status_bytes(status))
        view = msgspec.json.decode(seat.call("GET", "/seat"), type=SeatView)
        return view.known_start_count, view.known_start_id

    assert report(0, 0) == (0, 0)
    assert report(3, 77) == (3, 77)
    assert report(4, 78) == (4, 78)
    # The disk was put back: it counts 4 once more, or less.
    assert report(4, 79) == (4, 78)
    assert report(2, 80) == (4, 78)


def test_bodies_that_are_no_json_are_a_format_error(served: Served) -> None:
    seat = served.seat()

    for body in (b"", b"{", b"[" * 9000, b'{"admission_number": 1}', b"\xff"):
        assert refused(seat, "POST", "/log-ins", body) == "400 FORMAT"
        assert refused(SeatSide(served.http), "POST", "/pairings", body) == "400 FORMAT"


def test_a_token_fetched_again_makes_the_one_before_void(served: Served) -> None:
    seat = SeatSide(served.http)
    offer, _ = seat.ask()
    waiting = seat.fetch_token(offer.pairing_uuid)
    served.site.pairing_desk.approve(offer.pairing_uuid, "R1", "01", "admin")  # type: ignore[arg-type]
    first = seat.fetch_token(offer.pairing_uuid).token
    second = seat.fetch_token(offer.pairing_uuid).token

    seat.token = first
    assert waiting.status is PairingStatus.WAITING
    assert refused(seat, "GET", "/seat") == "401 TOKEN_UNKNOWN"
    seat.token = second
    assert seat.call("GET", "/seat")
