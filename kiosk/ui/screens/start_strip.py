"""The exam has begun while somebody is still at the checks: a strip with the way in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.message import Message
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.roles import make_button, make_label


class StartStrip(QFrame):
    """Stands above the check screens; nothing is hidden under it.

    Signals:
        start_wanted: The candidate begins now.
    """

    start_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("start-strip")
        self.setProperty("role", "banner")
        self.setProperty("tone", "warn")
        self._message: Message | None = None
        self._look: Look | None = None
        self._text = make_label(self, role="strong", name="start-strip-text")
        self._start = make_button(self, name="start-now")
        self._start.clicked.connect(self.start_wanted)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._start, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_start(self, message: Message | None) -> None:
        """Say that the exam has begun; None takes the strip away."""
        begins = self._message is None and message is not None
        self._message = message
        self._render()
        if begins:  # not again each minute
            announce(self, self._text.text(), is_urgent=True)

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        pad = look.gap // 2
        self._row.setContentsMargins(look.gap, pad, look.gap, pad)
        self._row.setSpacing(look.gap)
        self._start.setText(look.text("start.now"))
        self._render()

    def _render(self) -> None:
        if self._look is None:
            return
        self._text.setText(self._look.say(self._message))
        self.setVisible(self._message is not None)
