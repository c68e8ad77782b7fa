"""Pairing: the server's address, then the short code that the admin compares."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.pairing_view import PairingView
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.roles import (
    make_button,
    make_label,
    make_prose,
    set_state,
    show_text,
)


class PairingScreen(QWidget):
    """Shown by a seat that no server knows yet.

    Signals:
        pairing_wanted: A person asked to connect: the address as typed, trimmed.
    """

    pairing_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: PairingView | None = None
        self._look: Look | None = None
        self._page = CardPage(self)
        self._title = make_label(self, role="title")
        self._explanation = make_prose(self)
        self._address_label = make_label(self, role="strong")
        self._address = QLineEdit(self)
        self._address.setObjectName("pair-address")
        self._address.returnPressed.connect(self._ask)
        self._start = make_button(self, role="primary", name="pair-start")
        self._start.clicked.connect(self._ask)
        self._status = make_label(self, role="note", name="pair-status")
        self._code = make_label(self, role="code", name="pair-code")
        self._code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._compare = make_label(self, role="strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._title, self._explanation)
        self._page.add_field(self._address_label, self._address)
        self._page.add_group(self._start)
        self._page.add_group(self._status, self._code, self._compare)

    def show_pairing(self, view: PairingView) -> None:
        """Show a stage; what is being typed stays unless an address is given."""
        self._view = view
        if view.address and not self._address.text():
            self._address.setText(view.address)
        self._render()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._title.setText(look.text("pairing.title"))
        self._explanation.setText(look.text("pairing.explanation"))
        self._address_label.setText(look.text("pairing.address"))
        self._address.setAccessibleName(look.text("pairing.address"))
        self._address.setPlaceholderText(look.text("pairing.address_example"))
        self._start.setText(look.text("pairing.start"))
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view = self._view
        self._address.setEnabled(view.can_edit)
        self._start.setEnabled(view.can_edit)
        show_text(self._status, self._look.say(view.status))
        set_state(self._status, "role", "problem" if view.is_problem else "note")
        show_text(self._code, view.code)
        compare = self._look.text("pairing.compare") if view.code else ""
        show_text(self._compare, compare)
        for part in (
            self._explanation,
            self._address_label,
            self._address,
            self._start,
        ):
            part.setHidden(bool(view.code))
        if view.can_edit:
            self._address.setFocus()

    def _ask(self) -> None:
        self.pairing_wanted.emit(self._address.text().strip())
