"""Trying keyboard and input method with a sentence, before it matters (row 5)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.input_check_view import (
    InputCheckPage,
    input_check_view,
    method_name,
)
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.roles import (
    make_button,
    make_label,
    make_prose,
    set_state,
    show_text,
)

MOST_TYPED = 60


class InputCheckScreen(QWidget):
    """One sentence, one field. What is typed here is kept nowhere.

    Signals:
        passed: The sentence was typed, and the candidate goes on.
        skipped: It does not work; the candidate wants the proctor and goes on.
    """

    passed = Signal()
    skipped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page_view: InputCheckPage | None = None
        self._look: Look | None = None
        self._page = CardPage(self)
        self._step = make_label(self, role="quiet", name="input-step")
        self._title = make_label(self, role="title", name="input-title")
        self._intro = make_label(self)
        self._sentence = make_label(self, role="strong", name="input-sentence")
        self._field = QLineEdit(self)
        self._field.setObjectName("input-field")
        self._field.setMaxLength(MOST_TYPED)
        self._field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._field.textChanged.connect(lambda _: self._render())
        self._field.returnPressed.connect(self._on_enter)
        self._hint = make_label(self, role="note", name="input-hint")
        self._method = make_label(self, name="input-method")
        self._switch = make_prose(self, role="quiet")
        self._next = make_button(self, role="primary", name="input-next")
        self._next.clicked.connect(self.passed)
        self._skip = make_button(self, name="input-skip")
        self._skip.clicked.connect(self.skipped)
        self._buttons = FlowRow(self)
        self._buttons.add(self._next)
        self._buttons.add(self._skip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._step, self._title)
        self._page.add_group(self._intro, self._sentence, self._field, self._hint)
        self._page.add_group(self._method, self._switch)
        self._page.add_group(self._buttons)
        QGuiApplication.inputMethod().localeChanged.connect(self._render)

    def show_check(self, page: InputCheckPage) -> None:
        """Begin anew with an empty field."""
        self._page_view = page
        self._field.clear()
        self._render()
        self._field.setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._buttons.set_gaps(look.gap)
        self._title.setText(look.text("input.title"))
        self._intro.setText(look.text("input.intro"))
        self._sentence.setText(look.text("input.sentence"))
        self._field.setAccessibleName(look.text("input.field"))
        self._field.setPlaceholderText(look.text("input.field"))
        self._switch.setText(look.text("input.switch"))
        self._next.setText(look.text("input.go_on"))
        self._skip.setText(look.text("input.skip"))
        self._render()

    def _render(self) -> None:
        if self._page_view is None or self._look is None:
            return
        look = self._look
        view = input_check_view(self._field.text(), self._sentence.text())
        self._step.setText(look.say(self._page_view.step.words))
        role = "good" if view.is_right else "warn" if view.is_wrong else "note"
        set_state(self._hint, "role", role)
        show_text(self._hint, look.say(view.hint))
        language = QGuiApplication.inputMethod().locale().name()[:2]
        method = method_name(language)
        show_text(
            self._method,
            look.text("input.method", name=look.say(method)) if method else "",
        )
        if view.is_right and not self._next.isEnabled():
            self._page.bring_into_sight(self._next, self._field)
        self._next.setEnabled(view.is_right)
        self._skip.setVisible(not view.is_right)

    def _on_enter(self) -> None:
        if self._next.isEnabled():
            self.passed.emit()
