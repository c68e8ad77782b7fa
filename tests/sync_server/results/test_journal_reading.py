"""What a score rests on is checked; what came after the closing counts by one rule."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from question_bank.formats.closing_record import (
    ClosingReason,
    ClosingRecord,
    closing_message,
    closing_record_bytes,
)
from question_bank.formats.entry_bodies import (
    Body,
    EntryKind,
    HandedIn,
    HandInReason,
    ResponseSet,
    Started,
    body_bytes,
)
from question_bank.formats.journal_entry import (
    EntryHeader,
    JournalHead,
    KeyWrap,
    WrapReader,
    empty_head,
    head_after,
)
from question_bank.formats.sync_batch import head_message
from question_bank.identifiers import SittingUuid
from question_bank.items.response import OptionsResponse
from question_bank.journal.chain import ChainBrokenError
from question_bank.sealing.errors import SignatureInvalidError
from question_bank.sealing.journal_reader import key_opener
from question_bank.sealing.journal_seal import (
    draw_body_key,
    seal_entry,
    wrap_for_reader,
)
from question_bank.sealing.lock_keys import UnlockKey
from question_bank.sealing.signing_keys import SigningKey
from sync_server.results.journal_reading import (
    ReadJournal,
    StoredEntry,
    checked_closing,
    read_journal,
)
from sync_server.results.sitting_result import SittingEnd, sitting_end

SITTING = SittingUuid(uuid4())
MARKING = UnlockKey.draw()
CLOSED = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
BEFORE, AFTER = CLOSED - timedelta(minutes=1), CLOSED + timedelta(minutes=1)
ALLOWED_MS = 60_000


@dataclass
class Story:
    """A journal that is told entry by entry, one batch each."""

    stored: list[StoredEntry] = field(default_factory=list)
    heads: list[JournalHead] = field(default_factory=lambda: [empty_head(SITTING)])
    body_key: bytes = field(default_factory=draw_body_key)
    seat: SigningKey = field(default_factory=SigningKey.draw)

    def tell(
        self, kind: EntryKind, body: Body, used_ms: int, received: datetime
    ) -> None:
        seq = len(self.stored) + 1
        wraps: tuple[KeyWrap, ...] = ()
        if seq == 1:
            reader = WrapReader.SITE
            lock_key = MARKING.lock_key
            wraps = (wrap_for_reader(reader, self.body_key, SITTING, lock_key),)
        header = EntryHeader(
            format_version=1,
            sitting=SITTING.bytes,
            seq=seq,
            time_used_ms=used_ms,
            wall_time_ms=1,
            kind=kind.value,
            kind_version=1,
            wraps=wraps,
        )
        head = self.heads[-1]
        entry = seal_entry(header, head.hash, self.body_key, body_bytes(body))
        self.heads.append(head_after(head, entry))
        self.stored.append(
            StoredEntry(
                entry=entry,
                seat_key=self.seat.verify_key.raw,
                head_signature=self.seat.sign(head_message(SITTING, self.heads[-1])),
                received=received,
            )
        )

    def start(self) -> None:
        started = Started(
            seat_uuid=str(uuid4()),
            package_uuid=str(uuid4()),
            manifest_sha256=bytes(32),
            form_code="A",
            duration_ms=ALLOWED_MS,
            program_version="0.1.0",
            order_number=2,
            boot_id="boot",
            boot_time_ms=1,
        )
        self.tell(EntryKind.STARTED, started, 0, BEFORE)

    def answer(self, option: str, used_ms: int, received: datetime = BEFORE) -> None:
        response = OptionsResponse(option_ids=(option,))
        body = ResponseSet(task_id="t", response=response)
        self.tell(EntryKind.RESPONSE_SET, body, used_ms, received)

    def hand_in(self, used_ms: int, received: datetime = BEFORE) -> None:
        body = HandedIn(
            reason=HandInReason.CANDIDATE,
            answered_tasks=1,
            unanswered_tasks=0,
            order_number=0,
        )
        self.tell(EntryKind.HANDED_IN, body, used_ms, received)

    def closing(self, last_seq: int) -> ClosingRecord:
        return ClosingRecord(
            sitting_uuid=SITTING,
            last_seq=last_seq,
            last_hash=self.heads[last_seq].hash.hex(),
            reason=ClosingReason.ROOM_CLOSED,
            closed_utc=CLOSED,
            by="server",
        )


def read(
    stored: Sequence[StoredEntry], closing: ClosingRecord | None = None
) -> ReadJournal:
    return read_journal(SITTING, stored, key_opener(SITTING, MARKING), closing)


def chosen(found: ReadJournal) -> tuple[str, ...]:
    response = found.record.responses["t"]
    assert isinstance(response, OptionsResponse)
    return response.option_ids


@pytest.fixture
def story() -> Story:
    story = Story()
    story.start()
    story.answer("a", 1_000)
    return story


def test_answers_of_the_allowed_time_count_also_when_they_come_late(
    story: Story,
) -> None:
    closing = story.closing(2)
    story.answer("b", ALLOWED_MS, AFTER)

    found = read(story.stored, closing)

    assert chosen(found) == ("b",)
    assert (found.late, found.not_counted) == (1, 0)
    end = sitting_end(found.record, was_closed=True, has_late=found.late > 0)
    assert end is SittingEnd.COLLECTED_LATE


def test_who_sat_on_beyond_the_allowed_time_gains_nothing(story: Story) -> None:
    closing = story.closing(2)
    story.answer("b", ALLOWED_MS + 1, AFTER)
    story.answer("c", 2_000, AFTER)  # a clock does not go back
    story.hand_in(ALLOWED_MS + 5, AFTER)

    found = read(story.stored, closing)

    assert chosen(found) == ("a",)
    assert (found.late, found.not_counted) == (3, 2)
    assert found.hand_in_head == story.heads[5]


def test_what_was_received_before_the_closing_is_not_late(story: Story) -> None:
    closing = story.closing(1)
    story.answer("b", ALLOWED_MS + 1, CLOSED)

    found = read(story.stored, closing)

    assert chosen(found) == ("b",)
    assert found.late == 0


def test_without_a_closing_record_nothing_is_late(story: Story) -> None:
    story.answer("b", ALLOWED_MS + 1, AFTER)
    story.hand_in(ALLOWED_MS + 2, AFTER)

    found = read(story.stored)

    assert (found.late, found.not_counted) == (0, 0)
    assert found.head == story.heads[-1]


def test_the_head_of_the_hand_in_is_kept_when_something_follows(story: Story) -> None:
    story.hand_in(2_000)
    story.answer("z", 3_000)

    found = read(story.stored)

    assert found.hand_in_head == story.heads[3]
    assert found.record.after_hand_in == 1


def test_entries_that_the_seat_did_not_sign_are_not_scored(story: Story) -> None:
    forged = SigningKey.draw().sign(head_message(SITTING, story.heads[-1]))
    for signature in (forged, None):
        stored = [story.stored[0], replace(story.stored[1], head_signature=signature)]
        with pytest.raises(SignatureInvalidError):
            read(stored)


def test_each_seat_signs_the_stretch_that_it_brought(story: Story) -> None:
    story.seat = SigningKey.draw()
    story.answer("b", 2_000)
    assert chosen(read(story.stored)) == ("b",)

    unsigned = replace(story.stored[1], head_signature=None)
    with pytest.raises(SignatureInvalidError):
        read([story.stored[0], unsigned, story.stored[2]])


def test_a_signature_at_the_end_of_a_batch_vouches_for_all_of_it(story: Story) -> None:
    first = replace(story.stored[0], head_signature=None)

    assert chosen(read([first, story.stored[1]])) == ("a",)


def test_a_journal_that_does_not_run_through_the_closing_is_broken(
    story: Story,
) -> None:
    story.answer("b", 2_000)
    closing = story.closing(3)
    with pytest.raises(ChainBrokenError):
        read(story.stored[:2], closing)  # its end was cut off
    other = Story()
    other.start()
    with pytest.raises(ChainBrokenError):
        read(story.stored, other.closing(1))


def test_a_closing_record_is_believed_only_from_the_site(story: Story) -> None:
    site = SigningKey.draw()
    record = closing_record_bytes(story.closing(2))
    signature = site.sign(closing_message(record))

    found = checked_closing(SITTING, record, signature, site.verify_key)
    assert found == story.closing(2)
    with pytest.raises(SignatureInvalidError):
        checked_closing(SITTING, record, signature, SigningKey.draw().verify_key)
    other = SittingUuid(uuid4())
    with pytest.raises(SignatureInvalidError):
        checked_closing(other, record, signature, site.verify_key)
