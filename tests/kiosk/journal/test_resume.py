"""Going on with a sitting, on this seat or another."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from kiosk.errors import NothingToResumeError
from kiosk.journal.resume import ResumingSeat, read_journal, resumed_draft
from kiosk.journal.start import JournalReaders, started_draft, wraps_for
from kiosk.sitting.entry_draft import header_of
from question_bank.errors import FormatError
from question_bank.formats.entry_bodies import (
    HandedIn,
    HandInReason,
    Resumed,
    Started,
    TimeTicked,
    body_bytes,
)
from question_bank.formats.journal_entry import WrapReader
from question_bank.identifiers import SeatUuid
from question_bank.items.response import TextResponse
from question_bank.journal.chain import ChainBrokenError, verify_chain
from question_bank.journal.sitting_record import fold
from question_bank.sealing.errors import SealBrokenError, WrongKeyError
from question_bank.sealing.journal_reader import (
    key_opener,
    opened_entries,
    room_opener,
)
from question_bank.sealing.journal_seal import seal_entry
from question_bank.sealing.lock_keys import UnlockKey
from tests.builders.journals import (
    BODY_KEY,
    ROOM_SECRET,
    SEAT,
    SITTING,
    a_journal,
    a_started,
    a_text,
    sealed,
)
from tests.fakes.hand_clock import HandClock

OTHER_SEAT = SeatUuid(UUID(int=77))
ORGANISATION = UnlockKey.draw()
MARKING = UnlockKey.draw()
AN_END = HandedIn(
    reason=HandInReason.CANDIDATE,
    answered_tasks=0,
    unanswered_tasks=1,
    order_number=0,
)


def readers(*, with_site: bool = True) -> JournalReaders:
    return JournalReaders(
        room_secret=ROOM_SECRET,
        organisation=ORGANISATION.lock_key,
        site=MARKING.lock_key if with_site else None,
    )


def raws(length: int = 6) -> list[bytes]:
    return [entry.raw for entry in a_journal(length)]


def a_seat(clock: HandClock) -> ResumingSeat:
    return ResumingSeat(
        seat_uuid=OTHER_SEAT,
        program_version="0.1.0",
        boot_id=clock.boot_id(),
        now=clock.now(),
    )


def test_a_journal_is_checked_opened_and_folded() -> None:
    read = read_journal(SITTING, raws(), ROOM_SECRET)

    assert read.head == verify_chain(SITTING, read.entries)
    assert read.record.responses == {"t1": TextResponse(text="answer 5")}
    assert read.record.last_seq == 6


class GoneBytes(bytes):
    """Bytes that count their ends."""

    gone = 0

    def __del__(self) -> None:
        GoneBytes.gone += 1


def test_an_hour_of_speech_is_read_without_being_kept() -> None:
    GoneBytes.gone = most_here = 0

    def one_by_one() -> Iterator[bytes]:
        nonlocal most_here
        for made, raw in enumerate(raws(50)):
            yield GoneBytes(raw)
            most_here = max(most_here, made + 1 - GoneBytes.gone)

    read = read_journal(SITTING, one_by_one(), ROOM_SECRET, keeps_entries=False)

    assert read.entries == ()
    assert (read.head.seq, read.record.last_seq) == (50, 50)
    assert most_here <= 3


def test_where_it_was_handed_in_is_what_the_receipt_names() -> None:
    whole = sealed([a_started(), a_text("x"), AN_END, a_text("late"), AN_END])
    read = read_journal(SITTING, [e.raw for e in whole], ROOM_SECRET)

    assert read.handed_in_head == verify_chain(SITTING, whole[:3])
    assert read_journal(SITTING, raws(), ROOM_SECRET).handed_in_head is None


def test_an_empty_journal_has_nothing_to_resume() -> None:
    with pytest.raises(NothingToResumeError):
        read_journal(SITTING, [], ROOM_SECRET)


def test_another_rooms_secret_opens_nothing() -> None:
    with pytest.raises(WrongKeyError):
        read_journal(SITTING, raws(), bytes(32))


def test_a_journal_that_was_altered_is_not_gone_on_with() -> None:
    cut = raws()
    del cut[2]
    changed = raws()
    changed[3] = changed[3][:-1] + bytes([changed[3][-1] ^ 1])

    with pytest.raises(ChainBrokenError):
        read_journal(SITTING, cut, ROOM_SECRET)
    with pytest.raises(SealBrokenError):
        read_journal(SITTING, changed, ROOM_SECRET)
    with pytest.raises(FormatError):
        read_journal(SITTING, [b"\xc1"], ROOM_SECRET)


def test_another_seat_goes_on_with_a_new_key_that_the_same_people_can_open() -> None:
    read = read_journal(SITTING, raws(), ROOM_SECRET)
    clock = HandClock("another boot")
    new_key = bytes(reversed(BODY_KEY))
    wraps = wraps_for(readers(), new_key, SITTING)
    draft = resumed_draft(read.record, a_seat(clock), wraps, down_time_counts=False)

    header = header_of(draft, SITTING, 7)
    entry = seal_entry(header, read.head.hash, new_key, body_bytes(draft.body))
    whole = [*read.entries, entry]

    record = read_journal(SITTING, [e.raw for e in whole], ROOM_SECRET).record
    assert record.seat_uuid == str(OTHER_SEAT)
    assert record.resumptions == 1
    assert record.time_used_ms == read.record.time_used_ms
    resumed = draft.body
    assert isinstance(resumed, Resumed)
    assert (resumed.previous_seat_uuid, resumed.down_source) == (str(SEAT), "wall")


def test_counted_down_time_is_exam_time_and_credited_is_not() -> None:
    clock = HandClock()
    tick = TimeTicked(boot_id=clock.boot, boot_time_ms=clock.now().boottime_ms)
    journal = [entry.raw for entry in sealed([a_started(), tick])]
    record = read_journal(SITTING, journal, ROOM_SECRET).record
    clock.pass_ms(30_000)

    drafts = [
        resumed_draft(record, a_seat(clock), (), down_time_counts=counts)
        for counts in (True, False)
    ]

    assert [draft.time_used_ms - record.time_used_ms for draft in drafts] == [30_000, 0]
    bodies = [draft.body for draft in drafts if isinstance(draft.body, Resumed)]
    assert [body.down_ms for body in bodies] == [30_000, 30_000]
    assert [body.down_counted_ms for body in bodies] == [30_000, 0]


def test_what_was_handed_in_is_not_resumed() -> None:
    journal = [entry.raw for entry in sealed([a_started(), a_text("x"), AN_END])]
    record = read_journal(SITTING, journal, ROOM_SECRET).record

    with pytest.raises(ValueError, match="handed in"):
        resumed_draft(record, a_seat(HandClock()), (), down_time_counts=False)


@pytest.mark.parametrize("with_site", [True, False])
def test_the_first_entry_says_who_may_read_and_nobody_else_can(
    *, with_site: bool
) -> None:
    wraps = wraps_for(readers(with_site=with_site), BODY_KEY, SITTING)
    draft = started_draft(a_started(), wraps, HandClock().now())
    header = header_of(draft, SITTING, 1)
    entry = seal_entry(
        header,
        verify_chain(SITTING, []).hash,
        BODY_KEY,
        body_bytes(draft.body),
    )

    assert [wrap.reader for wrap in header.wraps] == [
        WrapReader.ROOM,
        WrapReader.ORGANISATION,
    ] + [WrapReader.SITE] * with_site
    may_read = [
        room_opener(SITTING, ROOM_SECRET),
        key_opener(SITTING, ORGANISATION),
    ] + [key_opener(SITTING, MARKING)] * with_site
    for opener in may_read:
        record = fold(opened_entries(SITTING, [entry], opener))
        assert isinstance(record.started, Started)
    for stranger in (
        room_opener(SITTING, bytes(32)),
        key_opener(SITTING, UnlockKey.draw()),
    ):
        with pytest.raises(WrongKeyError):
            list(opened_entries(SITTING, [entry], stranger))
