"""One option as a row: button, letter, content. The whole row can be pressed."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.ui.item_views.choice_signs import RoundSign, SquareSign
from kiosk.ui.item_views.content_widget import ContentWidget, MediaProvider
from kiosk.ui.look import Look
from kiosk.ui.widgets.roles import make_label, set_state
from question_bank.items.content import Block, plain_text


class OptionRow(QFrame):
    """Shows whether its button is on and whether the keyboard is at it."""

    def __init__(
        self, parent: QWidget, button: RoundSign | SquareSign, letter: str
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "option")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button = button
        self._letter = letter
        button.setParent(self)
        button.installEventFilter(self)
        button.toggled.connect(self._show_state)  # looks only; the answer is `clicked`
        self._row = QHBoxLayout(self)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        if letter:
            label = make_label(self, role="letter")
            label.setText(letter)
            label.setWordWrap(False)
            self._row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        self._content = ContentWidget(self)
        self._row.addWidget(self._content, 1)

    def show_content(
        self, content: tuple[Block, ...], media: MediaProvider, look: Look
    ) -> None:
        """Show what the option says."""
        self._row.setSpacing(look.gap)
        self._button.show_look(look)
        self._content.show_content(content, media, look)
        self._button.setAccessibleName(f"{self._letter} {plain_text(content)}".strip())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Press the button when the row is pressed beside it."""
        if (
            self.rect().contains(event.position().toPoint())
            and self._button.isEnabled()
        ):
            self._button.setFocus(Qt.FocusReason.MouseFocusReason)
            self._button.click()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the keyboard's way over the button."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_state(self, "focused", event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _show_state(self) -> None:
        set_state(self, "chosen", self._button.isChecked())
