"""A strip above the screen that stays until it is read, or until its cause is over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.roles import make_button, make_label, make_prose, show_text


class Banner(QFrame):
    """One strip of one tone; what comes up is read aloud to who has a screen reader.

    Signals:
        acknowledged: The person pressed "read".
    """

    acknowledged = Signal()

    def __init__(
        self, parent: QWidget, name: str, tone: str, *, can_acknowledge: bool
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "banner")
        self.setProperty("tone", tone)
        self._tone = tone
        self._title = make_label(self, role="strong")
        self._text = make_prose(self, name=f"{name}-text")
        self._read = make_button(self, role="tool", name=f"{name}-read")
        self._read.clicked.connect(self._on_read)
        self._words = QVBoxLayout()
        self._words.addWidget(self._title)
        self._words.addWidget(self._text)
        self._row = QHBoxLayout(self)
        self._row.addLayout(self._words, 1)
        self._row.addWidget(self._read, 0, Qt.AlignmentFlag.AlignVCenter)
        self._read.setVisible(can_acknowledge)
        self.hide()

    def show_words(self, title: str, text: str) -> None:
        """Show the strip; an empty text takes it away."""
        is_news = bool(text) and (self.isHidden() or text != self._text.text())
        show_text(self._title, title)
        self._text.setText(text)
        self.setVisible(bool(text))
        if is_news:
            spoken = f"{title} {text}".strip()
            announce(self, spoken, is_urgent=self._tone == "bad")

    def show_look(self, look: Look) -> None:
        """Show the button in this look."""
        pad = look.gap // 2
        self._row.setContentsMargins(look.gap, pad, look.gap, pad)
        self._row.setSpacing(look.gap)
        self._words.setSpacing(pad)
        self._read.setText(look.text("banner.read"))

    def _on_read(self) -> None:
        self.hide()
        self.acknowledged.emit()
