"""What this computer lacks for an exam, and what to do about it (row 77)."""

from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.readiness_view import FindingView, ReadinessView
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.roles import (
    make_button,
    make_label,
    make_prose,
    set_state,
    show_text,
)
from question_bank.formats.readiness import ReadinessLevel

_STATES = MappingProxyType(
    {
        ReadinessLevel.GOOD: "good",
        ReadinessLevel.WARNING: "warn",
        ReadinessLevel.BAD: "bad",
        ReadinessLevel.UNKNOWN: "calm",
    }
)
_SUMMARY_ROLES = MappingProxyType(
    {
        ReadinessLevel.GOOD: "good",
        ReadinessLevel.WARNING: "warn",
        ReadinessLevel.BAD: "problem",
        ReadinessLevel.UNKNOWN: "note",
    }
)


class ReadinessScreen(QWidget):
    """A list, what needs somebody first.

    Signals:
        check_wanted: Measure again.
        closed: Back to the log-in.
    """

    check_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("readiness")
        self._view: ReadinessView | None = None
        self._look: Look | None = None
        self._lines: QWidget | None = None
        self._page = CardPage(self)
        self._title = make_label(self, role="title", name="readiness-title")
        self._summary = make_prose(self, role="note", name="readiness-summary")
        self._again = make_button(self, role="primary", name="readiness-again")
        self._again.clicked.connect(self.check_wanted)
        self._back = make_button(self, name="readiness-back")
        self._back.clicked.connect(self.closed)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self._again)
        self._buttons.addWidget(self._back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._found = QVBoxLayout()
        self._page.add_group(self._title, self._summary)
        self._page.add_group(self._found)
        self._page.add_group(self._buttons)

    def show_readiness(self, view: ReadinessView) -> None:
        """Show what was found."""
        self._view = view
        self._render()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._title.setText(look.text("readiness.title"))
        self._again.setText(look.text("readiness.again"))
        self._back.setText(look.text("readiness.back"))
        self._buttons.setSpacing(look.gap)
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        set_state(self._summary, "role", _SUMMARY_ROLES[view.level])
        self._summary.setText(look.say(view.summary))
        self._again.setEnabled(not view.is_busy)
        old, self._lines = self._lines, self._made(view.findings, look)
        if old is not None:
            self._found.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._found.addWidget(self._lines)

    def _made(self, findings: tuple[FindingView, ...], look: Look) -> QWidget:
        lines = QFrame(self)
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.gap)
        grid.setVerticalSpacing(look.gap)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, finding in enumerate(findings):
            word = make_label(lines, role="mark")
            word.setWordWrap(False)
            set_state(word, "state", _STATES[finding.level])
            word.setText(look.say(finding.word))
            grid.addWidget(word, row, 0, top)
            words = QVBoxLayout()
            words.setSpacing(0)
            grid.addLayout(words, row, 1)
            name = make_label(lines, role="strong")
            name.setText(
                "　".join(filter(None, (look.say(finding.name), finding.value)))
            )
            words.addWidget(name)
            text = make_prose(lines, name=f"readiness-line-{row}")
            show_text(text, look.say(finding.advice))
            words.addWidget(text)
        return lines
