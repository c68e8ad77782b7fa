"""Log-in by admission number, typed twice or scanned, and the ID number's tail (rows 1, 2)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.log_in_view import LogInView, TypedLogIn
from kiosk.ui.widgets.announce import tell_text
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.number_field import NumberField
from kiosk.ui.widgets.roles import make_button, make_label, set_state, show_text

MOST_NUMBER = 40


class LogInScreen(QWidget):
    """Shown by a paired seat at which nobody sits.

    Signals:
        log_in_wanted: The candidate asked: a `TypedLogIn`. Fields may be empty; the
            presenter says what then is shown.
        paste_tried: Somebody wanted to paste into a field.
        readiness_wanted: Somebody wants to know whether this computer is fit.
        staff_wanted: The proctor wants to work here without the server.
    """

    log_in_wanted = Signal(object)
    paste_tried = Signal()
    readiness_wanted = Signal()
    staff_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: LogInView | None = None
        self._look: Look | None = None
        self._is_scanned = False
        self._page = CardPage(self)
        self._seat = make_label(self, role="place", name="seat-code")
        self._session = make_label(self, role="strong", name="session-name")
        self._number_label = make_label(self)
        self._number = self._field("admission-number", most=MOST_NUMBER)
        self._again_label = make_label(self)
        self._again = self._field("admission-number-again", most=MOST_NUMBER)
        self._scanned = make_label(self, role="good", name="scanned")
        self._tail_label = make_label(self)
        self._tail = self._field("id-tail", most=MOST_NUMBER)
        self._problem = make_label(self, role="problem", name="log-in-problem")
        self._log_in = make_button(self, role="primary", name="log-in")
        self._log_in.clicked.connect(self._ask)
        self._package = make_label(self, role="quiet", name="package-state")
        self._server = make_label(self, role="quiet", name="server-state")
        self._staff = make_button(self, role="link", name="staff-entry")
        self._staff.clicked.connect(self.staff_wanted)
        self._check = make_button(self, role="link", name="check-computer")
        self._check.clicked.connect(self.readiness_wanted)
        self._number.entered.connect(self._on_number)
        self._number.textEdited.connect(lambda _: self._note_scan(is_scanned=False))
        self._again.entered.connect(lambda _: self._tail.setFocus())
        self._tail.entered.connect(lambda _: self._ask())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._seat, self._session)
        self._page.add_field(self._number_label, self._number)
        self._page.add_field(self._again_label, self._again, self._scanned)
        self._page.add_field(self._tail_label, self._tail)
        self._page.add_group(self._problem, self._log_in)
        self._page.add_group(self._foot(), self._staff)

    def show_log_in(self, view: LogInView) -> None:
        """Show seat, state and what was wrong; what is being typed stays."""
        old, self._view = self._view, view
        self._render()
        if old is None:
            self._number.setFocus()
        elif view.at_fault and (old.problem, old.at_fault) != (
            view.problem,
            view.at_fault,
        ):
            self._to_field(view.at_fault)

    def show_empty_fields(self) -> None:
        """Forget what was typed: for the next candidate."""
        for field in (self._number, self._again, self._tail):
            field.forget()
        self._note_scan(is_scanned=False)
        self._number.setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        for label, field, words in (
            (self._number_label, self._number, look.text("log_in.admission_number")),
            (self._again_label, self._again, look.text("log_in.again")),
        ):
            label.setText(words)
            field.setAccessibleName(words)
        self._number.setPlaceholderText(look.text("log_in.scan_hint"))
        self._scanned.setText(look.text("log_in.scanned"))
        self._staff.setText(look.text("staff.entry"))
        self._check.setText(look.text("readiness.title"))
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        self._seat.setText(look.text("seat.code", code=view.seat.seat_code))
        show_text(self._session, view.session_name)
        tail = look.text("log_in.id_tail", characters=view.id_tail_length)
        self._tail_label.setText(tail)
        self._tail.setAccessibleName(tail)
        tell_text(self._problem, look.say(view.problem))
        self._log_in.setText(
            look.text("log_in.asking") if view.is_busy else look.text("log_in.go")
        )
        for part in (self._number, self._again, self._tail, self._log_in):
            part.setEnabled(not view.is_busy)
        self._package.setText(look.say(view.package))
        self._server.setText(look.say(view.server))
        set_state(self._server, "near", view.is_server_silent)
        self._staff.setVisible(view.is_server_silent)
        self._note_scan(is_scanned=self._is_scanned)

    def _on_number(self, is_scanned: bool) -> None:
        self._note_scan(is_scanned=is_scanned)
        (self._tail if is_scanned else self._again).setFocus()

    def _note_scan(self, *, is_scanned: bool) -> None:
        self._is_scanned = is_scanned
        self._again_label.setVisible(not is_scanned)
        self._again.setVisible(not is_scanned)
        self._scanned.setVisible(is_scanned)

    def _to_field(self, name: str) -> None:
        for field in (self._number, self._again, self._tail):
            if field.objectName() == name and field.isVisible():
                field.setFocus()
                field.selectAll()
                self._page.bring_into_sight(self._problem, field)

    def _foot(self) -> QWidget:
        """Return paper and server in two lines, the way to the check behind them."""
        foot = QWidget(self)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._package)
        lines.addWidget(self._server)
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(lines, 1)
        row.addWidget(self._check)
        return foot

    def _field(self, name: str, *, most: int) -> NumberField:
        field = NumberField(self, name)
        field.setMaxLength(most)
        field.paste_tried.connect(self.paste_tried)
        return field

    def _ask(self) -> None:
        self.log_in_wanted.emit(
            TypedLogIn(
                number=self._number.text(),
                again=self._again.text(),
                id_tail=self._tail.text(),
                is_scanned=self._is_scanned,
            )
        )
