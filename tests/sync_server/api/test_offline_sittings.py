"""Sittings that went on without a server: nothing written is kept out, nobody is robbed."""

from uuid import uuid4

import pytest

from question_bank.formats.entry_bodies import EntryKind
from question_bank.formats.journal_entry import JournalEntry
from question_bank.formats.order import OrderKind
from question_bank.formats.seat_status import SeatState, SeatStatus, seat_status_bytes
from question_bank.identifiers import SittingUuid
from sync_server.rooms.order_desk import OrderRequest
from sync_server.services.bringers import HEARD_WITHIN_S
from sync_server.services.live_room import LiveSeat, StateWord
from sync_server.services.room_watch import RoomWatch
from sync_server.services.site_people import people_of
from tests.builders.seat_side import RefusedError, SeatSide, a_batch, an_entry
from tests.sync_server.api.conftest import Served

pytestmark = [
    pytest.mark.parametrize("served", ["front"], indirect=True),
    pytest.mark.expects_logs("sync_server.journals.refusals"),
]


def a_begun_journal(
    sitting: SittingUuid, length: int, word: bytes = b"x"
) -> list[JournalEntry]:
    """Return a journal that begins as every journal does."""
    started = an_entry(sitting, 1, EntryKind.STARTED, word)
    return [started] + [an_entry(sitting, n, body=word) for n in range(2, length + 1)]


def code_of(seat: SeatSide, method: str, path: str, body: object = None) -> str:
    with pytest.raises(RefusedError) as refusal:
        seat.call(method, path, body)
    return refusal.value.refusal.code


def claim_code(seat: SeatSide, sitting: SittingUuid) -> str:
    return code_of(seat, "PUT", f"/sittings/{sitting}/seat", {})


def push_code(seat: SeatSide, sitting: SittingUuid, batch: bytes) -> str:
    return code_of(seat, "PUT", f"/sittings/{sitting}/journal", batch)


def says(seat: SeatSide, sitting: SittingUuid | None, state: SeatState) -> None:
    status = SeatStatus(state=state, program_version="1", sitting_uuid=sitting)
    seat.call("PUT", "/seat/status", seat_status_bytes(status))


def entries_of(served: Served, sitting: SittingUuid) -> list[bytes]:
    row = served.site.sitting_store.sitting_id(sitting)
    assert row is not None
    return list(served.site.journal_store.entries_after(row, 0))


def refusals_of(served: Served, sitting: SittingUuid) -> list[str]:
    row = served.site.sitting_store.sitting_id(sitting)
    assert row is not None
    return [code for code, _, _ in served.site.journal_store.refusals(row)]


def give(served: Served, kind: OrderKind, sitting: SittingUuid | None = None) -> None:
    served.site.order_desk.give(
        OrderRequest(
            request_uuid=uuid4(),
            room_session_uuid=served.room.room_session_uuid,
            kind=kind,
            sitting_uuid=sitting,
            by="proctor",
        )
    )


def line_of(served: Served, sitting: SittingUuid) -> LiveSeat:
    live = people_of(served.site).live_room(served.room.room_session_uuid)
    [found] = [line for line in live.lines if line.sitting_uuid == str(sitting)]
    return found


def test_a_sitting_that_began_while_the_room_was_only_planned_here(
    served: Served,
) -> None:
    seat, who = served.seat(), served.room.sittings[0].sitting_uuid
    journal = a_begun_journal(who, 4)

    seat.claim(who)
    seat.push(who, a_batch(who, journal, seat.key))
    says(seat, who, SeatState.ANSWERING)

    assert entries_of(served, who) == [entry.raw for entry in journal]
    assert line_of(served, who).word is StateWord.ANSWERING


def test_a_planned_room_in_which_somebody_began_is_closed_at_its_hard_end(
    served: Served,
) -> None:
    seat, who = served.seat(), served.room.sittings[0].sitting_uuid
    seat.claim(who)
    seat.push(who, a_batch(who, a_begun_journal(who, 3), seat.key))
    watch = RoomWatch(served.site)
    for _ in range(3):
        served.clock.pass_s(3 * 3600)
        watch.look()

    room = served.site.room_store.room_session(served.room.room_session_uuid)
    assert room.state.value == "closed"
    assert line_of(served, who).word is StateWord.HANDED_IN
    late = a_begun_journal(who, 6)
    assert seat.push(who, a_batch(who, late, seat.key)).last_seq == 6


def test_a_planned_room_in_which_nobody_began_stays_planned(served: Served) -> None:
    watch = RoomWatch(served.site)
    served.clock.pass_s(4 * 3600)
    watch.look()

    room = served.site.room_store.room_session(served.room.room_session_uuid)
    assert room.state.value == "planned"


def test_who_went_on_at_another_seat_by_stick_is_taken_in_when_the_first_is_silent(
    served: Served,
) -> None:
    first, second = served.seat("01"), served.seat("02")
    who = served.room.sittings[0]
    journal = a_begun_journal(who.sitting_uuid, 8)
    first.log_in(who.admission_number)
    first.claim(who.sitting_uuid)
    first.push(who.sitting_uuid, a_batch(who.sitting_uuid, journal[:5], first.key))
    says(first, who.sitting_uuid, SeatState.ANSWERING)
    served.clock.pass_s(HEARD_WITHIN_S + 1)

    refusal = claim_code(second, who.sitting_uuid)
    receipt = second.push(
        who.sitting_uuid, a_batch(who.sitting_uuid, journal, second.key)
    )

    assert refusal == "SITTING_AT_ANOTHER_SEAT"
    assert receipt.last_seq == 8
    assert line_of(served, who.sitting_uuid).seat_code == "02"
    second.claim(who.sitting_uuid)  # it holds the sitting now
    assert claim_code(first, who.sitting_uuid) == "SITTING_AT_ANOTHER_SEAT"


def test_nobody_goes_on_with_a_sitting_that_another_seat_has_under_way(
    served: Served,
) -> None:
    first, second = served.seat("01"), served.seat("02")
    who = served.room.sittings[0]
    journal = a_begun_journal(who.sitting_uuid, 8)
    first.log_in(who.admission_number)
    first.claim(who.sitting_uuid)
    first.push(who.sitting_uuid, a_batch(who.sitting_uuid, journal[:5], first.key))
    says(first, who.sitting_uuid, SeatState.ANSWERING)
    claim_code(second, who.sitting_uuid)
    longer = a_batch(who.sitting_uuid, journal, second.key)

    assert push_code(second, who.sitting_uuid, longer) == "SITTING_NOT_OF_SEAT"
    assert len(entries_of(served, who.sitting_uuid)) == 5
    says(first, None, SeatState.IDLE)  # its candidate was moved away
    assert second.push(who.sitting_uuid, longer).last_seq == 8


def test_two_seats_that_began_the_same_sitting_leave_two_branches(
    served: Served,
) -> None:
    first, second = served.seat("01"), served.seat("02")
    who = served.room.sittings[0].sitting_uuid
    mine, other = a_begun_journal(who, 4, b"one"), a_begun_journal(who, 6, b"two")
    first.claim(who)
    first.push(who, a_batch(who, mine, first.key))

    refusal = claim_code(second, who)
    codes = [
        push_code(second, who, a_batch(who, other, second.key, start=0, end=3)),
        push_code(second, who, a_batch(who, other, second.key, start=3)),
    ]

    assert refusal == "SITTING_AT_ANOTHER_SEAT"
    assert codes == ["JOURNAL_CONFLICT"] * 2
    assert entries_of(served, who) == [entry.raw for entry in mine]
    assert refusals_of(served, who) == ["JOURNAL_CONFLICT"] * 2
    line = line_of(served, who)
    assert line.word is StateWord.TROUBLE
    assert line.trouble == ("JOURNAL_CONFLICT", "SEAT_SILENT")


def test_a_seat_that_may_only_bring_reads_nothing(served: Served) -> None:
    first, second = served.seat("01"), served.seat("02")
    who = served.room.sittings[0].sitting_uuid
    first.claim(who)
    first.push(who, a_batch(who, a_begun_journal(who, 4), first.key))
    path = f"/sittings/{who}/journal"
    assert code_of(second, "GET", f"{path}/head") == "SITTING_NOT_OF_SEAT"

    claim_code(second, who)

    assert second.call("GET", f"{path}/head")
    assert code_of(second, "GET", f"{path}?after_seq=0") == "SITTING_NOT_OF_SEAT"


def test_another_rooms_seat_brings_nothing(served: Served) -> None:
    who = served.room.sittings[0].sitting_uuid
    people_of(served.site).room_register.put("R9", "R9", by="admin")
    stranger = SeatSide(served.http).pair(served.site, "R9", "01")
    batch = a_batch(who, a_begun_journal(who, 2), stranger.key)

    assert claim_code(stranger, who) == "NOT_FOUND"
    assert push_code(stranger, who, batch) == "SITTING_NOT_OF_SEAT"
    assert refusals_of(served, who) == ["SITTING_NOT_OF_SEAT"]


def test_who_logged_in_and_began_without_the_server_is_not_too_late_to_deliver(
    served: Served,
) -> None:
    seat, who = served.seat(), served.room.sittings[0]
    give(served, OrderKind.OPEN)
    give(served, OrderKind.START)
    seat.log_in(who.admission_number)  # then the network died
    served.clock.pass_s(3600)

    refusal = claim_code(seat, who.sitting_uuid)
    journal = a_begun_journal(who.sitting_uuid, 3)
    receipt = seat.push(who.sitting_uuid, a_batch(who.sitting_uuid, journal, seat.key))

    assert refusal == "LATE_ENTRY"
    assert receipt.last_seq == 3
    seat.claim(who.sitting_uuid)


@pytest.mark.parametrize("had_logged_in", [True, False])
def test_a_closed_room_still_takes_in_what_was_begun_without_it(
    served: Served, *, had_logged_in: bool
) -> None:
    first, second = served.seat("01"), served.seat("02")
    who = served.room.sittings[0]
    journal = a_begun_journal(who.sitting_uuid, 5)
    give(served, OrderKind.OPEN)
    give(served, OrderKind.START)
    if had_logged_in:
        first.log_in(who.admission_number)
        first.claim(who.sitting_uuid)
        first.push(who.sitting_uuid, a_batch(who.sitting_uuid, journal[:2], first.key))
    give(served, OrderKind.CLOSE)

    refusal = claim_code(second, who.sitting_uuid)
    receipt = second.push(
        who.sitting_uuid, a_batch(who.sitting_uuid, journal, second.key)
    )

    assert refusal == "ROOM_CLOSED"
    assert receipt.last_seq == 5
