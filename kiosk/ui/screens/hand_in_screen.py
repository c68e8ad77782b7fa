"""Handing in: the counts, what is open, then two confirmations on the page (row 16)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.hand_in_view import HandInView
from kiosk.ui.presenters.question_list import ListEntryView
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.roles import make_button, make_label, set_state, show_text


class HandInScreen(QWidget):
    """Two steps, one after the other; going back is always the easier one.

    Signals:
        hand_in_confirmed: The candidate confirmed twice.
        back_wanted: The candidate goes back to answering.
        task_wanted: The candidate goes back to one task: its id.
    """

    hand_in_confirmed = Signal()
    back_wanted = Signal()
    task_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: HandInView | None = None
        self._look: Look | None = None
        self._is_second = False
        self._page = CardPage(self)
        self._title = make_label(self, role="title", name="hand-in-title")
        self._counts = make_label(self, role="good", name="hand-in-counts")
        self._unanswered = NumberRow(self, "unanswered")
        self._unrecorded = make_label(self, role="warn", name="hand-in-unrecorded")
        self._unheard = NumberRow(self, "unheard")
        self._ahead = NumberRow(self, "ahead")
        self._closed = NumberRow(self, "closed")
        self._marked = NumberRow(self, "marked")
        self._early = make_label(self, role="warn", name="hand-in-early")
        self._question = make_label(self, role="warn", name="hand-in-question")
        self._back = make_button(self, role="primary", name="hand-in-back")
        self._back.clicked.connect(self.back_wanted)
        self._first = make_button(self, name="hand-in-confirm-1")
        self._first.clicked.connect(self._go_to_second)
        self._second = make_button(self, role="danger", name="hand-in-confirm-2")
        self._second.clicked.connect(self.hand_in_confirmed)
        for row in (self._unanswered, self._unheard, self._marked):
            row.task_wanted.connect(self.task_wanted)
        self._ways = FlowRow(self)
        for button in (self._back, self._first, self._second):
            self._ways.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._title, self._counts)
        self._page.add_group(self._unanswered, self._unrecorded)
        self._page.add_group(self._unheard)
        self._page.add_group(self._ahead)
        self._page.add_group(self._closed)
        self._page.add_group(self._marked)
        self._page.add_group(self._early, self._question)
        self._page.add_group(self._ways)

    def show_hand_in(self, view: HandInView) -> None:
        """Show the counts, and the first of the two steps."""
        self._view = view
        self._is_second = False
        self._render()
        self._back.setFocus()

    def show_opens_in(self, view: HandInView) -> None:
        """Show the same counts later, without going back a step."""
        self._view = view
        self._render()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._ways.set_gaps(look.gap)
        self._back.setText(look.text("hand_in.back"))
        self._first.setText(look.text("hand_in.first"))
        self._second.setText(look.text("hand_in.second"))
        self._render()

    def _go_to_second(self) -> None:
        self._is_second = True
        self._render()
        self._back.setFocus()
        self._page.bring_into_sight(self._question, self._ways)

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look, second = self._view, self._look, self._is_second
        self._title.setText(
            look.text("hand_in.title_2" if second else "hand_in.title_1")
        )
        self._counts.setText(
            look.text(
                "hand_in.counts",
                answered=view.answered_count,
                unanswered=view.unanswered_count,
                marked=view.marked_count,
            )
        )
        set_state(self._counts, "role", "warn" if view.unanswered_count else "good")
        words = look.text("hand_in.unanswered")
        self._unanswered.show_numbers(words, view.unanswered, look)
        count = view.unrecorded_count
        words = look.text("hand_in.unrecorded", count=count) if count else ""
        show_text(self._unrecorded, words)
        self._unheard.show_numbers(look.text("hand_in.unheard"), view.unheard, look)
        self._ahead.show_numbers(look.text("hand_in.ahead"), view.ahead, look)
        self._closed.show_numbers(look.text("hand_in.closed"), view.closed, look)
        self._marked.show_numbers(look.text("hand_in.marked"), view.marked, look)
        show_text(self._early, look.say(view.opens_in))
        show_text(self._question, look.text("hand_in.question") if second else "")
        self._first.setVisible(not second)
        self._first.setEnabled(view.opens_in is None)
        self._second.setVisible(second)
        self._second.setEnabled(view.opens_in is None)


class NumberRow(QWidget):
    """A word and the numbers of tasks; each leads there, named `go-<kind>-<task_id>`.

    Signals:
        task_wanted: A number was pressed: its task id.
    """

    task_wanted = Signal(str)

    def __init__(self, parent: QWidget, kind: str) -> None:
        super().__init__(parent)
        self._kind = kind
        self._shown: tuple[ListEntryView, ...] = ()
        self._words = make_label(self)
        self._flow = FlowRow(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._words)
        self._column.addWidget(self._flow)

    def show_numbers(
        self, words: str, entries: tuple[ListEntryView, ...], look: Look
    ) -> None:
        """Show the numbers; none of them takes no room."""
        self._words.setText(words)
        self._column.setSpacing(look.gap // 2)
        self._flow.set_gaps(look.gap // 2)
        self.setVisible(bool(entries))
        if entries != self._shown:
            self._build(entries)
        for button, entry in zip(self._flow.widgets, entries, strict=True):
            name = look.text("hand_in.go_to", number=entry.number)
            button.setAccessibleName(name)

    def _build(self, entries: tuple[ListEntryView, ...]) -> None:
        self._flow.clear()
        for entry in entries:
            name = f"go-{self._kind}-{entry.task_id}"
            button = make_button(self, role="number", name=name)
            button.setText(str(entry.number))
            button.setEnabled(entry.is_open)
            button.setProperty("task_id", entry.task_id)
            button.clicked.connect(self._on_click)
            self._flow.add(button)
        self._shown = entries

    def _on_click(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.task_wanted.emit(str(pressed.property("task_id")))
