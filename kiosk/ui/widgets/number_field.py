"""A field for numbers off a card: no input method, no paste, no drop, no menu.

It notes when each key came, so that a scanner can be told from fingers.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.ui.presenters.typed_number import KeyTimes

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NumberField(QLineEdit):
    """One number.

    Signals:
        entered: Enter was pressed; the words say whether a scanner did it all.
        paste_tried: Somebody wanted to paste.
    """

    entered = Signal(bool)
    paste_tried = Signal()

    def __init__(self, parent: QWidget, name: str, *, is_digits: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._keys = KeyTimes()
        kind = Qt.InputMethodHint.ImhDigitsOnly
        if not is_digits:
            kind = Qt.InputMethodHint.ImhLatinOnly
        self.setInputMethodHints(kind | Qt.InputMethodHint.ImhNoPredictiveText)
        # A hint is only a wish: input methods of desktops compose all the same.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setDragEnabled(False)

    def forget(self) -> None:
        """Empty the field for the next person."""
        self.clear()
        self._keys = KeyTimes()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a key; pasting is told and not done."""
        if event.matches(QKeySequence.StandardKey.Paste):
            event.accept()
            self.paste_tried.emit()
            return
        if event.key() in _ENTER:
            event.accept()
            self.entered.emit(self._keys.is_scan(self.text(), event.timestamp()))
            return
        before = self.text()
        super().keyPressEvent(event)
        if self.text() == before + event.text() and len(event.text()) == 1:
            self._keys = self._keys.after(event.timestamp())
        elif self.text() != before:
            self._keys = KeyTimes()  # somebody corrects: these are fingers

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the middle button paste nothing."""
        if event.button() is Qt.MouseButton.MiddleButton:
            event.accept()
            return
        super().mouseReleaseEvent(event)
