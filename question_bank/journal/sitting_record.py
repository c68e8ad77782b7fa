"""The state of a sitting as a pure fold over its journal. Nothing else is authoritative.

The seat (to go on after a crash), the server (to score) and an auditor fold the same
entries with this one function. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from question_bank.formats.entry_bodies import (
    Body,
    ClockJumped,
    Extended,
    FocusGained,
    FocusLost,
    HandedIn,
    HelpCalled,
    ItemShown,
    Locked,
    MarkSet,
    MessageShown,
    NotesSet,
    Observed,
    OptionStruck,
    Released,
    ResponseSet,
    Resumed,
    ScenePassed,
    ScreenCovered,
    SectionEntered,
    SectionPassed,
    StaffActed,
    Started,
    TimeTicked,
    Unlocked,
    WriteFailed,
)
from question_bank.formats.journal_entry import EntryHeader
from question_bank.formats.sound_bodies import (
    PlayEnded,
    PlayStarted,
    RecordingChunk,
    RecordingEnded,
    RecordingStarted,
)
from question_bank.items.response import Response, TextResponse
from question_bank.journal.section_times import NO_SECTION, SectionTimes
from question_bank.journal.sound_record import (
    NO_SOUND,
    SoundRecord,
    after_interruption,
    after_sound,
)
from question_bank.journal.text_history import EarlierText, with_earlier

OpenedEntry = tuple[EntryHeader, Body | None]
"""A header with its opened body; None for a kind that this program doesn't know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingRecord:
    """One sitting after some entries.

    Attributes:
        last_seq: Entries folded so far.
        time_used_ms: Exam time used at the last entry.
        extra_ms: Sum of the extensions.
        responses: Task id → the response that counts.
        marked: Task ids marked for review.
        current_task: Task shown last; "" before the first.
        passed_scenes: (item id, scene id) left for good.
        sections: Where the candidate is, and the time used in each section.
        sound: What was played and spoken.
        struck: (task id, option id) crossed out on the screen.
        notes: The scratch pad.
        text_since_ms: Task id → exam time used when its present text was entered.
        earlier_texts: Task id → versions of its text worth going back to, oldest first.
        help_called: Whether the candidate waits for the proctor.
        is_covered: Whether the candidate covered the own screen.
        locked_by_order: Order number of the lock in force, 0 for one that was made at
            the seat; None when not locked.
        applied_orders: Numbers of the orders that entries carry.
        boot_id, boot_time_ms: The seat's boot and its clock at the last entry that said so.
        boot_time_used_ms: Exam time used at that entry.
        is_released: Whether the proctor moved the sitting away and no seat went on yet.
        handed_in: The end; None while the sitting runs.
        after_hand_in: Entries that came after the end and changed nothing.
    """

    last_seq: int = 0
    time_used_ms: int = 0
    last_wall_time_ms: int = 0
    started: Started | None = None
    seat_uuid: str = ""
    extra_ms: int = 0
    responses: Mapping[str, Response] = field(
        default_factory=lambda: MappingProxyType({})
    )
    marked: frozenset[str] = frozenset()
    current_task: str = ""
    passed_scenes: frozenset[tuple[str, str]] = frozenset()
    sections: SectionTimes = NO_SECTION
    sound: SoundRecord = NO_SOUND
    struck: frozenset[tuple[str, str]] = frozenset()
    notes: str = ""
    earlier_texts: Mapping[str, tuple[EarlierText, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    text_since_ms: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType({})
    )
    help_called: bool = False
    is_covered: bool = False
    locked_by_order: int | None = None
    applied_orders: frozenset[int] = frozenset()
    boot_id: str = ""
    boot_time_ms: int = 0
    boot_time_used_ms: int = 0
    is_released: bool = False
    handed_in: HandedIn | None = None
    handed_in_seq: int = 0
    after_hand_in: int = 0
    resumptions: int = 0

    @property
    def allowed_ms(self) -> int:
        """Duration and extensions; 0 before the start."""
        return self.started.duration_ms + self.extra_ms if self.started else 0

    @property
    def left_ms(self) -> int:
        """What of the allowed time is left, never below 0."""
        return max(0, self.allowed_ms - self.time_used_ms)

    @property
    def is_locked(self) -> bool:
        """Whether a lock of the proctor is in force."""
        return self.locked_by_order is not None


_News = (
    PlayStarted
    | PlayEnded
    | RecordingStarted
    | RecordingChunk
    | RecordingEnded
    | HelpCalled
    | ScreenCovered
    | WriteFailed
    | StaffActed
    | Observed
    | ClockJumped
    | FocusLost
    | FocusGained
)


def fold(
    entries: Iterable[OpenedEntry], record: SittingRecord | None = None
) -> SittingRecord:
    """Return the record after `entries`, which follow one another from `record`."""
    record = record or SittingRecord()
    for header, body in entries:
        record = after_entry(record, header, body)
    return record


def after_entry(
    record: SittingRecord, header: EntryHeader, body: Body | None
) -> SittingRecord:
    """Return the record after one more entry; unknown kinds only move the clock.

    Raises:
        ValueError: the entry is not the next one; chains were to be verified before.
    """
    if header.seq != record.last_seq + 1:
        raise ValueError(f"entry {header.seq} after {record.last_seq}")
    if isinstance(body, Resumed):
        # Before the clock moves: what the entries of before can vouch for.
        sound = after_interruption(record.sound, record.time_used_ms)
        record = replace(record, sound=sound)
    record = replace(
        record,
        last_seq=header.seq,
        time_used_ms=max(record.time_used_ms, header.time_used_ms),
        last_wall_time_ms=header.wall_time_ms,
    )
    if record.handed_in is not None:
        # The end stands: a later response is kept in the journal and counts for nothing.
        return replace(record, after_hand_in=record.after_hand_in + 1)
    return _after_body(record, header, body)


def _after_body(
    record: SittingRecord, header: EntryHeader, body: Body | None
) -> SittingRecord:
    match body:
        case ResponseSet():
            return _after_response(record, body)
        case MarkSet() | ItemShown() | ScenePassed() | OptionStruck() | NotesSet():
            return _after_act(record, body)
        case SectionEntered() | SectionPassed():
            return _after_section(record, body)
        case HandedIn():
            done = _with_order(record, body.order_number)
            return replace(done, handed_in=body, handed_in_seq=header.seq)
        case Started() | Resumed() | TimeTicked():
            return _after_start(record, body)
        case Locked() | Unlocked() | Extended() | MessageShown() | Released():
            return _after_order(record, body)
        case _:
            return _after_news(record, body)


def _after_news(record: SittingRecord, body: _News | None) -> SittingRecord:
    match body:
        case (
            PlayStarted()
            | PlayEnded()
            | RecordingStarted()
            | RecordingChunk()
            | RecordingEnded()
        ):
            sound = after_sound(record.sound, body, record.time_used_ms)
            return replace(record, sound=sound)
        case HelpCalled():
            return replace(record, help_called=body.is_called)
        case ScreenCovered():
            return replace(record, is_covered=body.is_covered)
        case _:
            return record


def _after_response(record: SittingRecord, body: ResponseSet) -> SittingRecord:
    responses = {**record.responses, body.task_id: body.response}
    replaced = record.responses.get(body.task_id)
    record = replace(record, responses=MappingProxyType(responses))
    if not isinstance(body.response, TextResponse):
        return record
    since = {**record.text_since_ms, body.task_id: record.time_used_ms}
    if isinstance(replaced, TextResponse):
        earlier = EarlierText(
            text=replaced.text,
            since_ms=record.text_since_ms.get(body.task_id, 0),
            until_ms=record.time_used_ms,
        )
        known = record.earlier_texts.get(body.task_id, ())
        kept = with_earlier(known, earlier, body.response.text)
        if kept is not known:
            texts = {**record.earlier_texts, body.task_id: kept}
            record = replace(record, earlier_texts=MappingProxyType(texts))
    return replace(record, text_since_ms=MappingProxyType(since))


def _after_section(
    record: SittingRecord, body: SectionEntered | SectionPassed
) -> SittingRecord:
    times, used_ms = record.sections, record.time_used_ms
    if isinstance(body, SectionEntered):
        return replace(record, sections=times.entered(body.section_id, used_ms))
    return replace(record, sections=times.closed(body.section_id, used_ms))


def _after_act(
    record: SittingRecord,
    body: MarkSet | ItemShown | ScenePassed | OptionStruck | NotesSet,
) -> SittingRecord:
    """Return the record after something that the candidate did."""
    match body:
        case OptionStruck():
            one = {(body.task_id, body.option_id)}
            struck = record.struck | one if body.is_struck else record.struck - one
            return replace(record, struck=struck)
        case NotesSet():
            return replace(record, notes=body.text)
        case MarkSet():
            others = record.marked - {body.task_id}
            marked = others | {body.task_id} if body.is_marked else others
            return replace(record, marked=marked)
        case ItemShown():
            return replace(record, current_task=body.task_id)
        case ScenePassed():
            passed = record.passed_scenes | {(body.item_id, body.scene_id)}
            return replace(record, passed_scenes=passed)


def _after_start(
    record: SittingRecord, body: Started | Resumed | TimeTicked
) -> SittingRecord:
    record = _with_boot_time(record, body)
    match body:
        case Started():
            started = _with_order(record, body.order_number)
            return replace(started, seat_uuid=body.seat_uuid, started=body)
        case Resumed():
            return replace(
                record,
                seat_uuid=body.seat_uuid,
                resumptions=record.resumptions + 1,
                is_released=False,
            )
        case TimeTicked():
            return record


def _after_order(
    record: SittingRecord,
    body: Locked | Unlocked | Extended | MessageShown | Released,
) -> SittingRecord:
    if body.order_number in record.applied_orders:
        return record  # the same order twice has one effect
    record = _with_order(record, body.order_number)
    match body:
        case Locked():
            return replace(record, locked_by_order=body.order_number)
        case Unlocked():
            return replace(record, locked_by_order=None)
        case Extended():
            return replace(record, extra_ms=record.extra_ms + body.extra_ms)
        case Released():
            return replace(record, is_released=True)
        case MessageShown():
            return record


def _with_boot_time(
    record: SittingRecord, body: Started | Resumed | TimeTicked
) -> SittingRecord:
    return replace(
        record,
        boot_id=body.boot_id,
        boot_time_ms=body.boot_time_ms,
        boot_time_used_ms=record.time_used_ms,
    )


def _with_order(record: SittingRecord, order_number: int) -> SittingRecord:
    """Remember an order as applied; 0 stands for "no order" (the seat's own act)."""
    if order_number == 0:
        return record
    return replace(record, applied_orders=record.applied_orders | {order_number})
