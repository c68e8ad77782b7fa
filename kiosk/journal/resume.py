"""Going on with a sitting: after a crash, a restart, or from another seat's journal.

The entries come from this disk, from the server or from a stick: the same rule. Pure.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kiosk.clock import Moment
from kiosk.errors import NothingToResumeError
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.sitting.exam_clock import down_time
from question_bank.formats.entry_bodies import EntryKind, Resumed
from question_bank.formats.journal_entry import (
    JournalEntry,
    JournalHead,
    KeyWrap,
    empty_head,
    parse_journal_entry,
)
from question_bank.identifiers import SeatUuid, SittingUuid
from question_bank.journal.chain import follow, verify_chain
from question_bank.journal.sitting_record import SittingRecord, fold
from question_bank.sealing.journal_reader import opened_entries, room_opener


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadJournal:
    """A whole journal, checked and folded.

    Attributes:
        handed_in_head: The head at its hand-in; None: it was not handed in.
        entries: As they came, for the store of a seat that takes the sitting over; empty
            if they were not to be kept.
    """

    record: SittingRecord
    head: JournalHead
    handed_in_head: JournalHead | None
    entries: tuple[JournalEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumingSeat:
    """The seat that goes on, at the moment it does."""

    seat_uuid: SeatUuid
    program_version: str
    boot_id: str
    now: Moment


def read_journal(
    sitting_uuid: SittingUuid,
    untrusted_raws: Iterable[bytes],
    room_secret: bytes,
    *,
    keeps_entries: bool = True,
) -> ReadJournal:
    """Check, open and fold a journal from entry 1.

    Args:
        keeps_entries: False: they are let go one by one; an hour of speech is 95 MB.

    Raises:
        NothingToResumeError: there is no entry.
        FormatError, ChainBrokenError, SealBrokenError: it is not a whole journal.
        WrongKeyError: the room secret is another room's.
    """
    head = empty_head(sitting_uuid)
    handed_in_head: JournalHead | None = None
    kept: list[JournalEntry] = []

    def followed() -> Iterator[JournalEntry]:
        nonlocal head, handed_in_head
        for entry in map(parse_journal_entry, untrusted_raws):
            head = follow(sitting_uuid, head, entry)
            if entry.header.kind == EntryKind.HANDED_IN and handed_in_head is None:
                handed_in_head = head
            if keeps_entries:
                kept.append(entry)
            yield entry

    opener = room_opener(sitting_uuid, room_secret)
    record = fold(opened_entries(sitting_uuid, followed(), opener))
    if not head.seq:
        raise NothingToResumeError("the journal is empty")
    return ReadJournal(
        record=record, head=head, handed_in_head=handed_in_head, entries=tuple(kept)
    )


def head_at(
    sitting_uuid: SittingUuid, entries: Sequence[JournalEntry], seq: int
) -> JournalHead | None:
    """Return a whole journal's head after its entry `seq`; None beyond its end."""
    return verify_chain(sitting_uuid, entries[:seq]) if seq <= len(entries) else None


def resumed_draft(
    record: SittingRecord,
    seat: ResumingSeat,
    wraps: tuple[KeyWrap, ...],
    *,
    down_time_counts: bool,
) -> EntryDraft:
    """Return the draft that goes on after `record` under a new body key.

    Args:
        wraps: Of a body key drawn for this start.
        down_time_counts: The session's policy.

    Raises:
        ValueError: the sitting was handed in: nothing goes on.
    """
    if record.handed_in is not None:
        raise ValueError("a sitting that was handed in is not resumed")
    down = down_time(record, seat.now, seat.boot_id, is_counted=down_time_counts)
    resumed = Resumed(
        seat_uuid=str(seat.seat_uuid),
        previous_seat_uuid=record.seat_uuid,
        program_version=seat.program_version,
        down_ms=down.down_ms,
        down_source=down.source.value,
        down_counted_ms=down.counted_ms,
        boot_id=seat.boot_id,
        boot_time_ms=seat.now.boottime_ms,
    )
    return EntryDraft(
        body=resumed,
        time_used_ms=record.time_used_ms + down.counted_ms,
        wall_time_ms=seat.now.wall_time_ms,
        wraps=wraps,
    )
