"""The lock on Linux: in the kiosk's own session, or as a window on somebody's desktop.

In the session nothing on the machine is changed: keys, covers and focus go with the
program, input methods' settings with the session. On a desktop, settings are changed and
kept first.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QWidget

from kiosk.clock import Clock
from kiosk.lockdown.desktop_settings import DESKTOP_SETTINGS
from kiosk.lockdown.input_methods import SessionInputMethods
from kiosk.lockdown.lock_changes import LockChanges
from kiosk.lockdown.machine_watch import MachineWatch
from kiosk.lockdown.ports import (
    LockMode,
    LockReport,
    Measure,
    Observation,
    ObservationCode,
)
from kiosk.lockdown.screen_watch import ScreenWatch
from kiosk.lockdown.watch_thread import WatchThread
from kiosk.lockdown.x11_guard import X11Guard

RELEASE_WAIT_S = 8.0
"""Putting back some thirty desktop settings takes under a second; a slow disk more."""

_ALWAYS_LIMITS = (Measure.CAMERA_AT_THE_SCREEN, Measure.POWER_SWITCH)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockParts:
    """What a lock works with.

    Attributes:
        window: The exam's window.
        input_methods: Those of the kiosk's own session; None outside of one.
        root: Where the machine's own files are; another folder in tests.
    """

    window: QWidget
    clock: Clock
    changes: LockChanges
    input_methods: SessionInputMethods | None = None
    root: Path = Path("/")


class LinuxLock:
    """Implements LockPort. For the interface thread."""

    def __init__(self, mode: LockMode, parts: LockParts) -> None:
        self._mode = mode
        self._parts = parts
        self._is_session = mode is LockMode.SESSION
        self._machine = MachineWatch(parts.clock, parts.root)
        self._thread = WatchThread(self._look)
        self._screens = ScreenWatch(
            parts.window, parts.clock, fits_window=self._is_session
        )
        self._guard: X11Guard | None = None
        self._is_engaged = False
        self._had_input_methods = True

    def engage(self) -> LockReport:
        """Lock what can be locked; what takes time goes on in the lock's own thread."""
        self._is_engaged = True
        window = self._parts.window
        if not self._is_session:
            window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on=True)
            window.showFullScreen()
        clear_clipboard()
        self._screens.start()
        has_keys = self._hold_keys()
        self._thread.start()
        if not self._is_session:
            self._thread.do(self._change_desktop)
        return self._report(has_keys=has_keys)

    def observe(self) -> tuple[Observation, ...]:
        """Return what was seen since the last call."""
        if not self._is_engaged:
            return ()
        held_back = () if self._guard is None else self._guard.seen()
        return (*held_back, *self._screens.seen(), *self._thread.observations())

    def wipe_input_history(self) -> None:
        """Empty the clipboard; make the session's input methods forget."""
        clear_clipboard()
        methods = self._parts.input_methods
        if methods is not None and self._is_engaged:
            self._thread.do(self._wipe)

    def release(self) -> None:
        """Put everything back; again does nothing."""
        if not self._is_engaged:
            return
        self._is_engaged = False
        self._screens.stop()
        if self._guard is not None:
            self._guard.stop()
        if not self._is_session:
            self._parts.window.setWindowFlag(
                Qt.WindowType.WindowStaysOnTopHint, on=False
            )
        clear_clipboard()
        self._thread.do(self._put_back)
        self._thread.stop(RELEASE_WAIT_S)

    def _hold_keys(self) -> bool:
        if QGuiApplication.platformName() != "xcb":
            return False
        own_window = int(self._parts.window.winId())
        self._guard = X11Guard(own_window, keeps_on_top=self._is_session)
        if not self._guard.start():
            self._guard = None
            return False
        if self._guard.refused_keys:
            _log.info("held by others: %s", ", ".join(self._guard.refused_keys))
        return True

    def _report(self, *, has_keys: bool) -> LockReport:
        locked = [Measure.FULL_SCREEN, Measure.SECOND_DISPLAY, Measure.PRINTING]
        limits = list(_ALWAYS_LIMITS)
        failed = [] if has_keys else [Measure.KEYS]
        if has_keys:
            locked.append(Measure.KEYS)
        of_session = (
            Measure.ALWAYS_ON_TOP,
            Measure.SYSTEM_KEYS,
            Measure.OTHER_PROGRAMS,
            Measure.CLIPBOARD,
            Measure.SCREENSHOTS,
            Measure.RESTART_AFTER_CRASH,
        )
        (locked if self._is_session else limits).extend(of_session)
        if self._parts.input_methods is not None:
            locked.append(Measure.INPUT_LEARNING)
        else:
            (failed if self._is_session else limits).append(Measure.INPUT_LEARNING)
        return LockReport(
            mode=self._mode,
            locked=tuple(locked),
            limits=tuple(limits),
            failed=tuple(failed),
        )

    def _look(self) -> tuple[Observation, ...]:
        seen = self._machine.look()
        methods = self._parts.input_methods
        if methods is None:
            return seen
        has_them = methods.is_alive()
        is_lost = self._had_input_methods and not has_them
        self._had_input_methods = has_them
        if is_lost:
            return (*seen, Observation(code=ObservationCode.INPUT_METHOD_LOST))
        return seen

    def _wipe(self) -> None:
        methods = self._parts.input_methods
        assert methods is not None
        methods.wipe()
        self._had_input_methods = False  # ended by us; they come back by themselves

    def _change_desktop(self) -> None:
        self._put_back()  # what a crash left, before it would be kept as the old value
        for kind, target, value in DESKTOP_SETTINGS:
            self._parts.changes.make(kind, target, value)

    def _put_back(self) -> None:
        put_back = self._parts.changes.put_back()
        for target in put_back.failed:
            self._thread.tell(
                Observation(code=ObservationCode.LOCK_FAILED, detail=target[:80])
            )


def clear_clipboard() -> None:
    """Take away what anybody copied, before and during the exam."""
    clipboard = QGuiApplication.clipboard()
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        clipboard.clear(mode)
