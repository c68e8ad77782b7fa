"""S7: replayed and forged answers; each is refused, and what was sent is kept."""

from uuid import uuid4

import msgspec
import pytest

from question_bank.formats.entry_bodies import EntryKind
from question_bank.formats.journal_entry import empty_head, head_after
from question_bank.formats.order import OrderKind
from question_bank.formats.sync_batch import parse_sync_batch, sync_batch_bytes
from question_bank.sealing.signing_keys import SigningKey
from sync_server.rooms.order_desk import OrderRequest
from sync_server.services.refusal_notes import SPAN_S
from sync_server.services.site_people import people_of
from tests.builders.seat_side import (
    RefusedError,
    SeatSide,
    a_batch,
    a_journal,
    an_entry,
    batch_bytes,
)
from tests.sync_server.api.conftest import Served

pytestmark = pytest.mark.expects_logs("sync_server.journals.refusals")


@pytest.fixture
def seat(served: Served) -> SeatSide:
    """A seat that holds the first sitting and has brought three entries."""
    seat = served.seat()
    who = served.room.sittings[0].sitting_uuid
    seat.claim(who)
    seat.push(who, a_batch(who, a_journal(who, 3), seat.key))
    return seat


def refused(seat: SeatSide, served: Served, batch: bytes, sitting: int = 0) -> str:
    with pytest.raises(RefusedError) as error:
        seat.push(served.room.sittings[sitting].sitting_uuid, batch)
    return f"{error.value.status} {error.value.refusal.code}"


def evidence(served: Served, sitting: int = 0) -> list[str]:
    row = served.site.sitting_store.sitting_id(
        served.room.sittings[sitting].sitting_uuid
    )
    assert row is not None
    return [code for code, _, _ in served.site.journal_store.refusals(row)]


@pytest.mark.usefixtures("seat")
def test_a_batch_signed_by_another_key_is_refused(
    served: Served, seat: SeatSide
) -> None:
    who = served.room.sittings[0].sitting_uuid
    forged = a_batch(who, a_journal(who, 4), SigningKey.draw(), start=3)

    assert refused(seat, served, forged) == "403 SIGNATURE_INVALID"
    assert evidence(served) == ["SIGNATURE_INVALID"]


def test_a_changed_body_under_the_old_signature_is_refused(
    served: Served, seat: SeatSide
) -> None:
    who = served.room.sittings[0].sitting_uuid
    batch = parse_sync_batch(a_batch(who, a_journal(who, 4), seat.key, start=3))
    altered = bytearray(batch.entries[0])
    altered[-1] ^= 1

    sent = sync_batch_bytes(msgspec.structs.replace(batch, entries=(bytes(altered),)))

    assert refused(seat, served, sent) == "403 SIGNATURE_INVALID"


def test_entries_of_a_sitting_that_the_seat_never_held_are_refused(
    served: Served, seat: SeatSide
) -> None:
    other = served.room.sittings[1].sitting_uuid
    batch = a_batch(other, a_journal(other, 2), seat.key)

    assert refused(seat, served, batch, sitting=1) == "403 SITTING_NOT_OF_SEAT"
    assert evidence(served, sitting=1) == ["SITTING_NOT_OF_SEAT"]


def test_a_batch_replayed_for_another_candidate_is_refused(
    served: Served, seat: SeatSide
) -> None:
    other = served.room.sittings[1].sitting_uuid
    seat.claim(other)
    mine = served.room.sittings[0].sitting_uuid
    entries = [entry.raw for entry in a_journal(mine, 2)]
    head = empty_head(other)
    for entry in a_journal(mine, 2):
        head = head_after(head, entry)

    replay = batch_bytes(other, empty_head(other), entries, head, seat.key)

    assert refused(seat, served, replay, sitting=1) == "400 CHAIN_BROKEN"


def test_a_batch_at_another_sittings_address_is_refused(
    served: Served, seat: SeatSide
) -> None:
    who = served.room.sittings[0].sitting_uuid
    batch = a_batch(who, a_journal(who, 3), seat.key)

    assert refused(seat, served, batch, sitting=1) == "400 FORMAT"


def test_a_gap_says_which_entry_is_expected(served: Served, seat: SeatSide) -> None:
    who = served.room.sittings[0].sitting_uuid
    with pytest.raises(RefusedError) as error:
        seat.push(who, a_batch(who, a_journal(who, 9), seat.key, start=6))

    assert error.value.status == 409
    assert error.value.refusal.code == "JOURNAL_GAP"
    assert error.value.refusal.expected_seq == 4
    assert evidence(served) == []


def test_a_second_branch_is_refused_and_all_of_it_kept(
    served: Served, seat: SeatSide
) -> None:
    who = served.room.sittings[0].sitting_uuid
    branch = a_journal(who, 6, body=b"another story")

    whole = refused(seat, served, a_batch(who, branch, seat.key))
    later = refused(seat, served, a_batch(who, branch, seat.key, start=2))
    again = refused(seat, served, a_batch(who, branch, seat.key, start=2))

    assert {whole, later, again} == {"409 JOURNAL_CONFLICT"}
    assert evidence(served) == ["JOURNAL_CONFLICT", "JOURNAL_CONFLICT"]


def test_a_branch_that_the_seat_did_not_sign_is_none(
    served: Served, seat: SeatSide
) -> None:
    who = served.room.sittings[0].sitting_uuid
    forged = a_batch(who, a_journal(who, 6, body=b"junk"), SigningKey.draw())
    gap = a_batch(who, a_journal(who, 9), SigningKey.draw(), start=6)

    assert refused(seat, served, forged) == "403 SIGNATURE_INVALID"
    assert refused(seat, served, gap) == "403 SIGNATURE_INVALID"
    assert evidence(served) == ["SIGNATURE_INVALID", "SIGNATURE_INVALID"]


def test_refused_batches_stand_in_the_audit_log_once_a_span(
    served: Served, seat: SeatSide
) -> None:
    who = served.room.sittings[0].sitting_uuid
    audit = people_of(served.site).audit
    other = served.seat("02")
    assert seat.answer is not None
    assert other.answer is not None
    branch = a_journal(who, 6, body=b"another story")

    for start in range(3):
        refused(seat, served, a_batch(who, branch, seat.key, start=start))
    refused(seat, served, a_batch(who, a_journal(who, 4), other.key, start=3))
    refused(other, served, a_batch(who, a_journal(who, 4), other.key, start=3))

    acts = [x for x in audit.all() if x.action == "journal.refused"]
    told = [(x.actor, x.subject, x.details_json) for x in acts]
    first, second = f"seat:{seat.answer.seat_uuid}", f"seat:{other.answer.seat_uuid}"
    assert told == [
        (first, str(who), '{"code":"JOURNAL_CONFLICT","seq":1}'),
        (first, str(who), '{"code":"SIGNATURE_INVALID","seq":4}'),
        (second, str(who), '{"code":"SITTING_NOT_OF_SEAT","seq":4}'),
    ]

    served.clock.pass_s(SPAN_S + 1)
    refused(seat, served, a_batch(who, branch, seat.key))
    assert len([x for x in audit.all() if x.action == "journal.refused"]) == 4


def test_a_revoked_seats_batch_is_refused(served: Served, seat: SeatSide) -> None:
    who = served.room.sittings[0].sitting_uuid
    assert seat.answer is not None
    assert seat.answer.seat_uuid is not None
    people_of(served.site).seats.revoke(seat.answer.seat_uuid, by="admin")

    batch = a_batch(who, a_journal(who, 4), seat.key, start=3)

    assert refused(seat, served, batch) == "403 SEAT_REVOKED"


@pytest.mark.parametrize(
    "body", [b"", b"\x90", b"\xc1" * 40, b"not msgpack", b"\x91" * 5000]
)
def test_any_other_bytes_are_a_format_error(
    served: Served, seat: SeatSide, body: bytes
) -> None:
    assert refused(seat, served, body) == "400 FORMAT"


def test_a_batch_sent_again_gives_the_same_receipt(
    served: Served, seat: SeatSide
) -> None:
    who = served.room.sittings[0].sitting_uuid
    batch = a_batch(who, a_journal(who, 3), seat.key)

    assert seat.push(who, batch) == seat.push(who, batch)
    assert evidence(served) == []


def test_a_hand_in_is_noted_from_the_open_header(
    served: Served, seat: SeatSide
) -> None:
    who = served.room.sittings[0].sitting_uuid
    journal = [*a_journal(who, 3), an_entry(who, 4, EntryKind.HANDED_IN)]

    seat.push(who, a_batch(who, journal, seat.key, start=3))

    status = seat.log_in(served.room.sittings[0].admission_number).status
    assert status.value == "handed_in"


def test_a_seat_that_held_the_sitting_before_may_bring_late_entries(
    served: Served, seat: SeatSide
) -> None:
    who = served.room.sittings[0].sitting_uuid
    for kind in (OrderKind.OPEN, OrderKind.RELEASE):
        served.site.order_desk.give(
            OrderRequest(
                request_uuid=uuid4(),
                room_session_uuid=served.room.room_session_uuid,
                kind=kind,
                sitting_uuid=who if kind is OrderKind.RELEASE else None,
                by="proctor",
            )
        )
    served.seat("02").claim(who)

    receipt = seat.push(who, a_batch(who, a_journal(who, 5), seat.key, start=3))

    assert receipt.last_seq == 5
