"""The lock's place in the program: engaged at the start, asked twice a second, led out of."""

import logging
import secrets
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from kiosk.clock import Clock
from kiosk.lockdown.ports import LockPort, LockReport, Observation
from kiosk.lockdown.unlock_challenge import (
    CHALLENGE_LIFE_MS,
    Answered,
    LeaveKey,
    UnlockChallenge,
    answer,
    new_challenge,
)
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters import leave_view
from kiosk.ui.presenters.message import Message
from kiosk.ui.screens.leave_screen import LeaveScreen

LED_OUT = 77
"""Exit status that tells the session's script and systemd: this end is meant."""

_ASK_EVERY_MS = 500
_CHALLENGES = 10**7
_log = logging.getLogger(__name__)


class LockDesk:
    """Engages the lock, hands on what it sees, and lets staff lead out of it.

    Attributes:
        report: What engaging achieved; None before.
        on_observations: Called on the interface thread with what was seen, never with
            nothing. The program sets it.
    """

    def __init__(
        self,
        window: MainWindow,
        lock: LockPort,
        clock: Clock,
        led_out: Callable[[], None],
    ) -> None:
        self._window = window
        self._lock = lock
        self._clock = clock
        self._led_out = led_out
        self._key: LeaveKey | None = None
        self._challenge: UnlockChallenge | None = None
        self._problem: Message | None = None
        self.report: LockReport | None = None
        self.on_observations: Callable[[tuple[Observation, ...]], None] = _log_them
        self.screen = LeaveScreen(window)
        self.screen.show_look(window.look)
        self.screen.code_entered.connect(self._on_code)
        self.screen.back_wanted.connect(self._go_back)
        window.look_changed.connect(self.screen.show_look)
        self._shortcut = QShortcut(QKeySequence("Ctrl+Alt+U"), window)
        self._shortcut.activated.connect(self.show_leave)
        self._timer = QTimer()
        self._timer.setInterval(_ASK_EVERY_MS)
        self._timer.timeout.connect(self._ask)

    def start(self) -> None:
        """Engage; the window is shown already."""
        self.report = self._lock.engage()
        _log.info(
            "lock %s: holds %s; cannot hold here %s; failed %s",
            self.report.mode,
            ", ".join(self.report.locked) or "nothing",
            ", ".join(self.report.limits) or "nothing",
            ", ".join(self.report.failed) or "nothing",
        )
        self._timer.start()

    def know_key(self, key: LeaveKey | None) -> None:
        """Take what codes are checked with; None: the seat belongs to no site."""
        self._key = key

    def next_candidate(self) -> None:
        """Forget what the last candidate typed into the input methods."""
        self._lock.wipe_input_history()

    def show_leave(self) -> None:
        """Show the screen for leaving, over whatever is shown."""
        now_ms = self._now_ms()
        if self._key is not None:
            number = secrets.randbelow(_CHALLENGES)
            if self._challenge is None:
                self._challenge = new_challenge(number, now_ms)
            elif self._challenge.is_over(now_ms):
                self._challenge = self._challenge.renewed(number, now_ms)
        self._problem = None
        self._render()

    def leave(self) -> None:
        """Open the lock and end the program; staff have shown that they may."""
        _log.info("the lock is left")
        self._timer.stop()
        self._lock.release()
        self._led_out()

    def stop(self) -> None:
        """Release the lock; again does nothing."""
        self._timer.stop()
        self._shortcut.setEnabled(False)
        self._lock.release()

    def _on_code(self, untrusted_code: str) -> None:
        if self._key is None:
            self.leave()
            return
        if self._challenge is None:
            return
        now_ms = self._now_ms()
        self._challenge, answered = answer(
            self._challenge, untrusted_code, self._key, now_ms
        )
        match answered:
            case Answered.OPENED:
                self.leave()
                return
            case Answered.EXPIRED:
                self.show_leave()
                self._problem = leave_view.renewed()
            case Answered.MISTYPED:
                self._problem = leave_view.mistyped()
            case Answered.WRONG:
                self._problem = leave_view.wrong()
            case Answered.WAITING:
                pass
        self._render()

    def _render(self) -> None:
        if self._key is None or self._challenge is None:
            self.screen.show_leave(leave_view.leave_view_free())
            return
        now_ms = self._now_ms()
        asked = self._challenge
        self.screen.show_leave(
            leave_view.leave_view(
                asked.challenge,
                life_ms=CHALLENGE_LIFE_MS - (now_ms - asked.shown_ms),
                wait_ms=asked.wait_ms(now_ms),
                problem=self._problem,
            )
        )

    def _go_back(self) -> None:
        self.screen.show_gone()
        shown = self._window.shown_screen()
        if shown is not None:
            shown.setFocus()

    def _ask(self) -> None:
        seen = self._lock.observe()
        if seen:
            self.on_observations(seen)
        if not self.screen.isHidden():
            self._keep_screen_true()

    def _keep_screen_true(self) -> None:
        """Count the wait down; replace a challenge that became too old."""
        if self._window.shown_screen() is self._window.staff:
            self.screen.show_gone()  # staff chose the way by PIN
            return
        asked = self._challenge
        if asked is not None and asked.is_over(self._now_ms()):
            self.show_leave()
            self._problem = leave_view.renewed()
        self._render()

    def _now_ms(self) -> int:
        return round(self._clock.boottime_s() * 1000)


def _log_them(seen: tuple[Observation, ...]) -> None:
    for each in seen:
        _log.info("seen: %s %s", each.code, each.detail)
