"""The list of tasks by section: number, sign, filters, what each sign means (row 14).

Tab comes to one number only, that of the task on the screen; arrows lead to the others.
"""

from types import MappingProxyType

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kiosk.ui.look import Look
from kiosk.ui.presenters.message import Message, message
from kiosk.ui.presenters.question_list import (
    ListEntryView,
    ListFilter,
    QuestionListView,
    is_listed,
)
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.roles import make_button, make_label, set_state, show_text

ANSWERED_SIGN = "✓"
MARKED_SIGN = "★"

_FILTERS = MappingProxyType(
    {
        ListFilter.ALL: "list.filter_all",
        ListFilter.UNANSWERED: "list.filter_unanswered",
        ListFilter.MARKED: "list.filter_marked",
    }
)
_NONE = MappingProxyType(
    {
        ListFilter.ALL: "",
        ListFilter.UNANSWERED: "list.none_unanswered",
        ListFilter.MARKED: "list.none_marked",
    }
)
_STEPS = MappingProxyType(
    {
        Qt.Key.Key_Left: -1,
        Qt.Key.Key_Up: -1,
        Qt.Key.Key_Right: 1,
        Qt.Key.Key_Down: 1,
    }
)


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
        self._titles: list[QLabel] = []
        self._sections: list[QVBoxLayout] = []
        self._filter = ListFilter.ALL
        self._filters = FlowRow(self)
        self._choices: dict[ListFilter, QPushButton] = {}
        for wanted in ListFilter:
            button = make_button(self, role="tab", name=f"filter-{wanted}")
            button.setProperty("filter", str(wanted))
            button.clicked.connect(self._on_filter)
            self._filters.add(button)
            self._choices[wanted] = button
        self._none = make_label(self, role="quiet", name="list-none")
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
        self._column.addWidget(self._filters)
        self._column.addWidget(self._none)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self._legend)

    def show_questions(self, view: QuestionListView) -> None:
        """Show the list; only another set of tasks makes new buttons."""
        is_same = [entry.task_id for entry in view.entries] == list(self._buttons)
        self._view = view
        if not is_same:
            self._build(view)
        self._render()

    def show_all(self) -> None:
        """Take the filter away: another sitting begins."""
        self._filter = ListFilter.ALL
        self._render()

    def focus_list(self) -> None:
        """Let the keyboard be at the number of the task on the screen."""
        for button in self._buttons.values():
            if button.focusPolicy() == Qt.FocusPolicy.StrongFocus:
                button.setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._filters.set_gaps(look.tight_gap)
        self._filters.setAccessibleName(look.text("list.filters"))
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
        self._titles = []
        self._shown.clear()
        for section in view.sections:
            title = make_label(inner, role="quiet")
            rows.addWidget(title)
            self._titles.append(title)
            flow = FlowRow(inner)
            for entry in section.entries:
                button = make_button(inner, role="number", name=f"list-{entry.task_id}")
                button.clicked.connect(self._on_click)
                button.installEventFilter(self)
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
        view = self._view
        everything = view.count(ListFilter.ALL)
        self._counts.setText(
            look.text("list.counts", answered=view.answered, all=everything)
        )
        for wanted, button in self._choices.items():
            button.setText(look.text(_FILTERS[wanted], count=view.count(wanted)))
            set_state(button, "on", wanted is self._filter)
        for entry in view.entries:
            if self._shown.get(entry.task_id) != entry:
                self._show_entry(self._buttons[entry.task_id], entry, look)
                self._shown[entry.task_id] = entry
        self._show_listed(view, look)
        # Buttons have no places before the layout ran: the list is scrolled after it.
        QTimer.singleShot(0, self._scroll_to_current)

    def _show_listed(self, view: QuestionListView, look: Look) -> None:
        rows = zip(view.sections, self._titles, self._flows, strict=True)
        for section, title, flow in rows:
            words = section.title
            if section.is_closed:
                words = look.text("list.section_closed", title=words)
            title.setText(words)
            listed = [is_listed(entry, self._filter) for entry in section.entries]
            for entry, is_shown in zip(section.entries, listed, strict=True):
                _show(self._buttons[entry.task_id], is_shown=is_shown)
            _show(title, is_shown=any(listed))
            _show(flow, is_shown=any(listed))
        is_empty = not view.count(self._filter)
        none = look.text(_NONE[self._filter]) if _NONE[self._filter] else ""
        show_text(self._none, none if is_empty else "")
        self._show_tab_stop(view)

    def _show_tab_stop(self, view: QuestionListView) -> None:
        reached = [e for e in view.entries if e.is_open and is_listed(e, self._filter)]
        stop = next(
            (e for e in reached if e.is_current), reached[0] if reached else None
        )
        for task_id, button in self._buttons.items():
            is_stop = stop is not None and task_id == stop.task_id
            strong, click = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(strong if is_stop else click)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead the arrow keys from number to number."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if step is not None and is_plain:
                self._step(watched, step)
                return True
        return super().eventFilter(watched, event)

    def _step(self, start: QObject, step: int) -> None:
        reached = [b for b in self._buttons.values() if b.isVisible() and b.isEnabled()]
        if start in reached:
            index = reached.index(start) + step
            button = reached[max(0, min(index, len(reached) - 1))]
            button.setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(button, 0, button.height())

    def _on_filter(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self._filter = ListFilter(str(pressed.property("filter")))
            self._render()

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
        spoken = look.say(_spoken(entry))
        if not entry.is_open:
            spoken = look.text("list.closed", state=spoken)
        button.setAccessibleName(spoken)
        button.setEnabled(entry.is_open)
        set_state(button, "answered", entry.is_answered)
        set_state(button, "marked", entry.is_marked)
        set_state(button, "current", entry.is_current)

    def _on_click(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.task_wanted.emit(str(pressed.property("task_id")))


def _show(widget: QWidget, *, is_shown: bool) -> None:
    """Show or hide; saying what is so already would cost a layout of its own."""
    if widget.isHidden() is is_shown:
        widget.setVisible(is_shown)


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
