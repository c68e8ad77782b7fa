"""Is this you? Photo, name, form of address, admission number (row 1)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.log_in_view import ConfirmView
from kiosk.ui.widgets.announce import tell_text
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.photo import Photo
from kiosk.ui.widgets.roles import make_button, make_label, show_text


class ConfirmScreen(QWidget):
    """Shown after the server knew the candidate, before the seat takes the sitting.

    Signals:
        confirmed: The candidate says: this is me.
        refused: The candidate says: this is not me.
    """

    confirmed = Signal()
    refused = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: ConfirmView | None = None
        self._look: Look | None = None
        self._page = CardPage(self)
        self._title = make_label(self, role="title")
        self._photo = Photo(self)
        self._name = make_label(self, role="title", name="candidate-name")
        self._address = make_label(self, name="form-of-address")
        self._number = make_label(self, name="candidate-number")
        self._seat = make_label(self, role="quiet")
        self._problem = make_label(self, role="problem", name="confirm-problem")
        self._confirm = make_button(self, role="primary", name="confirm-identity")
        self._confirm.clicked.connect(self.confirmed)
        self._refuse = make_button(self, name="not-me")
        self._refuse.clicked.connect(self.refused)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._words = QVBoxLayout()
        for label in (self._name, self._address, self._number, self._seat):
            self._words.addWidget(label)
        self._words.addStretch(1)
        self._person = QHBoxLayout()
        self._person.addWidget(self._photo.label, 0, Qt.AlignmentFlag.AlignTop)
        self._person.addLayout(self._words, 1)
        self._buttons = FlowRow(self)
        self._buttons.add(self._confirm)
        self._buttons.add(self._refuse)
        self._page.add_group(self._title, self._person)
        self._page.add_group(self._problem)
        self._page.add_group(self._buttons)

    def show_confirm(self, view: ConfirmView) -> None:
        """Show the person; the keyboard is at the confirmation."""
        self._view = view
        self._render()
        if not view.is_busy:
            self._confirm.setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._person.setSpacing(look.wide_gap)
        self._words.setSpacing(look.gap)
        self._buttons.set_gaps(look.gap)
        self._title.setText(look.text("confirm.title"))
        self._confirm.setText(look.text("confirm.yes"))
        self._refuse.setText(look.text("confirm.no"))
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        person = view.person
        self._photo.show_photo(person.photo, look)
        self._name.setText(person.name)
        address = person.form_of_address
        show_text(
            self._address,
            look.text("confirm.address", address=address) if address else "",
        )
        number = look.text("confirm.number", number=person.admission_number)
        self._number.setText(number)
        self._seat.setText(
            look.text(
                "confirm.seat", room=view.seat.room_name, code=view.seat.seat_code
            )
        )
        tell_text(self._problem, look.say(view.problem))
        self._confirm.setEnabled(not view.is_busy)
        self._refuse.setEnabled(not view.is_busy)
