"""A running sitting: human acts and orders in, drafts of journal entries out.

Pure: no clock, disk or wire; what time it is comes with each call. The caller hands
every draft to the writer, in order, at once. What the candidate does while the sitting
is locked, released or handed in changes nothing and gives no draft.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.clock import Moment
from kiosk.sitting.acts import CandidateAct, SeatNews
from kiosk.sitting.entry_draft import EntryDraft, header_of
from kiosk.sitting.exam_clock import ExamClock
from kiosk.sitting.order_bodies import body_of_order
from kiosk.sitting.sitting_rules import SectionRule, SittingRules
from kiosk.sitting.staff_act import StaffAct
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
    NotesSet,
    Released,
    ResponseSet,
    Resumed,
    ScenePassed,
    SectionEnd,
    SectionEntered,
    SectionPassed,
    StaffActed,
    Started,
    TimeTicked,
    Unlocked,
)
from question_bank.formats.order import Order, OrderKind
from question_bank.items.response import Response, TextResponse, is_answered
from question_bank.journal.sitting_record import SittingRecord, after_entry

REENTRY = "reentry"
"""Who locked a sitting that came back after a long gap: the seat itself."""

SCRATCH_PAD = ""
"""Stands among the typed texts for the notes; no task has an empty id."""

TICK_MS = 4_000
"""An entry at least every 5 s while the clock runs; a second for a busy machine."""


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

    def section_left_ms(self, now: Moment) -> int | None:
        """Return the time left in the present section; None without a limit."""
        current = self.rules.section(self.record.sections.current)
        if current is None or current.time_limit_ms is None:
            return None
        sections = self.record.sections
        used = sections.used_ms(current.section_id, self.clock.used_at(now))
        return max(0, current.time_limit_ms - used)

    def is_reachable(self, task_id: str) -> bool:
        """Whether the candidate may still go to a task: nothing around it is closed."""
        section = self.rules.section_of(task_id)
        passed = self.record.sections.passed
        if section is not None and section.section_id in passed:
            return False
        scene = self.rules.one_way_scenes.get(task_id)
        return scene is None or scene not in self.record.passed_scenes

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
        """The candidate went to a task; what was typed elsewhere is written.

        Coming into another section leaves a one-way section for good: the screen asked
        before. A task that can't be reached any more gives nothing.
        """
        if not self.is_answering or not self.is_reachable(task_id):
            return ()
        entered = self.enter_section_of(task_id, now)
        return (*entered, *self._drafts(now, ItemShown(task_id=task_id)))

    def enter_section_of(self, task_id: str, now: Moment) -> tuple[EntryDraft, ...]:
        """The candidate came to where a task stands, of which maybe only a scene shows."""
        if not self.is_answering or not self.is_reachable(task_id):
            return ()
        section = self.rules.section_of(task_id)
        return (*self._flush(now), *self._enter_section(section, now))

    def enter_response(
        self, task_id: str, response: Response, now: Moment
    ) -> tuple[EntryDraft, ...]:
        """The candidate entered something; text waits a little for more keys."""
        if not self.is_answering or not self.is_reachable(task_id):
            return ()
        if self.response(task_id) == response:
            return ()
        if isinstance(response, TextResponse):
            self._texts.change(task_id, response, now.boottime_ms)
            return self._due(now)
        return self._drafts(now, ResponseSet(task_id=task_id, response=response))

    def enter_notes(self, text: str, now: Moment) -> tuple[EntryDraft, ...]:
        """The candidate wrote on the scratch pad; it waits as an answer's text does."""
        if not self.is_answering:
            return ()
        self._texts.change(SCRATCH_PAD, TextResponse(text=text), now.boottime_ms)
        return self._due(now)

    def write_typed(self, now: Moment) -> tuple[EntryDraft, ...]:
        """What was typed becomes entries now, however short ago it was."""
        return self._flush(now) if self.is_answering else ()

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

    def pass_section(self, now: Moment) -> tuple[EntryDraft, ...]:
        """The candidate left the present one-way section for good."""
        current = self.rules.section(self.record.sections.current)
        if not self.is_answering or current is None or not current.is_one_way:
            return ()
        return (*self._flush(now), *self._close(current, SectionEnd.CANDIDATE, now))

    def note(self, act: CandidateAct, now: Moment) -> tuple[EntryDraft, ...]:
        """The candidate did something that needs no rule of this class."""
        if not self.is_answering:
            return ()
        return self._drafts(now, act)

    def observe(self, news: SeatNews, now: Moment) -> tuple[EntryDraft, ...]:
        """Something happened at the seat; written while the sitting is locked, too."""
        if self.is_over:
            return ()
        return self._drafts(now, news)

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
        current = self.rules.section(self.record.sections.current)
        if current is not None and self.section_left_ms(now) == 0:
            drafts += self._flush(now)
            drafts += self._close(current, SectionEnd.TIME_UP, now)
        if now.boottime_ms - self._last_entry_ms >= TICK_MS:
            drafts += self._drafts(now, self._time_ticked(now))
        return drafts

    def act_for_staff(self, act: StaffAct, now: Moment) -> tuple[EntryDraft, ...]:
        """Somebody of the staff acted at the seat; no order has a number for it."""
        if self.is_over:
            return ()
        named = act.named or str(act.kind)
        acted = StaffActed(act=named, way=act.way, note=act.text[:400])
        told = self._drafts(now, acted)
        by = str(act.way)
        match act.kind:
            case OrderKind.LOCK:
                body: Body = Locked(order_number=0, by=by)
                return (*told, *self._flush(now), *self._stop(now, body))
            case OrderKind.RELEASE:
                body = Released(order_number=0)
                return (*told, *self._flush(now), *self._stop(now, body))
            case OrderKind.UNLOCK:
                return (*told, *self._unlock(now, Unlocked(order_number=0, by=by)))
            case OrderKind.EXTEND:
                body = Extended(order_number=0, extra_ms=act.extra_ms, by=by)
                return (*told, *self._drafts(now, body))
            case OrderKind.HAND_IN:
                return (*told, *self._hand_in(now, HandInReason.PROCTOR, 0))
            case _:
                body = MessageShown(order_number=0, text=act.text)
                return (*told, *self._drafts(now, body))

    def lock_for_reentry(self, now: Moment) -> tuple[EntryDraft, ...]:
        """After a long gap: the clock stands until somebody of the staff lets it go on."""
        if not self.is_answering:
            return ()
        return self._stop(now, Locked(order_number=0, by=REENTRY))

    def apply_order(self, order: Order, now: Moment) -> tuple[EntryDraft, ...]:
        """The proctor ordered something; a number has at most one effect.

        Orders for other sittings give nothing, and neither do those of before the
        start, but for time that was added to this sitting or to the whole room.
        """
        if self.is_over or not self.concerns(order):
            return ()
        match order.kind:
            case OrderKind.LOCK | OrderKind.RELEASE:
                return (*self._flush(now), *self._stop(now, body_of_order(order)))
            case OrderKind.UNLOCK:
                return self._unlock(now, body_of_order(order))
            case OrderKind.EXTEND | OrderKind.MESSAGE:
                return self._drafts(now, body_of_order(order))
            case OrderKind.HAND_IN | OrderKind.CLOSE:
                return self._hand_in(now, HandInReason.PROCTOR, order.number)
            case OrderKind.OPEN | OrderKind.START:
                return ()

    def concerns(self, order: Order) -> bool:
        """Whether an order is for this sitting or its whole room, and new to it."""
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

    def _unlock(self, now: Moment, body: Body) -> tuple[EntryDraft, ...]:
        drafts = self._drafts(now, body)
        self.clock = self.clock.started(now)
        # A fresh reading of the boot clock: time under lock is no down time.
        return (*drafts, *self._drafts(now, self._time_ticked(now)))

    # ------------------------------------------------------------ sections

    def _enter_section(
        self, section: SectionRule | None, now: Moment
    ) -> tuple[EntryDraft, ...]:
        current_id = self.record.sections.current
        if section is None or section.section_id == current_id:
            return ()
        current = self.rules.section(current_id)
        left: tuple[EntryDraft, ...] = ()
        if current is not None and current.is_one_way:
            left = self._close(current, SectionEnd.CANDIDATE, now)
        entered = SectionEntered(section_id=section.section_id)
        return (*left, *self._drafts(now, entered))

    def _close(
        self, section: SectionRule, reason: SectionEnd, now: Moment
    ) -> tuple[EntryDraft, ...]:
        passed = SectionPassed(section_id=section.section_id, reason=reason)
        return self._drafts(now, passed)

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
            if task_id == SCRATCH_PAD:
                if self.record.notes != response.text:
                    drafts += self._drafts(now, NotesSet(text=response.text))
            elif self.record.responses.get(task_id) != response:
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
