"""A plain text field that lets in no more than its limit, at the moment of entry.

Cutting afterwards would fight with undo; so keys, paste and the input method's commits
are shortened before they get in, and undo only ever finds texts that fit.
"""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kiosk.ui.presenters.character_count import fitting


class AnswerField(QPlainTextEdit):
    """The field of a short answer."""

    def __init__(self, parent: QWidget, most_characters: int) -> None:
        super().__init__(parent)
        self._most = most_characters
        self.setTabChangesFocus(True)  # Tab leads on; a tab stop is no answer
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let a key in if its character fits; keys that command always."""
        typed = event.text()
        if typed.isprintable() and self._fitting(typed) != typed:
            event.accept()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Let in what fits of what was composed; the composing itself is untouched."""
        fits = self._fitting(event.commitString())
        if fits == event.commitString():
            super().inputMethodEvent(event)
            return
        shortened = QInputMethodEvent(event.preeditString(), event.attributes())
        start, length = event.replacementStart(), event.replacementLength()
        shortened.setCommitString(fits, start, length)
        super().inputMethodEvent(shortened)
        event.accept()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Let in what fits of what is pasted or dropped, as plain text."""
        self.insertPlainText(self._fitting(source.text()))

    def _fitting(self, put_in: str) -> str:
        cursor = self.textCursor()
        replaced = cursor.selection().toPlainText()
        return fitting(self.toPlainText(), replaced, put_in, self._most)
