"""The scratch pad (row 38): kept with the paper, never marked."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.item_views.answer_field import AnswerField
from kiosk.ui.item_views.own_clipboard import OwnClipboard
from kiosk.ui.look import Look
from kiosk.ui.presenters.aids import fitting_notes
from kiosk.ui.presenters.message import Message, message
from kiosk.ui.widgets.roles import make_label, show_text
from question_bank.formats.entry_bodies import LONGEST_NOTES

FIELD_HEIGHT = 160
"""Pixels at 100 %, at the least."""


class NotesPanel(QWidget):
    """One field.

    Signals:
        edited: The notes were changed: all of them.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget, clipboard: OwnClipboard) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._told: Message | None = None
        self._known = ""
        self._rule = make_label(self, role="quiet", name="notes-rule")
        self._field = AnswerField(self, clipboard, fitting_notes)
        self._field.setObjectName("notes-field")
        self._field.textChanged.connect(self._on_change)
        self._field.told.connect(self._tell)
        self._note = make_label(self, role="note", name="notes-note")
        self._note.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._rule)
        self._column.addWidget(self._field, 1)
        self._column.addWidget(self._note)

    def show_notes(self, text: str) -> None:
        """Show the notes of before; not a new entry."""
        if text != self._field.toPlainText():
            self._known = text
            self._field.setPlainText(text)
            self._field.moveCursor(QTextCursor.MoveOperation.End)

    def show_look(self, look: Look) -> None:
        """Show everything in this look; what is written stays."""
        self._look = look
        self._column.setSpacing(look.tight_gap)
        self._rule.setText(look.text("notes.rule"))
        self._field.setAccessibleName(look.text("notes.field"))
        self._field.setPlaceholderText(look.text("notes.placeholder"))
        self._field.setMinimumHeight(look.scale.room(FIELD_HEIGHT))
        self._field.show_look(look)
        self._tell(self._told)

    def focus_first(self) -> None:
        """Let the keyboard be in the field."""
        self._field.setFocus()

    def finish_typing(self) -> None:
        """Take what the input method composes into the notes."""
        self._field.finish_typing()

    def _on_change(self) -> None:
        text = self._field.toPlainText()
        if text == self._known:
            return
        self._known = text
        self._tell(message("notes.full") if len(text) >= LONGEST_NOTES else None)
        self.edited.emit(text)

    def _tell(self, told: Message | None) -> None:
        self._told = told
        show_text(self._note, self._look.say(told) if self._look is not None else "")
