"""The list of tasks by section: number, sign, and what each sign means (row 14)."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.message import Message, message
from kiosk.ui.presenters.question_list import ListEntryView, QuestionListView
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.roles import make_button, make_label, set_state

ANSWERED_SIGN = "✓"
MARKED_SIGN = "⚑"


class QuestionListPanel(QFrame):
    """One button a task, named `list-<task_id>`.

    Signals:
        task_wanted: The candidate pressed a number: its task id.
    """

    task_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("list-card")
        self._look: Look | None = None
        self._view: QuestionListView | None = None
        self._buttons: dict[str, QPushButton] = {}
        self._shown: dict[str, ListEntryView] = {}
        self._flows: list[FlowRow] = []
        self._sections: list[QVBoxLayout] = []
        self._title = make_label(self, role="strong")
        self._counts = make_label(self, role="quiet", name="list-counts")
        self._legend = make_label(self, role="quiet")
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self._counts)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self._legend)

    def show_questions(self, view: QuestionListView) -> None:
        """Show the list; only another set of tasks makes new buttons."""
        is_same = [entry.task_id for entry in view.entries] == list(self._buttons)
        self._view = view
        if not is_same:
            self._build(view)
        self._render()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._shown.clear()  # their words are of another language now
        self._column.setSpacing(look.gap // 2)
        self._column.setContentsMargins(look.gap, look.gap, look.gap, look.gap)
        for section in self._sections:
            section.setSpacing(look.gap // 2)
        for flow in self._flows:
            flow.set_gaps(look.gap // 2)
        self._title.setText(look.text("list.title"))
        self._legend.setText(
            look.text("list.legend", answered=ANSWERED_SIGN, marked=MARKED_SIGN)
        )
        self._render()

    def _build(self, view: QuestionListView) -> None:
        inner = QWidget(self)
        inner.setObjectName("list-inner")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        self._buttons, self._flows, self._sections = {}, [], [rows]
        self._shown.clear()
        for section in view.sections:
            title = make_label(inner, role="quiet")
            title.setText(section.title)
            rows.addWidget(title)
            flow = FlowRow(inner)
            for entry in section.entries:
                button = make_button(inner, role="number", name=f"list-{entry.task_id}")
                button.clicked.connect(self._on_click)
                button.setProperty("task_id", entry.task_id)
                flow.add(button)
                self._buttons[entry.task_id] = button
            rows.addWidget(flow)
            self._flows.append(flow)
        rows.addStretch(1)
        self._scroll.setWidget(inner)
        if self._look is not None:
            self.show_look(self._look)

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        look = self._look
        self._counts.setText(
            look.text(
                "list.counts",
                answered=self._view.answered,
                unanswered=self._view.unanswered,
                marked=self._view.marked,
            )
        )
        for entry in self._view.entries:
            if self._shown.get(entry.task_id) != entry:
                self._show_entry(self._buttons[entry.task_id], entry, look)
                self._shown[entry.task_id] = entry
        # Buttons have no places before the layout ran: the list is scrolled after it.
        QTimer.singleShot(0, self._scroll_to_current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current number in sight."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self._scroll_to_current)

    def _scroll_to_current(self) -> None:
        for entry in self._view.entries if self._view is not None else ():
            if entry.is_current:
                button = self._buttons[entry.task_id]
                self._scroll.ensureWidgetVisible(button, 0, button.height())

    def _show_entry(
        self, button: QPushButton, entry: ListEntryView, look: Look
    ) -> None:
        signs = (ANSWERED_SIGN if entry.is_answered else "") + (
            MARKED_SIGN if entry.is_marked else ""
        )
        button.setText(f"{entry.number}{signs}")
        button.setAccessibleName(look.say(_spoken(entry)))
        button.setEnabled(entry.is_open)
        set_state(button, "answered", entry.is_answered)
        set_state(button, "marked", entry.is_marked)
        set_state(button, "current", entry.is_current)

    def _on_click(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.task_wanted.emit(str(pressed.property("task_id")))


def _spoken(entry: ListEntryView) -> Message:
    match entry.is_answered, entry.is_marked:
        case True, True:
            return message("list.answered_marked", number=entry.number)
        case True, False:
            return message("list.answered", number=entry.number)
        case False, True:
            return message("list.open_marked", number=entry.number)
        case _:
            return message("list.open", number=entry.number)
