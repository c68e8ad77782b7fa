"""A running sitting: human acts and orders in, drafts of journal entries out.

Pure: no clock, disk or wire; what time it is comes with each call. The caller hands
every draft to the writer, in order, at once. What the candidate does while the sitting
is locked, released or handed in changes nothing and gives no draft.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.clock import Moment
from kiosk.sitting.entry_draft import EntryDraft, header_of
from kiosk.sitting.exam_clock import ExamClock
from kiosk.sitting.text_debounce import TextDebounce
from question_bank.formats.entry_bodies import (
    Body,
    Extended,
    HandedIn,
    HandInReason,
    ItemShown,
    Locked,
    MarkSet,
    MessageShown,
    Released,
    ResponseSet,
    Resumed,
    ScenePassed,
    Started,
    TimeTicked,
    Unlocked,
)
from question_bank.formats.order import Order, OrderKind
from question_bank.identifiers import SittingUuid
from question_bank.items.response import Response, TextResponse, is_answered
from question_bank.journal.sitting_record import SittingRecord, after_entry

TICK_MS = 4_000
"""An entry at least every 5 s while the clock runs; a second for a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingRules:
    """What the form and the session's policies say of this sitting.

    Attributes:
        task_ids: Every task of the form, in its order; for the counts at the hand-in.
        earliest_hand_in_ms: Exam time used before which a candidate can't hand in.
    """

    sitting_uuid: SittingUuid
    task_ids: tuple[str, ...]
    earliest_hand_in_ms: int = 0


class Sitting:
    """One candidate's attempt from its first entry on. For one thread.

    Attributes:
        record: The fold over everything drafted so far, saved or not.
        clock: The exam clock.
    """

    def __init__(
        self,
        rules: SittingRules,
        first_draft: EntryDraft,
        now: Moment,
        record: SittingRecord | None = None,
    ) -> None:
        """Begin with the `started` draft, or go on after `record` with `resumed`.

        Args:
            first_draft: The caller hands it to the writer, like every other.
        """
        begun = first_draft.body
        assert isinstance(begun, Started | Resumed)
        self.rules = rules
        self.record = record or SittingRecord()
        self._boot_id = begun.boot_id
        self._texts = TextDebounce()
        self._last_entry_ms = now.boottime_ms
        self._add(first_draft)
        self.clock = ExamClock(used_ms=self.record.time_used_ms)
        if not self.record.is_locked:
            self.clock = self.clock.started(now)

    # ------------------------------------------------------------ questions

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen: handed in, or moved to another seat."""
        return self.record.handed_in is not None or self.record.is_released

    @property
    def is_answering(self) -> bool:
        """Whether the candidate's acts count now."""
        return not self.is_over and not self.record.is_locked

    @property
    def has_unwritten_text(self) -> bool:
        """Whether typed text waits to become an entry."""
        return self._texts.next_due_ms is not None

    def left_ms(self, now: Moment) -> int:
        """Return the exam time left, never below 0."""
        return max(0, self.record.allowed_ms - self.clock.used_at(now))

    def hand_in_opens_in_ms(self, now: Moment) -> int:
        """Return the exam time until the candidate may hand in; 0 from then on."""
        return max(0, self.rules.earliest_hand_in_ms - self.clock.used_at(now))

    def response(self, task_id: str) -> Response | None:
        """Return what was entered last, typed text that is not yet an entry included."""
        return self._texts.newest(task_id) or self.record.responses.get(task_id)

    def responses(self) -> Mapping[str, Response]:
        """Return what was entered last, for each task that has anything."""
        entered = {task: self.response(task) for task in self.rules.task_ids}
        return MappingProxyType({t: r for t, r in entered.items() if r is not None})

    def answered_count(self) -> int:
        """Return how many tasks of the form hold a response."""
        return sum(is_answered(self.response(task)) for task in self.rules.task_ids)

    # ------------------------------------------------------------ the candidate

    def show_task(self, task_id: str, now: Moment) -> tuple[EntryDraft, ...]:
        """The candidate went to a task; what was typed elsewhere is written."""
        if not self.is_answering:
            return ()
        return (
            *self._flush(now),
            *self._drafts(now, ItemShown(task_id=task_id)),
        )

    def enter_response(
        self, task_id: str, response: Response, now: Moment
    ) -> tuple[EntryDraft, ...]:
        """The candidate entered something; text waits a little for more keys."""
        if not self.is_answering or self.response(task_id) == response:
            return ()
        if isinstance(response, TextResponse):
            self._texts.change(task_id, response, now.boottime_ms)
            return self._due(now)
        return self._drafts(now, ResponseSet(task_id=task_id, response=response))

    def set_mark(
        self, task_id: str, now: Moment, *, is_marked: bool
    ) -> tuple[EntryDraft, ...]:
        """The candidate marked a task for review, or took the mark away."""
        if not self.is_answering or (task_id in self.record.marked) is is_marked:
            return ()
        return self._drafts(now, MarkSet(task_id=task_id, is_marked=is_marked))

    def pass_scene(
        self, item_id: str, scene_id: str, now: Moment
    ) -> tuple[EntryDraft, ...]:
        """The candidate left a one-way scene for good."""
        passed = (item_id, scene_id) in self.record.passed_scenes
        if not self.is_answering or passed:
            return ()
        left = ScenePassed(item_id=item_id, scene_id=scene_id)
        return (*self._flush(now), *self._drafts(now, left))

    def hand_in(self, now: Moment) -> tuple[EntryDraft, ...]:
        """The candidate handed in, after the screen's two confirmations.

        Raises:
            RuntimeError: before the earliest time: `hand_in_opens_in_ms` was not asked.
        """
        if not self.is_answering:
            return ()
        if self.hand_in_opens_in_ms(now):
            raise RuntimeError("handed in before the earliest time")
        return self._hand_in(now, HandInReason.CANDIDATE, 0)

    # ------------------------------------------------------------ clock and proctor

    def tick(self, now: Moment) -> tuple[EntryDraft, ...]:
        """Time passed: typed text, the clock's own entry, and the end when time is up."""
        if not self.is_answering:
            return ()
        if self.left_ms(now) == 0:
            return self._hand_in(now, HandInReason.TIME_UP, 0)
        drafts = self._due(now)
        if now.boottime_ms - self._last_entry_ms >= TICK_MS:
            drafts += self._drafts(now, self._time_ticked(now))
        return drafts

    def apply_order(self, order: Order, now: Moment) -> tuple[EntryDraft, ...]:
        """The proctor ordered something; a number has at most one effect.

        Orders for other sittings give nothing, and neither do those of before the
        start, but for time that was added to this sitting or to the whole room.
        """
        if self.is_over or not self._concerns_us(order):
            return ()
        match order.kind:
            case OrderKind.LOCK | OrderKind.RELEASE:
                return (*self._flush(now), *self._stop(now, _body_of(order)))
            case OrderKind.UNLOCK:
                drafts = self._drafts(now, _body_of(order))
                self.clock = self.clock.started(now)
                # A fresh reading of the boot clock: time under lock is no down time.
                return (*drafts, *self._drafts(now, self._time_ticked(now)))
            case OrderKind.EXTEND | OrderKind.MESSAGE:
                return self._drafts(now, _body_of(order))
            case OrderKind.HAND_IN | OrderKind.CLOSE:
                return self._hand_in(now, HandInReason.PROCTOR, order.number)
            case OrderKind.OPEN | OrderKind.START:
                return ()

    def _concerns_us(self, order: Order) -> bool:
        if order.number in self.record.applied_orders:
            return False
        if order.sitting_uuid not in {None, self.rules.sitting_uuid}:
            return False
        started = self.record.started
        if started is not None and order.number < started.order_number:
            return order.kind is OrderKind.EXTEND
        return True

    def _hand_in(
        self, now: Moment, reason: HandInReason, order_number: int
    ) -> tuple[EntryDraft, ...]:
        typed = self._flush(now)
        answered = self.answered_count()
        end = HandedIn(
            reason=reason,
            answered_tasks=answered,
            unanswered_tasks=len(self.rules.task_ids) - answered,
            order_number=order_number,
        )
        return (*typed, *self._stop(now, end))

    def _stop(self, now: Moment, body: Body) -> tuple[EntryDraft, ...]:
        self.clock = self.clock.stopped(now)
        return self._drafts(now, body)

    # ------------------------------------------------------------ drafts

    def _due(self, now: Moment) -> tuple[EntryDraft, ...]:
        due = self._texts.take_due(now.boottime_ms)
        return self._responses(now, due)

    def _flush(self, now: Moment) -> tuple[EntryDraft, ...]:
        return self._responses(now, self._texts.take_all())

    def _responses(
        self, now: Moment, typed: tuple[tuple[str, TextResponse], ...]
    ) -> tuple[EntryDraft, ...]:
        drafts: tuple[EntryDraft, ...] = ()
        for task_id, response in typed:
            if self.record.responses.get(task_id) != response:
                body = ResponseSet(task_id=task_id, response=response)
                drafts += self._drafts(now, body)
        return drafts

    def _drafts(self, now: Moment, body: Body) -> tuple[EntryDraft, ...]:
        draft = EntryDraft(
            body=body,
            time_used_ms=self.clock.used_at(now),
            wall_time_ms=now.wall_time_ms,
        )
        self._add(draft)
        self._last_entry_ms = now.boottime_ms
        return (draft,)

    def _add(self, draft: EntryDraft) -> None:
        seq = self.record.last_seq + 1
        header = header_of(draft, self.rules.sitting_uuid, seq)
        self.record = after_entry(self.record, header, draft.body)

    def _time_ticked(self, now: Moment) -> TimeTicked:
        return TimeTicked(boot_id=self._boot_id, boot_time_ms=now.boottime_ms)


def _body_of(order: Order) -> Body:
    """Return what an order to a running sitting writes down."""
    number, by = order.number, order.by
    match order.kind:
        case OrderKind.LOCK:
            return Locked(order_number=number, by=by)
        case OrderKind.UNLOCK:
            return Unlocked(order_number=number, by=by)
        case OrderKind.EXTEND:
            return Extended(order_number=number, extra_ms=order.extra_ms, by=by)
        case OrderKind.MESSAGE:
            return MessageShown(order_number=number, text=order.text)
        case OrderKind.RELEASE:
            return Released(order_number=number)
        case _:
            raise AssertionError(f"{order.kind} writes nothing of its own")
