"""Calling the proctor from the header, and taking it back (row 37)."""

from collections.abc import Callable

from kiosk.app.running_sitting import RunningSitting
from kiosk.ui.main_window import MainWindow
from question_bank.formats.entry_bodies import HelpCalled


class HelpDesk:
    """One candidate's call. For the interface thread.

    Attributes:
        is_called: Whether the candidate waits for the proctor.
    """

    def __init__(self, window: MainWindow, on_changed: Callable[[], None]) -> None:
        self.is_called = False
        self._running: RunningSitting | None = None
        self._on_changed = on_changed
        window.header.help_clicked.connect(
            lambda: self._set(is_called=not self.is_called)
        )

    def call(self) -> None:
        """Call, unless the proctor is called already."""
        if not self.is_called:
            self._set(is_called=True)

    def begin(self, running: RunningSitting) -> None:
        """Go on in a sitting: what was called before its start is written down now."""
        self._running = running
        sitting = running.sitting
        if sitting is None:
            return
        if self.is_called and not sitting.record.help_called:
            running.tell(HelpCalled(is_called=True))
        self.is_called = sitting.record.help_called
        self._on_changed()

    def end(self) -> None:
        """Nobody sits here any more."""
        self._running = None
        self.is_called = False

    def _set(self, *, is_called: bool) -> None:
        self.is_called = is_called
        if self._running is not None:
            self._running.tell(HelpCalled(is_called=is_called))
        self._on_changed()
