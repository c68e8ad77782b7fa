"""Log-in by admission number and the last characters of the ID number (row 1)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.log_in_view import LogInView
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.roles import make_button, make_label, set_state, show_text


class LogInScreen(QWidget):
    """Shown by a paired seat at which nobody sits.

    Signals:
        log_in_wanted: The candidate asked: admission number, tail of the ID number.
            Either may be empty; the presenter says what then is shown.
    """

    log_in_wanted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: LogInView | None = None
        self._look: Look | None = None
        self._page = CardPage(self)
        self._place = make_label(self, role="quiet", name="site-and-room")
        self._seat = make_label(self, role="place", name="seat-code")
        self._session = make_label(self, role="strong", name="session-name")
        self._number_label = make_label(self)
        self._number = self._field("admission-number")
        self._number.setMaxLength(40)
        self._tail_label = make_label(self)
        self._tail = self._field("id-tail")
        self._number.returnPressed.connect(self._tail.setFocus)
        self._tail.returnPressed.connect(self._ask)
        self._problem = make_label(self, role="problem", name="log-in-problem")
        self._log_in = make_button(self, role="primary", name="log-in")
        self._log_in.clicked.connect(self._ask)
        self._package = make_label(self, role="quiet", name="package-state")
        self._server = make_label(self, role="quiet", name="server-state")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._place, self._seat, self._session)
        self._page.add_group(self._number_label, self._number)
        self._page.add_group(self._tail_label, self._tail)
        self._page.add_group(self._problem, self._log_in)
        self._page.add_group(self._package, self._server)

    def show_log_in(self, view: LogInView) -> None:
        """Show seat, state and what was wrong; what is being typed stays."""
        is_first = self._view is None
        self._view = view
        self._tail.setMaxLength(view.id_tail_length)
        self._render()
        if is_first:
            self._number.setFocus()

    def show_empty_fields(self) -> None:
        """Forget what was typed: for the next candidate."""
        self._number.clear()
        self._tail.clear()
        self._number.setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._number_label.setText(look.text("log_in.admission_number"))
        self._number.setAccessibleName(look.text("log_in.admission_number"))
        self._log_in.setText(look.text("log_in.go"))
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        place = (view.seat.site_name, view.seat.room_name)
        show_text(self._place, " · ".join(part for part in place if part))
        self._seat.setText(look.text("seat.code", code=view.seat.seat_code))
        show_text(self._session, view.session_name)
        tail = look.text("log_in.id_tail", characters=view.id_tail_length)
        self._tail_label.setText(tail)
        self._tail.setAccessibleName(tail)
        show_text(self._problem, look.say(view.problem))
        self._log_in.setText(
            look.text("log_in.asking") if view.is_busy else look.text("log_in.go")
        )
        for part in (self._number, self._tail, self._log_in):
            part.setEnabled(not view.is_busy)
        self._package.setText(look.say(view.package))
        self._server.setText(look.say(view.server))
        set_state(self._server, "near", view.is_server_silent)

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        # Numbers and Latin letters: an input method that composes would only stand in the way.
        field.setInputMethodHints(
            Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText
        )
        return field

    def _ask(self) -> None:
        self.log_in_wanted.emit(
            self._number.text().strip(), self._tail.text().strip().upper()
        )
