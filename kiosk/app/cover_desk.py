"""The candidate covers the own screen and comes back (row 36). The clock goes on."""

from collections.abc import Callable

from PySide6.QtCore import QTimer

from kiosk.app.code_tries import CodeTries
from kiosk.app.running_sitting import RunningSitting
from kiosk.clock import Clock, moment
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.clock_text import clock_view
from kiosk.ui.presenters.return_view import covered_view
from question_bank.formats.entry_bodies import ScreenCovered
from question_bank.formats.room_card import fits_tail, plain_number

LOOK_MS = 500


class CoverDesk:
    """Covers one running sitting.

    Args (of the constructor):
        settle: Ends what plays and records, then calls what it was given.
        on_changed: Called when the screen was covered, or uncovered.
    """

    def __init__(
        self,
        window: MainWindow,
        clock: Clock,
        settle: Callable[[Callable[[], None]], None],
        on_changed: Callable[[], None],
    ) -> None:
        self._window = window
        self._clock = clock
        self._settle = settle
        self._on_changed = on_changed
        self._running: RunningSitting | None = None
        self._is_wrong = False
        self._tries = CodeTries(window, self._render)
        self._timer = QTimer(window)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._render)
        window.header.cover_clicked.connect(self.cover)
        window.covered.return_wanted.connect(self._on_return)

    @property
    def is_covered(self) -> bool:
        """Whether the sitting's content is not to be shown."""
        running = self._running
        sitting = running.sitting if running is not None else None
        return sitting is not None and not sitting.is_over and sitting.record.is_covered

    def begin(self, running: RunningSitting) -> None:
        """Watch over a sitting; it may have been covered when its seat crashed."""
        self._running = running

    def end(self) -> None:
        """Forget it."""
        self._timer.stop()
        self._running = None

    def cover(self) -> None:
        """The candidate leaves the seat for a moment."""
        self._settle(self._cover)

    def _cover(self) -> None:
        running = self._running
        if running is None or running.sitting is None or self.is_covered:
            return
        if not running.sitting.is_answering:
            return
        self._window.exam.finish_typing()
        running.tell(ScreenCovered(is_covered=True))
        self._on_changed()

    def show(self) -> None:
        """Bring the covered screen up, empty."""
        self._is_wrong = False
        self._render()
        self._window.show_screen(self._window.covered)
        self._window.covered.show_empty_fields()
        self._timer.start()

    def uncover(self) -> None:
        """Go on: the candidate came back, or the staff says so."""
        if self.is_covered and self._running is not None:
            self._timer.stop()
            self._running.tell(ScreenCovered(is_covered=False))
            self._on_changed()

    def _on_return(self, number: str, tail: str) -> None:
        running = self._running
        if running is None or not self.is_covered or self._tries.wait_ms:
            return
        kept = running.ready.kept
        is_number = plain_number(number) == plain_number(kept.admission_number)
        wanted = plain_number(kept.id_tail)
        if is_number and (not wanted or fits_tail(tail, wanted)):
            self._tries.note_right()
            self.uncover()
            return
        self._is_wrong = True
        self._tries.note_wrong()
        self._render()

    def _render(self) -> None:
        running = self._running
        if running is None or running.sitting is None or not self.is_covered:
            self._timer.stop()
            return
        kept = running.ready.kept
        left_ms = running.sitting.left_ms(moment(self._clock))
        view = covered_view(
            kept.candidate_name,
            clock_view(left_ms).text,
            len(kept.id_tail),
            is_wrong=self._is_wrong,
            wait_ms=self._tries.wait_ms,
        )
        self._window.covered.show_covered(view)
