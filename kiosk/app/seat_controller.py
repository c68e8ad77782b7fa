"""A paired seat from log-in to receipt: who is on, and which room is watched.

Lives on the interface thread. Phases are `kiosk.sitting.seat_phase`'s table; desks show
and ask; this decides who is on.
"""

from collections.abc import Callable

from PySide6.QtCore import QTimer

from kiosk.app.check_desk import CheckDesk, CheckSurroundings
from kiosk.app.computer_watch import ComputerWatch
from kiosk.app.controller_parts import ControllerParts
from kiosk.app.header_tools import HeaderTools
from kiosk.app.headset_desk import HeadsetDesk
from kiosk.app.help_desk import HelpDesk
from kiosk.app.last_word import LastWord
from kiosk.app.late_claim import LateClaim, claim_of
from kiosk.app.log_in_desk import (
    ClaimedSitting,
    LogInDesk,
    LogInSurroundings,
    person_of,
)
from kiosk.app.phase_keeper import PhaseKeeper
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.resume_desk import ResumeDesk
from kiosk.app.room_cards import RoomCards
from kiosk.app.rooms import Rooms, session_of
from kiosk.app.seat_readiness import seat_readiness
from kiosk.app.seat_report import SeatNow, SeatReport
from kiosk.app.seat_staff import SILENT_AFTER_MS, SeatStaff
from kiosk.app.seat_views import (
    data_class_of,
    place_view,
    surroundings,
    waiting_view,
)
from kiosk.app.sitting_desk import SittingDesk
from kiosk.lockdown.ports import Observation
from kiosk.sitting.acts import SeatNews
from kiosk.sitting.seat_phase import SeatPhase, SeatSignal
from kiosk.storage.disk_reserve import DISK_LOW
from kiosk.ui.presenters.people import SeatPlaceView
from kiosk.ui.presenters.trouble_view import trouble_view
from question_bank.formats.order import Order, OrderKind
from question_bank.formats.seat_protocol import LogInStatus, SeatView
from question_bank.formats.seat_status import SeatStatus

REFRESH_MS = 500
_REVOKED = frozenset({"SEAT_REVOKED", "TOKEN_UNKNOWN"})
_BEFORE_THE_START = frozenset(
    {SeatPhase.IDLE, SeatPhase.CONFIRMING, SeatPhase.CHECKING, SeatPhase.WAITING}
)
_MAY_CALL = _BEFORE_THE_START - {SeatPhase.IDLE} | {
    SeatPhase.ANSWERING,
    SeatPhase.LOCKED,
    SeatPhase.HANDED_IN,
    SeatPhase.DELIVERED,
}


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
        self._trouble = ""
        self._bug = ""
        clock = parts.seat.clock
        cards = RoomCards(parts.seat, parts.lines, parts.background)
        self._rooms = Rooms(parts, cards, self)
        self._sitting = SittingDesk(parts, self._phases, self._last_word, self, cards)
        self._notices = self._sitting.notices
        self._tools = HeaderTools(parts.window)
        self._help = HelpDesk(parts.window, self._on_refresh)
        self._log_in = LogInDesk(
            parts.window, parts.background, parts.lines, self._surroundings, self
        )
        headset = HeadsetDesk(parts.window, parts.sound, self._help.call)
        self._checks = CheckDesk(
            parts.window, headset, clock, self._check_surroundings, self
        )
        self._late_claim = LateClaim(
            parts.window,
            parts.lines,
            parts.background,
            self._notices,
            self._sitting.note_held,
        )
        self._resume = ResumeDesk(
            parts.window, parts.seat, parts.lines, parts.background, self
        )
        self._staff = SeatStaff(
            parts,
            self._phases,
            self._rooms,
            self._sitting,
            self._last_word,
            self.on_room_changed,
        )
        self._computer = ComputerWatch(
            parts.window, clock, self._notices, self._sitting.tell
        )
        self._readiness = seat_readiness(
            parts,
            self._rooms,
            lambda: self.phase is SeatPhase.IDLE,
            self._leave_readiness,
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
        self._computer.start()
        self._readiness.start()
        self._log_in.show()
        if self._resume.begin(self._place):
            self._phases.go(SeatSignal.SITTING_FOUND)
        else:
            self._parts.lock.next_candidate()

    def stop(self) -> None:
        """Write what waits, end all threads of the sitting and the room."""
        self._timer.stop()
        self._computer.stop()
        self._readiness.stop()
        self._late_claim.end()
        self._checks.end()
        self._rooms.stop()
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
        if self._rooms.is_to_be_left(session, self.phase):
            if self.phase is SeatPhase.DELIVERED:
                self._sitting.next_candidate()
            self._rooms.turn_to(session)
        self._rooms.renew(session)

    def on_observations(self, seen: tuple[Observation, ...]) -> None:
        """The lock saw something."""
        self._computer.take(seen)

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
        self._sitting.begin_if_ready(self._rooms.watch)

    def on_order(self, order: Order) -> None:
        """The next order of the room that is watched."""
        if self.phase is SeatPhase.TROUBLE and order.kind is OrderKind.RELEASE:
            claimed = self._sitting.claimed
            if claimed and order.sitting_uuid == claimed.answer.sitting_uuid:
                self._sitting.claimed = None
                self._leave_trouble()
        self._sitting.apply(order)
        self._sitting.begin_if_ready(self._rooms.watch)

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
        self._late_claim.begin(claimed)
        if claimed.answer.status is LogInStatus.IN_PROGRESS:
            self.on_checked(())  # everything was read and tried at the seat before
        else:
            self._checks.begin(claimed.answer.extra_time_ms)
        self._on_refresh()

    # ------------------------------------------------------------ from the checks

    def on_checked(self, news: tuple[SeatNews, ...]) -> None:
        """All is read and tried; the entries are written once there is a journal."""
        if not self._phases.allows(SeatSignal.CHECKED):
            return
        self._phases.go(SeatSignal.CHECKED)
        self._sitting.news_at_start = news
        self._show_waiting()
        self._window.show_screen(self._window.waiting)
        self._sitting.begin_if_ready(self._rooms.watch)
        self._on_refresh()

    def on_help_wanted(self, notice: str) -> None:
        """Headset or keyboard do not work."""
        self._notices.happened(notice)
        self._help.call()

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
        if not self._rooms.is_own(ready.kept.room_session_uuid):
            self._rooms.turn_to(session_of(ready))
        elif self._rooms.watch is not None:
            for order in tuple(self._rooms.watch.orders):
                self._sitting.apply(order)
        self._resume.note_running(ready.sitting_uuid)
        if self._sitting.running is not None:
            self._help.begin(self._sitting.running)
        if self._sitting.claimed is None:  # resumed from this disk, or from a stick
            self._late_claim.begin(claim_of(ready))
        policies = ready.package.manifest.policies
        self._tools.offer_clock(can_hide_clock=policies.may_hide_clock)
        self._on_refresh()

    def on_seat_free(self) -> None:
        """Nobody sits here any more."""
        self._checks.end()
        self._help.end()
        self._late_claim.end()
        self._notices.clear()
        self._parts.lock.next_candidate()
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

    def _leave_readiness(self) -> None:
        if self.phase is SeatPhase.IDLE:
            self._log_in.show()

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
        return surroundings(self._place, self._rooms.watch, is_server_silent=is_silent)

    def _check_surroundings(self) -> CheckSurroundings:
        watch, claimed = self._rooms.watch, self._sitting.claimed
        return CheckSurroundings(
            manifest=watch.manifest if watch is not None else None,
            is_startable=watch is not None
            and claimed is not None
            and watch.is_startable_for(claimed.answer.sitting_uuid),
        )

    def _show_waiting(self) -> None:
        claimed = self._sitting.claimed
        if claimed is not None and self.phase is SeatPhase.WAITING:
            view = waiting_view(self._place, self._rooms.watch, claimed)
            self._window.waiting.show_waiting(view)

    def _on_refresh(self) -> None:
        if self.phase is SeatPhase.IDLE:
            self._log_in.refresh()
        self._tools.offer_staff(
            can_call=self.phase in _MAY_CALL,
            is_called=self._help.is_called,
            can_cover=self.phase is SeatPhase.ANSWERING
            and not self._sitting.cover.is_covered,
        )
        self._tools.offer_sound(has_sound=self._sitting.has_sound)
        data_class = data_class_of(self._rooms.watch, self._sitting.running)
        self._window.header.show_data_class(data_class)
        disk = self._parts.seat.disk.code
        self._notices.stands(DISK_LOW, is_so=disk == DISK_LOW)
        self._notices.stands("SCREEN_COVERED", is_so=self._sitting.cover.is_covered)
        self._report.renew(
            SeatNow(
                phase=self.phase,
                running=self._sitting.running,
                claimed=self._sitting.claimed,
                watch=self._rooms.watch,
                troubles=(
                    self._trouble,
                    self._bug,
                    "" if disk == DISK_LOW else disk,
                    *self._sitting.delivery.troubles,
                ),
                confirming=self._log_in.sitting_uuid,
                help_called=self._help.is_called,
                notices=self._notices.codes,
                challenge=self._sitting.reentry.challenge,
                data_class=data_class or "",
                readiness=self._readiness.newest,
                start=self._parts.seat.start,
            )
        )
