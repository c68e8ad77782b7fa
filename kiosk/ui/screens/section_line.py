"""The line above the tasks of a section with rules or a time of its own (rows 22, 23)."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.section_view import SectionClockView, SectionView
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.roles import make_label, set_state, show_text


class SectionLine(QFrame):
    """Where one is, that there is no way back, and the section's clock."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("section-line")
        self._look: Look | None = None
        self._view: SectionView | None = None
        self._clock_view: SectionClockView | None = None
        self._title = make_label(self, role="strong", name="section-rule")
        self._clock = make_label(self, role="strong", name="section-clock")
        self._clock.setWordWrap(False)
        self._flow = FlowRow(self)
        self._flow.stretch_after(self._title)
        self._flow.add(self._title)
        self._flow.add(self._clock)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._flow)
        self.hide()

    def show_section(self, view: SectionView | None) -> None:
        """Show the section; one without rules of its own takes no room."""
        if (
            view is None
            or self._view is None
            or view.section_id != self._view.section_id
        ):
            self._clock_view = None
        self._view = view
        self._render()

    def show_clock(self, view: SectionClockView | None) -> None:
        """Show the time left in the section; None without a limit."""
        if view != self._clock_view:
            self._clock_view = view
            self._render_clock()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._flow.set_gaps(look.gap)
        self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the title only where the line is too narrow for it."""
        super().resizeEvent(event)
        self._wrap_title()

    def _wrap_title(self) -> None:
        """A label that wraps asks for a narrow block, however wide the line is."""
        self._title.setWordWrap(False)
        self._title.setWordWrap(self._title.sizeHint().width() > self.width())

    def _render(self) -> None:
        view, look = self._view, self._look
        has_rules = view is not None and (view.is_one_way or view.has_limit)
        self.setVisible(has_rules)
        if view is None or look is None:
            return
        title = view.title
        if view.is_one_way:
            title = look.text("section.one_way", title=title)
        self._title.setText(title)
        self._wrap_title()
        self._render_clock()

    def _render_clock(self) -> None:
        view, look = self._clock_view, self._look
        if look is None or view is None:
            show_text(self._clock, "")
            return
        if view.is_hidden:
            words = look.text("section.left_hidden")
        else:
            words = look.text("section.left", time=view.text)
        show_text(self._clock, words)
        set_state(self._clock, "role", "warn" if view.is_urgent else "strong")
