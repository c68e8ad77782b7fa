"""The own screen covered by the candidate: name and time only, and the way back (row 36)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.return_view import CoveredView
from kiosk.ui.widgets.announce import tell_text
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.number_field import NumberField
from kiosk.ui.widgets.roles import make_button, make_label, make_prose, show_text


class CoveredScreen(QWidget):
    """No content of the exam stands here.

    Signals:
        return_wanted: The numbers of the log-in, as typed: admission number, ID tail.
    """

    return_wanted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: CoveredView | None = None
        self._look: Look | None = None
        self._page = CardPage(self)
        self._title = make_label(self, role="title", name="covered")
        self._name = make_label(self, role="strong", name="covered-name")
        self._left = make_label(self, role="strong", name="covered-left")
        self._text = make_prose(self)
        self._help = make_prose(self, role="quiet")
        self._number_label = make_label(self)
        self._number = NumberField(self, "covered-number")
        self._tail_label = make_label(self)
        self._tail = NumberField(self, "covered-tail")
        self._problem = make_label(self, role="problem", name="covered-problem")
        self._wait = make_label(self, role="warn", name="covered-wait")
        self._back = make_button(self, role="primary", name="covered-back")
        self._back.clicked.connect(self._send)
        self._number.entered.connect(lambda _: self._on_number())
        self._tail.entered.connect(lambda _: self._send())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._title, self._name, self._left)
        self._page.add_group(self._text, self._help)
        self._page.add_field(self._number_label, self._number)
        self._page.add_field(self._tail_label, self._tail)
        self._page.add_group(self._problem, self._wait, self._back)

    def show_covered(self, view: CoveredView) -> None:
        """Show who left and how much time there is; what is typed stays."""
        if view != self._view:
            self._view = view
            self._render()

    def show_empty_fields(self) -> None:
        """Forget what was typed."""
        self._number.forget()
        self._tail.forget()
        self._number.setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._title.setText(look.text("covered.title"))
        self._text.setText(look.text("covered.text"))
        self._help.setText(look.text("covered.help"))
        number = look.text("covered.number")
        self._number_label.setText(number)
        self._number.setAccessibleName(number)
        self._back.setText(look.text("covered.back"))
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        self._name.setText(view.name)
        show_text(self._left, look.text("covered.left", time=view.left))
        tail = look.text("covered.tail", characters=view.tail_length)
        self._tail_label.setText(tail)
        self._tail.setAccessibleName(tail)
        for part in (self._tail_label, self._tail):
            part.setVisible(bool(view.tail_length))
        tell_text(self._problem, look.say(view.problem))
        show_text(self._wait, look.say(view.wait))
        self._back.setEnabled(view.wait is None)

    def _on_number(self) -> None:
        if self._tail.isVisible():
            self._tail.setFocus()
        else:
            self._send()

    def _send(self) -> None:
        if self._back.isEnabled():
            self.return_wanted.emit(self._number.text(), self._tail.text())
