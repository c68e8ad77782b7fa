"""The lock on Windows: a window before all others on the normal desktop.

Not a second desktop: input methods do not live there. Keys are held back by a hook where
assigned access or a keyboard filter (packaging/windows) does not do it already.

Never run on Windows so far; see `windows_calls`.
"""

import sys

from PySide6.QtCore import Qt

from kiosk.lockdown.linux_lock import LockParts, clear_clipboard
from kiosk.lockdown.ports import (
    LockMode,
    LockReport,
    Measure,
    Observation,
    ObservationCode,
)
from kiosk.lockdown.screen_watch import ScreenWatch
from kiosk.lockdown.watch_thread import WatchThread
from kiosk.lockdown.windows_calls import KeyJudge
from kiosk.lockdown.windows_changes import WINDOWS_CHANGES


class WindowsLock:
    """Implements LockPort. For the interface thread."""

    def __init__(self, parts: LockParts) -> None:
        self._parts = parts
        self._judge = KeyJudge()
        self._thread = WatchThread(self._look)
        self._screens = ScreenWatch(parts.window, parts.clock, fits_window=False)
        self._calls = _WindowsCalls(self._judge)
        self._is_engaged = False
        self._was_remote = False

    def engage(self) -> LockReport:
        """Lock what can be locked; what takes time goes on in the lock's own thread."""
        self._is_engaged = True
        window = self._parts.window
        window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on=True)
        window.showFullScreen()
        clear_clipboard()
        self._screens.start()
        has_keys = self._calls.hold_keys()
        is_hidden = self._calls.hide(int(window.winId()), is_hidden=True)
        self._thread.start()
        self._thread.do(self._change)
        return windows_report(has_keys=has_keys, is_hidden=is_hidden)

    def observe(self) -> tuple[Observation, ...]:
        """Return what was seen since the last call."""
        if not self._is_engaged:
            return ()
        return (
            *self._judge.seen(),
            *self._screens.seen(),
            *self._thread.observations(),
        )

    def wipe_input_history(self) -> None:
        """Empty the clipboard; the histories of Windows' input methods cannot be wiped."""
        clear_clipboard()

    def release(self) -> None:
        """Put everything back; again does nothing."""
        if not self._is_engaged:
            return
        self._is_engaged = False
        self._screens.stop()
        self._calls.give_keys_back()
        self._calls.hide(int(self._parts.window.winId()), is_hidden=False)
        clear_clipboard()
        self._thread.do(self._put_back)
        self._thread.stop(8.0)

    def _change(self) -> None:
        self._put_back()
        for kind, target, value in WINDOWS_CHANGES:
            self._parts.changes.make(kind, target, value)

    def _put_back(self) -> None:
        for target in self._parts.changes.put_back().failed:
            self._thread.tell(
                Observation(code=ObservationCode.LOCK_FAILED, detail=target[:80])
            )

    def _look(self) -> tuple[Observation, ...]:
        is_remote = self._calls.is_remote()
        is_new = is_remote and not self._was_remote
        self._was_remote = is_remote
        if is_new:
            return (
                Observation(code=ObservationCode.REMOTE_SESSION, detail="session: RDP"),
            )
        return ()


def windows_report(*, has_keys: bool, is_hidden: bool) -> LockReport:
    """Return what holds on Windows without assigned access."""
    locked = [
        Measure.FULL_SCREEN,
        Measure.ALWAYS_ON_TOP,
        Measure.SECOND_DISPLAY,
        Measure.PRINTING,
    ]
    failed: list[Measure] = []
    (locked if has_keys else failed).append(Measure.KEYS)
    (locked if is_hidden else failed).append(Measure.SCREENSHOTS)
    return LockReport(
        mode=LockMode.WINDOW,
        locked=tuple(locked),
        limits=(
            Measure.SYSTEM_KEYS,
            Measure.OTHER_PROGRAMS,
            Measure.CLIPBOARD,
            Measure.INPUT_LEARNING,
            Measure.RESTART_AFTER_CRASH,
            Measure.CAMERA_AT_THE_SCREEN,
            Measure.POWER_SWITCH,
        ),
        failed=tuple(failed),
    )


class _WindowsCalls:
    """The calls where there is Windows; where there is none, each says no."""

    def __init__(self, judge: KeyJudge) -> None:
        if sys.platform == "win32":
            from kiosk.lockdown.windows_calls import KeyboardHook  # noqa: PLC0415

            self._hook = KeyboardHook(judge)

    def hold_keys(self) -> bool:
        """Hold forbidden keys back."""
        if sys.platform == "win32":
            return self._hook.start()
        return False

    def give_keys_back(self) -> None:
        """Let all keys pass."""
        if sys.platform == "win32":
            self._hook.stop()

    def hide(self, window: int, *, is_hidden: bool) -> bool:
        """Keep a window out of screenshots, or not."""
        if sys.platform == "win32":
            from kiosk.lockdown.windows_calls import hide_from_capture  # noqa: PLC0415

            return hide_from_capture(window, is_hidden=is_hidden)
        return False

    def is_remote(self) -> bool:
        """Return whether the desktop is shown elsewhere."""
        if sys.platform == "win32":
            from kiosk.lockdown.windows_calls import is_remote_session  # noqa: PLC0415

            return is_remote_session()
        return False
