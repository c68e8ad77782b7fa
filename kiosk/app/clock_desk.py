"""The exam's clock and the section's on the screen, and their warnings (rows 21, 23)."""

from kiosk.app.sitting_hand import SittingHand
from kiosk.sitting.sitting import Sitting
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.clock_text import clock_view, section_warning, time_warning
from kiosk.ui.presenters.message import Message
from kiosk.ui.presenters.section_view import section_clock
from question_bank.formats.form import Form
from question_bank.formats.package_policies import Policies


class ClockDesk:
    """Shows what time is left. For the interface thread."""

    def __init__(self, window: MainWindow, hand: SittingHand) -> None:
        self._window = window
        self._hand = hand
        self._warnings_ms: tuple[int, ...] = ()
        self._titles: dict[str, str] = {}
        self._left_ms = 0
        self._section: tuple[str, int] = ("", 0)

    def begin(self, form: Form, policies: Policies) -> None:
        """Follow the sitting that the hand has."""
        self._warnings_ms = policies.warnings_ms
        self._titles = {each.section_id: each.title for each in form.sections}
        self._section = ("", 0)
        self.restart()

    def restart(self) -> None:
        """Take the time left as it is: what an order changed is no reason to warn."""
        sitting = self._hand.sitting
        if sitting is not None:
            self._left_ms = sitting.left_ms(self._hand.now())

    def end(self) -> None:
        """Take both clocks away."""
        self._window.show_time_warning(None)
        self._window.header.show_clock(None)
        self._window.exam.show_section_clock(None)

    def title_of(self, section_id: str) -> str:
        """Return what a section is called."""
        return self._titles.get(section_id, "")

    def show(self) -> None:
        """Show what is left, and a warning that fell due since the last time."""
        sitting = self._hand.sitting
        if sitting is None:
            return
        left_ms = sitting.left_ms(self._hand.now())
        is_stopped = sitting.record.is_locked or sitting.is_over
        self._window.header.show_clock(clock_view(left_ms, is_stopped=is_stopped))
        warning = time_warning(self._left_ms, left_ms, self._warnings_ms)
        self._left_ms = left_ms
        section = self._show_section(sitting)
        if sitting.is_answering and (warning or section) is not None:
            self._window.show_time_warning(warning or section)

    def is_something_over(self) -> bool:
        """Return whether the exam's time or the section's is used up now."""
        sitting = self._hand.sitting
        if sitting is None or not sitting.is_answering:
            return False
        now = self._hand.now()
        return not sitting.left_ms(now) or sitting.section_left_ms(now) == 0

    def _show_section(self, sitting: Sitting) -> Message | None:
        section_id = sitting.record.sections.current
        left_ms = sitting.section_left_ms(self._hand.now())
        if left_ms is None:
            self._window.exam.show_section_clock(None)
            self._section = ("", 0)
            return None
        is_hidden = self._window.header.hides_clock
        self._window.exam.show_section_clock(
            section_clock(left_ms, is_hidden=is_hidden)
        )
        (known, before_ms), self._section = self._section, (section_id, left_ms)
        if known != section_id:
            return None
        return section_warning(self._titles[section_id], before_ms, left_ms)
