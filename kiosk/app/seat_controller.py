"""A paired seat from log-in to receipt: who is on, and which room is watched.

Lives on the interface thread. Phases are `kiosk.sitting.seat_phase`'s table; desks show
and ask; this decides who is on.
"""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QTimer

from kiosk.app.controller_parts import ControllerParts
from kiosk.app.last_word import LastWord
from kiosk.app.log_in_desk import (
    ClaimedSitting,
    LogInDesk,
    LogInSurroundings,
    person_of,
)
from kiosk.app.phase_keeper import PhaseKeeper
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.resume_desk import ResumeDesk
from kiosk.app.room_watch import RoomWatch, WatchParts
from kiosk.app.seat_report import SeatReport
from kiosk.app.seat_views import place_view, surroundings, waiting_view
from kiosk.app.sitting_desk import SittingDesk
from kiosk.sitting.seat_phase import SeatPhase, SeatSignal
from kiosk.ui.presenters.people import SeatPlaceView
from kiosk.ui.presenters.trouble_view import trouble_view
from question_bank.formats.order import Order, OrderKind
from question_bank.formats.seat_protocol import (
    RoomSessionState,
    RoomSessionView,
    SeatView,
)
from question_bank.formats.seat_status import SeatStatus

REFRESH_MS = 500
SILENT_AFTER_MS = 6_000
"""Age of the server's last word from which the log-in says that it is silent."""

_UNDER_WAY = frozenset({RoomSessionState.OPENED, RoomSessionState.STARTED})
_REVOKED = frozenset({"SEAT_REVOKED", "TOKEN_UNKNOWN"})
_BEFORE_THE_START = frozenset({SeatPhase.IDLE, SeatPhase.CONFIRMING, SeatPhase.WAITING})


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
        self._phases = PhaseKeeper()
        self._last_word = LastWord(parts.seat.clock)
        self._watch: RoomWatch | None = None
        self._trouble = ""
        self._bug = ""
        self._sitting = SittingDesk(parts, self._phases, self._last_word, self)
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
        return self._phases.phase

    def status(self) -> SeatStatus:
        """Return the newest report; for any thread."""
        return self._report.newest

    def start(self) -> None:
        """Go on with what lies on the disk, or wait for a candidate."""
        self._timer.start()
        self._log_in.show()
        if self._resume.begin(self._place):
            self._phases.go(SeatSignal.SITTING_FOUND)

    def stop(self) -> None:
        """Write what waits, end all threads of the sitting and the room."""
        self._timer.stop()
        if self._watch is not None:
            self._watch.stop()
        self._sitting.stop()

    def note_bug(self, code: str) -> bool:
        """Tell the proctor of a bug; return whether an exam runs on all the same.

        A running exam is never covered: its writer and its clock are threads and
        timers of their own, and the candidate can go on.
        """
        self._bug = code
        return self._sitting.is_running

    # ------------------------------------------------------------ from the server

    def on_view(self, view: SeatView) -> None:
        """The server said what this seat's room does."""
        self.on_contact()
        self._on_pairing_news(view)
        if self._trouble in _REVOKED and self.phase is SeatPhase.TROUBLE:
            self._leave_trouble()
        session = view.room_session
        if not self._is_to_be_watched(session):
            return
        if self.phase is SeatPhase.DELIVERED:
            self._sitting.next_candidate()
        self._watch_session(session)

    def _is_to_be_watched(self, session: RoomSessionView | None) -> bool:
        """Whether to turn to another session than the one that is watched."""
        watched = self._watch.room_session_uuid if self._watch is not None else None
        newest = session.room_session_uuid if session is not None else None
        if newest == watched:
            return False
        if self._watch is None:
            return True
        if self.phase is SeatPhase.DELIVERED:
            # The receipt stays until people begin with the next session.
            return session is not None and session.state in _UNDER_WAY
        return self.phase in {SeatPhase.IDLE, SeatPhase.TROUBLE}

    def _watch_session(self, session: RoomSessionView | None) -> None:
        old, self._watch = self._watch, None
        if old is not None:
            self._parts.background.run(old.stop, _nothing, _nothing)
        if session is not None:
            parts = WatchParts(
                seat=self._parts.seat,
                lines=self._parts.lines,
                background=self._parts.background,
                main_thread=self._parts.main_thread,
            )
            self._watch = RoomWatch(parts, session, self)
            self._watch.start()

    def on_contact(self) -> None:
        """The server answered something."""
        self._last_word.heard()

    def on_silence(self, code: str) -> None:
        """It did not answer, or refused this seat."""
        if code in _REVOKED and self.phase in _BEFORE_THE_START:
            self.on_trouble(code)

    def on_room_changed(self) -> None:
        """Package, keys or session are other than before."""
        self._on_refresh()
        self._show_waiting()
        self._sitting.begin_if_ready(self._watch)

    def on_order(self, order: Order) -> None:
        """The next order of the room that is watched."""
        if self.phase is SeatPhase.TROUBLE and order.kind is OrderKind.RELEASE:
            claimed = self._sitting.claimed
            if claimed and order.sitting_uuid == claimed.answer.sitting_uuid:
                self._sitting.claimed = None
                self._leave_trouble()
        self._sitting.apply(order)
        self._sitting.begin_if_ready(self._watch)

    # ------------------------------------------------------------ from the log-in

    def on_logged_in(self) -> bool:
        """Somebody logged in; return whether their confirmation may be shown."""
        if not self._phases.allows(SeatSignal.LOGGED_IN):
            return False
        self._phases.go(SeatSignal.LOGGED_IN)
        return True

    def on_not_me(self) -> None:
        """Somebody else's data."""
        if self._phases.allows(SeatSignal.NOT_ME):
            self._phases.go(SeatSignal.NOT_ME)
            self._log_in.show()

    def on_claimed(self, claimed: ClaimedSitting) -> None:
        """The candidate confirmed; the sitting is this seat's."""
        if not self._phases.allows(SeatSignal.CONFIRMED):
            return
        self._sitting.claimed = claimed
        self._phases.go(SeatSignal.CONFIRMED)
        self._window.header.show_place(self._place, person_of(claimed.answer))
        self._show_waiting()
        self._window.show_screen(self._window.waiting)
        self._sitting.begin_if_ready(self._watch)

    # ------------------------------------------------------------ from a restart

    def on_resumed(self, ready: ReadySitting) -> None:
        """A sitting of this disk is ready."""
        self._sitting.take_resumed(ready)

    def on_nothing_more(self) -> None:
        """No sitting of this disk waits any more."""
        if self.phase is SeatPhase.NEEDS_RESUME_CODE:
            self._phases.go(SeatSignal.RELEASED)
            self._window.show_usual_look()
            self._log_in.show()

    def on_resume_trouble(self, code: str) -> None:
        """A sitting lies here and does not open."""
        if self._phases.allows(SeatSignal.TROUBLE_FOUND):
            self.on_trouble(code)

    # ------------------------------------------------------------ from the sitting

    def on_sitting_news(self) -> None:
        """Something that the proctor should see has changed."""
        self._on_refresh()

    def on_sitting_runs(self, ready: ReadySitting) -> None:
        """Watch the sitting's own room session, and catch up with its orders."""
        own: UUID = ready.kept.room_session_uuid
        watch = self._watch
        if watch is None or watch.room_session_uuid != own:
            self._watch_session(_session_of(ready))
        else:
            for order in tuple(watch.orders):
                self._sitting.apply(order)
        self._on_refresh()

    def on_seat_free(self) -> None:
        """Nobody sits here any more."""
        self._window.show_usual_look()
        self._log_in.show()
        self._on_refresh()

    def on_trouble(self, code: str) -> None:
        """Say that it cannot go on here, and what to do."""
        if self.phase is not SeatPhase.TROUBLE:
            self._phases.go(SeatSignal.TROUBLE_FOUND)
        self._trouble = code
        self._window.trouble.show_trouble(trouble_view(code))
        self._window.show_screen(self._window.trouble)
        self._on_refresh()

    def _leave_trouble(self) -> None:
        self._trouble = ""
        self._phases.go(SeatSignal.TROUBLE_OVER)
        self._log_in.show()

    # ------------------------------------------------------------ what is shown

    @property
    def _place(self) -> SeatPlaceView:
        return place_view(self._parts.seat.pairing)

    def _surroundings(self) -> LogInSurroundings:
        is_silent = self._last_word.age_ms() > SILENT_AFTER_MS
        return surroundings(self._place, self._watch, is_server_silent=is_silent)

    def _show_waiting(self) -> None:
        claimed = self._sitting.claimed
        if claimed is not None and self.phase is SeatPhase.WAITING:
            view = waiting_view(self._place, self._watch, claimed)
            self._window.waiting.show_waiting(view)

    def _on_refresh(self) -> None:
        if self.phase is SeatPhase.IDLE:
            self._log_in.refresh()
        disk = self._parts.seat.disk.code
        troubles = (self._trouble, self._bug, disk, *self._sitting.delivery.troubles)
        self._report.renew(
            self.phase,
            self._sitting,
            self._watch,
            troubles,
            confirming=self._log_in.sitting_uuid,
        )


def _session_of(ready: ReadySitting) -> RoomSessionView:
    """Return a sitting's room session as far as its own store knows it."""
    manifest = ready.package.manifest
    return RoomSessionView(
        room_session_uuid=ready.kept.room_session_uuid,
        session_code=manifest.session.code,
        session_name=manifest.session.name,
        package_uuid=manifest.package_uuid,
        manifest_sha256=bytes.fromhex(ready.package.manifest_sha256),
        state=RoomSessionState.STARTED,
        newest_order=0,
    )


def _nothing(_result: object) -> None:
    """Nobody waits for it."""
