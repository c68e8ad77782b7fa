"""Staff only: answers onto a USB stick, or a sitting back from one (row 50)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.stick_view import StickStage, StickView
from kiosk.ui.widgets.card_page import CardPage
from kiosk.ui.widgets.roles import make_button, make_label, make_prose, set_state
from kiosk.ui.widgets.row_button import make_row_button

_STATUS_ROLES = {StickStage.DONE: "good", StickStage.FAILED: "problem"}


class StickScreen(QWidget):
    """Lists what can be chosen; one press does it.

    Signals:
        row_chosen: Index of the row.
        closed: Back to where the staff came from.
    """

    row_chosen = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stick")
        self._view: StickView | None = None
        self._look: Look | None = None
        self._rows: list[QPushButton] = []
        self._page = CardPage(self)
        self._title = make_label(self, role="title", name="stick-title")
        self._text = make_prose(self, name="stick-text")
        self._status = make_prose(self, role="note", name="stick-status")
        self._list = QVBoxLayout()
        self._back = make_button(self, name="stick-back")
        self._back.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        for label in (self._title, self._text, self._status):
            self._page.column.addWidget(label)
        self._page.column.addLayout(self._list)
        self._page.column.addWidget(self._back)

    def show_stick(self, view: StickView) -> None:
        """Show what is on the stick, or how far it is."""
        self._view = view
        self._render()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._page.show_look(look)
        self._list.setSpacing(look.gap)
        self._back.setText(look.text("stick.back"))
        self._render()

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        self._title.setText(look.say(view.title))
        self._text.setText(look.say(view.explanation))
        set_state(self._status, "role", _STATUS_ROLES.get(view.stage, "note"))
        self._status.setText(look.say(view.status))
        self._status.setVisible(view.status is not None)
        self._render_rows(tuple(look.say(row) for row in view.rows))
        self._back.setEnabled(view.stage is not StickStage.BUSY)

    def _render_rows(self, texts: tuple[str, ...]) -> None:
        while len(self._rows) > len(texts):
            row = self._rows.pop()
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(texts):
            self._rows.append(self._made(len(self._rows)))
        for row, text in zip(self._rows, texts, strict=True):
            row.setText(text)
            set_state(row, "role", "primary" if len(texts) == 1 else "plain")

    def _made(self, index: int) -> QPushButton:
        row = make_row_button(self, name=f"stick-row-{index}")
        row.clicked.connect(lambda: self.row_chosen.emit(index))
        self._list.addWidget(row)
        return row
