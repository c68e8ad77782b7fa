"""A paired seat from log-in to receipt: which phase it is in, and what comes next.

Lives on the interface thread. Phases are `kiosk.sitting.seat_phase`'s table; desks show
and ask; this decides who is on.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer

from kiosk.app.background import Background
from kiosk.app.delivery import Delivery
from kiosk.app.exam_desk import ExamDesk
from kiosk.app.last_word import LastWord
from kiosk.app.log_in_desk import (
    ClaimedSitting,
    LogInDesk,
    LogInSurroundings,
    person_of,
)
from kiosk.app.main_thread import MainThread
from kiosk.app.open_sitting import ReadySitting
from kiosk.app.resume_desk import ResumeDesk
from kiosk.app.room_watch import RoomWatch, WatchParts
from kiosk.app.running_sitting import RunningSitting
from kiosk.app.seat_parts import SeatParts
from kiosk.app.seat_report import SeatReport
from kiosk.app.seat_views import (
    person_of_kept,
    place_view,
    receipt_view,
    surroundings,
    waiting_view,
)
from kiosk.app.server_lines import ServerLines
from kiosk.app.sitting_start import begin_sitting
from kiosk.sitting.seat_phase import SeatPhase, SeatSignal, next_phase
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.people import SeatPlaceView
from kiosk.ui.presenters.trouble_view import trouble_view
from question_bank.errors import ExamRoomError
from question_bank.formats.order import Order, OrderKind
from question_bank.formats.seat_protocol import SeatView
from question_bank.formats.seat_status import SeatStatus

REFRESH_MS = 500
SILENT_AFTER_MS = 6_000
"""Age of the server's last word from which the log-in says that it is silent."""

RETRY_BEGIN_MS = 1000

_ENGAGED = frozenset(SeatPhase) - {SeatPhase.IDLE, SeatPhase.DELIVERED}
_REVOKED = frozenset({"SEAT_REVOKED", "TOKEN_UNKNOWN"})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControllerParts:
    """What a controller works with."""

    window: MainWindow
    seat: SeatParts
    lines: ServerLines
    background: Background
    main_thread: MainThread


class SeatController:
    """One paired seat."""

    def __init__(
        self, parts: ControllerParts, on_pairing_news: Callable[[SeatView], None]
    ) -> None:
        """Prepare.

        Args:
            on_pairing_news: Called with every view of the server, to keep what changed.
        """
        self._parts = parts
        self._window = parts.window
        self._on_pairing_news = on_pairing_news
        self._phase = SeatPhase.IDLE
        self._watch: RoomWatch | None = None
        self._claimed: ClaimedSitting | None = None
        self._running: RunningSitting | None = None
        self._is_beginning = False
        self._trouble = ""
        self._last_word = LastWord(parts.seat.clock)
        self._delivery = Delivery(parts.seat.vault, parts.background)
        self._exam = ExamDesk(
            parts.window,
            parts.seat.clock,
            self._last_word.age_ms,
            self._on_sitting_changed,
        )
        self._log_in = LogInDesk(
            parts.window, parts.background, parts.lines, self._surroundings, self
        )
        self._resume = ResumeDesk(
            parts.window, parts.seat, parts.lines, parts.background, self
        )
        self._report = SeatReport(parts.seat.program_version)
        self._timer = QTimer(parts.window)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._on_refresh)

    @property
    def phase(self) -> SeatPhase:
        """What the seat is doing."""
        return self._phase

    def status(self) -> SeatStatus:
        """Return the newest report; for any thread."""
        return self._report.newest

    def start(self) -> None:
        """Go on with what lies on the disk, or wait for a candidate."""
        self._timer.start()
        self._log_in.show()
        if self._resume.begin(self._place):
            self._go(SeatSignal.SITTING_FOUND)

    def stop(self) -> None:
        """Write what waits, end all threads of the sitting and the room."""
        self._timer.stop()
        if self._watch is not None:
            self._watch.stop()
        if self._running is not None:
            self._running.stop()
        self._delivery.stop()

    # ------------------------------------------------------------ from the server

    def on_view(self, view: SeatView) -> None:
        """The server said what this seat's room does."""
        self.on_contact()
        self._on_pairing_news(view)
        session = view.room_session
        watched = self._watch.room_session_uuid if self._watch is not None else None
        newest = session.room_session_uuid if session is not None else None
        if newest == watched or (self._watch is not None and self._phase in _ENGAGED):
            return  # who sits here ends with the session that they began with
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if session is not None:
            parts = WatchParts(
                seat=self._parts.seat,
                lines=self._parts.lines,
                background=self._parts.background,
                main_thread=self._parts.main_thread,
            )
            self._watch = RoomWatch(parts, session, self)
            self._watch.start()
        if self._phase is SeatPhase.DELIVERED:
            self._next_candidate()

    def on_contact(self) -> None:
        """The server answered something."""
        self._last_word.heard()

    def on_silence(self, code: str) -> None:
        """It did not answer, or refused this seat."""
        if code in _REVOKED and self._phase in {
            SeatPhase.IDLE,
            SeatPhase.CONFIRMING,
            SeatPhase.WAITING,
        }:
            self._show_trouble(code)

    def on_room_changed(self) -> None:
        """Package, keys or session are other than before."""
        self._on_refresh()
        self._begin_if_ready()

    def on_order(self, order: Order) -> None:
        """The next order of the room."""
        running = self._running
        if running is not None:
            self._apply(order, running)
        elif order.kind is OrderKind.RELEASE and self._phase is SeatPhase.WAITING:
            claimed = self._claimed
            if (
                claimed is not None
                and order.sitting_uuid == claimed.answer.sitting_uuid
                and order.number > claimed.after_order
            ):
                self._claimed = None
                self._go(SeatSignal.RELEASED)
                self._log_in.show()
        self._begin_if_ready()

    # ------------------------------------------------------------ from the log-in

    def on_logged_in(self) -> None:
        """The confirmation is on the screen."""
        self._go(SeatSignal.LOGGED_IN)

    def on_not_me(self) -> None:
        """Somebody else's data."""
        self._go(SeatSignal.NOT_ME)
        self._log_in.show()

    def on_claimed(self, claimed: ClaimedSitting) -> None:
        """The candidate confirmed; the sitting is this seat's."""
        self._claimed = claimed
        self._go(SeatSignal.CONFIRMED)
        self._window.header.show_place(self._place, person_of(claimed.answer))
        self._show_waiting()
        self._window.show_screen(self._window.waiting)
        self._begin_if_ready()

    # ------------------------------------------------------------ from a restart

    def on_resumed(self, ready: ReadySitting) -> None:
        """A sitting of this disk is ready."""
        if ready.sitting is None and ready.handed_in_head is None:
            self._delivery.take(self._run(ready, is_shown=False))
            return
        self._on_begun(ready)

    def on_nothing_more(self) -> None:
        """No sitting of this disk waits any more."""
        if self._phase is SeatPhase.NEEDS_RESUME_CODE:
            self._go(SeatSignal.RELEASED)
            self._log_in.show()

    def on_resume_trouble(self, code: str) -> None:
        """A sitting lies here and does not open."""
        self._show_trouble(code)

    # ------------------------------------------------------------ beginning

    def _begin_if_ready(self) -> None:
        watch, claimed = self._watch, self._claimed
        if self._phase is not SeatPhase.WAITING or claimed is None or watch is None:
            return
        room, start_order = watch.open_room, watch.start_order
        self._show_waiting()
        if room is None or start_order is None or self._is_beginning:
            return
        self._is_beginning = True
        self._parts.background.run(
            lambda: begin_sitting(
                self._parts.seat, self._parts.lines, room, claimed, start_order
            ),
            self._on_begun,
            self._on_begin_failed,
        )

    def _on_begin_failed(self, error: ExamRoomError) -> None:
        self._is_beginning = False
        if error.retryable:
            QTimer.singleShot(RETRY_BEGIN_MS, self._begin_if_ready)
        else:
            self._show_trouble(error.code)

    def _on_begun(self, ready: ReadySitting) -> None:
        self._is_beginning = False
        running = self._run(ready, is_shown=True)
        self._running = running
        person = person_of_kept(ready.kept, ready.photo)
        self._window.header.show_place(self._place, person)
        if ready.sitting is None:
            self._go(SeatSignal.RESUMED_HANDED_IN)
            self._show_receipt()
            return
        self._exam.begin(running)
        if ready.record.is_locked:
            self._go(SeatSignal.RESUMED_LOCKED)
            self._window.show_screen(self._window.locked)
        else:
            is_new = ready.record.resumptions == 0
            self._go(SeatSignal.STARTED if is_new else SeatSignal.RESUMED)
            self._exam.show()
        for order in self._watch.orders if self._watch is not None else ():
            self._apply(order, running)

    def _run(self, ready: ReadySitting, *, is_shown: bool) -> RunningSitting:
        parts = self._parts
        on_change = self._on_saves_changed if is_shown else self._delivery.check
        client = parts.lines.client()
        running = RunningSitting(
            parts.seat, ready, client, parts.main_thread, on_change
        )
        running.start()
        return running

    # ------------------------------------------------------------ a running sitting

    def _apply(self, order: Order, running: RunningSitting) -> None:
        if order.kind is OrderKind.RELEASE:
            if order.number <= running.ready.kept.claimed_after_order:
                return  # it was meant for the seat before
            is_ours = order.sitting_uuid == running.ready.sitting_uuid
            if is_ours and self._phase is SeatPhase.DELIVERED:
                self._next_candidate()
                return
        self._exam.apply_order(order)

    def _on_sitting_changed(self) -> None:
        running = self._running
        if running is None or running.sitting is None:
            return
        record = running.sitting.record
        if record.is_released:
            self._running = None
            self._claimed = None
            self._exam.end()
            self._delivery.take(running)
            self._go(SeatSignal.RELEASED)
            self._log_in.show()
        elif record.handed_in is not None:
            if self._phase in {SeatPhase.ANSWERING, SeatPhase.LOCKED}:
                self._go(SeatSignal.HANDED_IN)
            self._show_receipt()
        elif record.is_locked and self._phase is SeatPhase.ANSWERING:
            self._go(SeatSignal.LOCKED)
            self._window.show_screen(self._window.locked)
        elif not record.is_locked and self._phase is SeatPhase.LOCKED:
            self._go(SeatSignal.UNLOCKED)
            self._exam.show()
        self._on_refresh()

    def _on_saves_changed(self) -> None:
        running = self._running
        if running is None:
            return
        if self._phase in {SeatPhase.HANDED_IN, SeatPhase.DELIVERED}:
            self._show_receipt()
        if running.sitting is not None and not running.sitting.is_over:
            self._exam.show_saves(running.saves)

    def _show_receipt(self) -> None:
        """Show the receipt once the hand-in is durable here, and again once delivered."""
        running = self._running
        if running is None or running.handed_in_head is None:
            return  # the save marks and the banner say why it takes a moment
        if self._phase is SeatPhase.HANDED_IN and running.saves.is_all_delivered:
            self._go(SeatSignal.SERVER_HAS_ALL)
            self._delivery.note_delivered(running.ready.sitting_uuid)
        sitting = running.sitting
        record = sitting.record if sitting is not None else running.ready.record
        end = record.handed_in
        assert end is not None  # handed_in_head stands for it
        self._exam.end()
        is_delivered = self._phase is SeatPhase.DELIVERED
        view = receipt_view(
            self._place,
            running.ready,
            end,
            running.handed_in_head,
            is_delivered=is_delivered,
        )
        self._window.receipt.show_receipt(view)
        self._window.show_screen(self._window.receipt)

    def _next_candidate(self) -> None:
        running, self._running, self._claimed = self._running, None, None
        if running is not None:
            self._delivery.take(running)
        self._go(SeatSignal.NEXT_CANDIDATE)
        self._log_in.show()

    # ------------------------------------------------------------ what is shown

    @property
    def _place(self) -> SeatPlaceView:
        return place_view(self._parts.seat.pairing)

    def _surroundings(self) -> LogInSurroundings:
        is_silent = self._last_word.age_ms() > SILENT_AFTER_MS
        return surroundings(self._place, self._watch, is_server_silent=is_silent)

    def _show_waiting(self) -> None:
        if self._claimed is not None:
            view = waiting_view(self._place, self._watch, self._claimed)
            self._window.waiting.show_waiting(view)

    def _show_trouble(self, code: str) -> None:
        if self._phase is not SeatPhase.TROUBLE:
            self._go(SeatSignal.TROUBLE_FOUND)
        self._trouble = code
        self._window.trouble.show_trouble(trouble_view(code))
        self._window.show_screen(self._window.trouble)
        self._on_refresh()

    def _on_refresh(self) -> None:
        if self._phase is SeatPhase.IDLE:
            self._log_in.refresh()
        self._report.renew(
            self._phase, self._running, self._claimed, self._watch, self._trouble
        )

    def _go(self, signal: SeatSignal) -> None:
        self._phase = next_phase(self._phase, signal)
        _log.info("phase %s", self._phase)
