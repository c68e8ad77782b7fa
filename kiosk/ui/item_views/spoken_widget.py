"""Spoken answer: this version of the program cannot record one, and says so."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.roles import make_label


class SpokenWidget(QFrame):
    """A plain word; nothing to press."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "sound")
        column = QVBoxLayout(self)
        self._note = make_label(self, name="spoken-note")
        column.addWidget(self._note)

    def show_look(self, look: Look) -> None:
        """Show the word in this look."""
        self._note.setText(look.text("task.spoken_not_possible"))
