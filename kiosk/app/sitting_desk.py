"""The one sitting of this seat: from the claim over the exam to the receipt.

Lives on the interface thread. Who may begin and which orders there are is the
controller's; how a sitting runs, ends and is delivered is decided here.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QTimer

from kiosk.app.controller_parts import ControllerParts
from kiosk.app.cover_desk import CoverDesk
from kiosk.app.delivery import Delivery
from kiosk.app.exam_desk import ExamDesk
from kiosk.app.last_word import LastWord
from kiosk.app.log_in_desk import ClaimedSitting
from kiosk.app.meant_for_seat import ends_waiting, held_after
from kiosk.app.notices import NoticeBoard
from kiosk.app.phase_keeper import PhaseKeeper
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.reentry_desk import ReentryDesk
from kiosk.app.room_cards import RoomCards
from kiosk.app.room_watch import RoomWatch
from kiosk.app.running_sitting import RunningSitting
from kiosk.app.seat_views import person_of_kept, place_view, receipt_view
from kiosk.app.sitting_start import begin_sitting
from kiosk.clock import moment
from kiosk.sitting.acts import SeatNews
from kiosk.sitting.reentry import reentry_gap_ms
from kiosk.sitting.seat_phase import SeatPhase, SeatSignal
from kiosk.sitting.staff_act import StaffAct
from question_bank.errors import ExamRoomError
from question_bank.formats.entry_bodies import StaffActed, StaffWay
from question_bank.formats.order import Order, OrderKind

RETRY_BEGIN_MS = 1000
LAST_CHUNK_WAIT_S = 0.3
"""At the program's end: for what was spoken last."""


def _nothing_more() -> None:
    """Nothing is to be done after it."""


class SittingListener(Protocol):
    """Told on the interface thread."""

    def on_sitting_news(self) -> None:
        """Something that the proctor should see has changed."""
        ...

    def on_sitting_runs(self, ready: ReadySitting) -> None:
        """A sitting is on the screen: its own room session is the one to watch."""
        ...

    def on_seat_free(self) -> None:
        """Nobody sits here any more: the log-in is due."""
        ...

    def on_trouble(self, code: str) -> None:
        """The sitting cannot begin here."""
        ...


class SittingDesk:
    """Begins, runs and ends the sitting.

    Attributes:
        claimed: Who confirmed at this seat and waits or sits; None for nobody, and
            after a restart.
        running: The sitting on the screen; None before the start.
        delivery: Sittings that ended here and are still on their way.
        news_at_start: What happened before there was a journal; written at the start.
        cover, reentry: The candidate left for a moment; waits for the staff.
        notices: What the proctor should see of this seat.
    """

    def __init__(
        self,
        parts: ControllerParts,
        phases: PhaseKeeper,
        last_word: LastWord,
        listener: SittingListener,
        cards: RoomCards,
    ) -> None:
        self._parts = parts
        self._window = parts.window
        self._phases = phases
        self._listener = listener
        self._is_beginning = False
        self._held_after: int | None = None
        self.claimed: ClaimedSitting | None = None
        self.running: RunningSitting | None = None
        self.delivery = Delivery(parts.seat.vault, parts.background)
        self.news_at_start: tuple[SeatNews, ...] = ()
        self.reentry = ReentryDesk(parts.window, cards, self.readmit)
        self.notices = NoticeBoard(parts.seat.clock)
        self._exam = ExamDesk(parts, self.notices, last_word.age_ms, self._on_changed)
        self.cover = CoverDesk(
            parts.window, parts.seat.clock, self._exam.settle, self._on_cover_changed
        )

    @property
    def has_sound(self) -> bool:
        """Whether an exam runs here that plays or records."""
        return self.is_running and self._exam.has_sound

    @property
    def is_running(self) -> bool:
        """Whether a candidate is in the middle of an exam here."""
        running = self.running
        sitting = running.sitting if running is not None else None
        return sitting is not None and not sitting.is_over

    def stop(self) -> None:
        """Write what waits and end all threads."""
        self._exam.stop(LAST_CHUNK_WAIT_S)
        if self.running is not None:
            self.running.stop()
        self.delivery.stop()

    # ------------------------------------------------------------ beginning

    def begin_if_ready(self, watch: RoomWatch | None) -> None:
        """Begin once the room is open and started for this candidate."""
        claimed = self.claimed
        if self._phases.phase is not SeatPhase.WAITING or claimed is None:
            return
        if watch is None or watch.is_closed or self._is_beginning:
            return
        room = watch.open_room
        start_order = watch.start_order_for(claimed.answer.sitting_uuid)
        if room is None or start_order is None:
            return
        self._is_beginning = True
        seat, lines = self._parts.seat, self._parts.lines
        self._parts.background.run(
            lambda: begin_sitting(seat, lines, room, claimed, start_order),
            self._on_begun,
            lambda error: self._on_begin_failed(error, watch),
        )

    def take_resumed(self, ready: ReadySitting) -> None:
        """Go on with a sitting of this disk, or only deliver it."""
        is_left = ready.sitting is None and ready.handed_in_head is None
        if is_left or not self._phases.allows(_signal_of(ready)):
            self.delivery.take(self._run(ready))
        else:
            self._show(ready)

    def _on_begun(self, ready: ReadySitting) -> None:
        self._is_beginning = False
        claimed = self.claimed
        is_wanted = (
            claimed is not None and claimed.answer.sitting_uuid == ready.sitting_uuid
        )
        if is_wanted and self._phases.allows(_signal_of(ready)):
            self._show(ready)
        # Else it was released meanwhile: nothing was written, nothing is lost.

    def _on_begin_failed(self, error: ExamRoomError, watch: RoomWatch) -> None:
        self._is_beginning = False
        if self._phases.phase is not SeatPhase.WAITING:
            return
        if error.retryable:
            QTimer.singleShot(RETRY_BEGIN_MS, lambda: self.begin_if_ready(watch))
        else:
            self._listener.on_trouble(error.code)

    def note_held(self, sitting_uuid: UUID, newest_order: int) -> None:
        """The server has come to know that who sits or waits here is this seat's."""
        claimed, running = self.claimed, self.running
        if claimed is not None and claimed.answer.sitting_uuid == sitting_uuid:
            self.claimed = replace(claimed, after_order=newest_order, is_by_card=False)
        is_running = running is not None and running.ready.sitting_uuid == sitting_uuid
        if is_running and self._held_after is None:
            self._held_after = newest_order

    def _show(self, ready: ReadySitting) -> None:
        running = self._run(ready)
        self._held_after = held_after(ready, self.claimed)
        self.running = running
        running.follow(self._on_saves_changed)
        self._write_first_news(ready, running)
        self._hold_after_gap(ready, running)
        self._phases.go(_signal_of(ready))
        place = place_view(self._parts.seat.pairing)
        person = person_of_kept(ready.kept, ready.photo)
        self._window.header.show_place(place, person)
        if ready.sitting is None:
            self._show_receipt()
        else:
            self._exam.begin(running)
            self.cover.begin(running)
            self._show_phase()
        self._listener.on_sitting_runs(ready)

    def _run(self, ready: ReadySitting) -> RunningSitting:
        parts = self._parts
        client = parts.lines.client()
        running = RunningSitting(
            parts.seat, ready, client, parts.main_thread, self.delivery.check
        )
        running.start()
        return running

    # ------------------------------------------------------------ orders

    def apply(self, order: Order) -> None:
        """Do what the proctor ordered, if it is for who sits or waits here."""
        running, claimed = self.running, self.claimed
        if running is not None:
            self._apply_to_running(order, running)
        elif claimed is not None and ends_waiting(order, claimed):
            self.claimed = None
            if self._phases.allows(SeatSignal.RELEASED):
                self._phases.go(SeatSignal.RELEASED)
                self._listener.on_seat_free()

    def _apply_to_running(self, order: Order, running: RunningSitting) -> None:
        kept = running.ready.kept
        if order.room_session_uuid != kept.room_session_uuid:
            return
        if order.kind is OrderKind.RELEASE:
            if self._held_after is None or order.number <= self._held_after:
                return  # it was meant for the seat before
            is_ours = order.sitting_uuid == kept.sitting_uuid
            if is_ours and self._phases.phase is SeatPhase.DELIVERED:
                self.next_candidate()
                return
        self._exam.apply_order(order)

    # ------------------------------------------------------------ staff at the seat

    def tell(self, news: SeatNews) -> None:
        """Write down what happened around the sitting that runs, if one does."""
        if self.is_running and self.running is not None:
            self.running.tell(news)

    def act_for_staff(
        self, act: StaffAct, then: Callable[[], None] = _nothing_more
    ) -> None:
        """Do what somebody of the staff does at the seat itself, then call `then`.

        A take that runs may have to end before that (`ExamDesk.before`).
        """
        running = self.running
        if running is None or running.sitting is None:
            return
        self._exam.before(act.kind, lambda: self._act_for_staff(act, then))

    def _act_for_staff(self, act: StaffAct, then: Callable[[], None]) -> None:
        running = self.running
        if running is not None and running.sitting is not None:
            self._window.exam.finish_typing()
            now = moment(self._parts.seat.clock)
            running.submit(running.sitting.act_for_staff(act, now))
            self._on_changed()
        then()

    def readmit(self, way: StaffWay) -> None:
        """Let the candidate go on after a long gap."""
        act = StaffAct(kind=OrderKind.UNLOCK, way=way, named="readmit")
        self.act_for_staff(act)

    def _write_first_news(self, ready: ReadySitting, running: RunningSitting) -> None:
        if ready.sitting is not None and not ready.record.resumptions:
            started = ready.sitting.record.started
            if started is not None and not started.order_number:
                start = StaffActed(act="start", way=StaffWay.PIN, note="")
                running.tell(start)
            for news in self.news_at_start:
                running.tell(news)
        self.news_at_start = ()

    def _hold_after_gap(self, ready: ReadySitting, running: RunningSitting) -> None:
        """Let nobody go on by themselves who was away for long, or locked at the seat."""
        sitting = ready.sitting
        if sitting is None or ready.first_draft is None:
            return
        policies = ready.package.manifest.policies
        gap_ms = reentry_gap_ms(ready.first_draft.body, policies)
        if gap_ms:
            now = moment(self._parts.seat.clock)
            running.submit(sitting.lock_for_reentry(now))
        if gap_ms or sitting.record.locked_by_order == 0:
            self.reentry.begin(ready, gap_ms)

    # ------------------------------------------------------------ the running sitting

    def _on_changed(self) -> None:
        running = self.running
        if running is None or running.sitting is None:
            return
        record, phase = running.sitting.record, self._phases.phase
        if record.is_released:
            self._let_go(SeatSignal.RELEASED)
        elif record.handed_in is not None:
            if phase in {SeatPhase.ANSWERING, SeatPhase.LOCKED}:
                self._phases.go(SeatSignal.HANDED_IN)
            self._show_receipt()
        elif record.is_locked and phase is SeatPhase.ANSWERING:
            self._phases.go(SeatSignal.LOCKED)
            self._show_phase()
        elif not record.is_locked and phase is SeatPhase.LOCKED:
            self._phases.go(SeatSignal.UNLOCKED)
            self.reentry.end()
            self._show_phase()
        self._listener.on_sitting_news()

    def _show_phase(self) -> None:
        if self._phases.phase is SeatPhase.LOCKED:
            if self.reentry.is_due:
                self.reentry.show()
            else:
                self._window.show_screen(self._window.locked)
        elif self.cover.is_covered:
            self.cover.show()
        else:
            self._exam.show()

    def _on_cover_changed(self) -> None:
        if self.cover.is_covered:
            self._exam.settle(_nothing_more)
        if self._phases.phase is SeatPhase.ANSWERING:
            self._show_phase()
        self._listener.on_sitting_news()

    def _on_saves_changed(self) -> None:
        running = self.running
        if running is None:
            return
        if self._phases.phase in {SeatPhase.HANDED_IN, SeatPhase.DELIVERED}:
            self._show_receipt()
        if self.is_running:
            self._exam.show_saves(running.saves)

    def _show_receipt(self) -> None:
        """Show the receipt once the hand-in is durable here, and again once delivered."""
        running = self.running
        if running is None or running.handed_in_head is None:
            return  # the save marks and the banner say why it takes a moment
        if self._phases.phase is SeatPhase.HANDED_IN and running.saves.is_all_delivered:
            self._phases.go(SeatSignal.SERVER_HAS_ALL)
            self.delivery.note_delivered(running.ready.sitting_uuid)
        sitting = running.sitting
        record = sitting.record if sitting is not None else running.ready.record
        self._exam.end()
        self.cover.end()
        self.reentry.end()
        view = receipt_view(
            place_view(self._parts.seat.pairing),
            running.ready,
            record,
            running.handed_in_head,
            is_delivered=self._phases.phase is SeatPhase.DELIVERED,
        )
        self._window.receipt.show_receipt(view)
        self._window.show_screen(self._window.receipt)

    def next_candidate(self) -> None:
        """Take the receipt away; the seat is free."""
        self._let_go(SeatSignal.NEXT_CANDIDATE)

    def _let_go(self, signal: SeatSignal) -> None:
        running, self.running, self.claimed = self.running, None, None
        self._exam.end()
        self.cover.end()
        self.reentry.end()
        self.news_at_start = ()
        if running is not None:
            self.delivery.take(running)
        self._phases.go(signal)
        self._listener.on_seat_free()


def _signal_of(ready: ReadySitting) -> SeatSignal:
    if ready.sitting is None:
        return SeatSignal.RESUMED_HANDED_IN
    if ready.sitting.record.is_locked:  # what was drafted since is in it
        return SeatSignal.RESUMED_LOCKED
    is_new = ready.record.resumptions == 0
    return SeatSignal.STARTED if is_new else SeatSignal.RESUMED
