"""After the hand-in: the count, the receipt code, whether the server has it all (row 41)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.hand_in_view import ReceiptView
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.roles import make_label, make_prose, set_state, show_text


class ReceiptScreen(QWidget):
    """Shown once the hand-in is on this computer's disk; no act is possible here."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: ReceiptView | None = None
        self._look: Look | None = None
        self._page = CardPage(self)
        self._title = make_label(self, role="title", name="handed-in")
        self._reason = make_prose(self)
        self._count = make_label(self, role="strong", name="receipt-count")
        self._recordings = make_label(self, name="receipt-recordings")
        self._code_label = make_label(self)
        self._code = make_label(self, role="code", name="receipt-code")
        self._code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._delivery = make_label(self, role="warn", name="receipt-delivery")
        self._leave = make_label(self, role="note", name="receipt-leave")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.add_group(self._title, self._reason, self._count, self._recordings)
        self._page.add_field(self._code_label, self._code)
        self._page.add_group(self._delivery, self._leave)

    def show_receipt(self, view: ReceiptView) -> None:
        """Show the receipt; shown again when the server has everything."""
        self._view = view
        self._render()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._title.setText(look.text("receipt.title"))
        self._code_label.setText(look.text("receipt.code"))
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        self._reason.setText(look.say(view.reason))
        self._count.setText(
            look.text(
                "receipt.count",
                name=view.name,
                seat=view.seat_code,
                answered=view.answered_count,
                tasks=view.task_count,
            )
        )
        show_text(
            self._recordings,
            look.text("receipt.recordings", recordings=view.recordings)
            if view.recordings
            else "",
        )
        self._code.setText(view.code)
        is_there = view.is_delivered
        set_state(self._delivery, "role", "good" if is_there else "warn")
        self._delivery.setText(
            look.text("receipt.delivered" if is_there else "receipt.not_delivered")
        )
        self._leave.setText(
            look.text("receipt.may_leave" if is_there else "receipt.stay")
        )
