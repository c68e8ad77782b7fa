"""A plain text field that lets in no more than its limit, at the moment of entry.

Cutting afterwards would fight with undo; so keys, paste and the input method's commits
are shortened before they get in, and undo only ever finds texts that fit. Copying and
pasting go through the sitting's own clipboard: nothing comes in from outside, nothing
leaves, by key, menu, middle button or dragging.
"""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from kiosk.ui.item_views.own_clipboard import OwnClipboard
from kiosk.ui.look import Look
from kiosk.ui.presenters.message import message

Limit = Callable[[str, str, str], str]
"""(present, replaced, put in) → as much of what is put in as may get in."""


class AnswerField(QPlainTextEdit):
    """The field of a short answer, or of the scratch pad.

    Signals:
        told: Something did not go as the candidate may have expected: a Message.
    """

    told = Signal(object)

    def __init__(self, parent: QWidget, clipboard: OwnClipboard, limit: Limit) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._limit = limit
        self._look: Look | None = None
        self._composed = ""
        self._dropped = ""
        self._placeholder = ""
        self.setTabChangesFocus(True)  # Tab leads on; a tab stop is no answer
        self.setAcceptDrops(False)

    def show_look(self, look: Look) -> None:
        """Take the words of the menu."""
        self._look = look

    def setPlaceholderText(self, text: str) -> None:
        """Show a hint in the empty field; it makes way for what is being composed."""
        self._placeholder = text
        super().setPlaceholderText("" if self._composed else text)

    def finish_typing(self) -> None:
        """Take what the input method composes into the text: what was seen is not lost."""
        if self.hasFocus():
            QGuiApplication.inputMethod().commit()
        self._take_dropped()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take in what was being composed when the keyboard went elsewhere."""
        self._take_dropped()
        super().focusOutEvent(event)

    def put(self, text: str) -> None:
        """Put a text where the cursor is, as if it were pasted; undo takes it back."""
        fits = self._fitting(text)
        self.insertPlainText(fits)
        self.ensureCursorVisible()
        if fits != text:
            self.told.emit(message("field.pasted_in_part", count=len(fits)))

    def replace_all(self, text: str) -> None:
        """Put a text in the place of all that stands here; undo takes it back."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def copy_own(self) -> None:
        """Copy what is selected; nothing selected leaves what was copied before."""
        selected = self.textCursor().selection().toPlainText()
        if selected:
            self._clipboard.text = selected

    def cut_own(self) -> None:
        """Copy what is selected and take it away."""
        self.copy_own()
        self.textCursor().removeSelectedText()

    def paste_own(self) -> None:
        """Paste what was copied inside this sitting."""
        self.finish_typing()
        if self._clipboard.text:
            self.put(self._clipboard.text)
        else:
            self.told.emit(message("field.nothing_copied"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let a key in if its character fits; keys that command always."""
        for sequence, act in (
            (QKeySequence.StandardKey.Copy, self.copy_own),
            (QKeySequence.StandardKey.Cut, self.cut_own),
            (QKeySequence.StandardKey.Paste, self.paste_own),
        ):
            if event.matches(sequence):
                act()
                event.accept()
                return
        typed = event.text() if _is_typing(event) else ""
        if typed.isprintable() and self._fitting(typed) != typed:
            event.accept()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Let in what fits of what was composed; the composing itself is untouched."""
        self._note_composing(event)
        fits = self._fitting(event.commitString())
        if fits == event.commitString():
            super().inputMethodEvent(event)
            return
        shortened = QInputMethodEvent(event.preeditString(), event.attributes())
        start, length = event.replacementStart(), event.replacementLength()
        shortened.setCommitString(fits, start, length)
        super().inputMethodEvent(shortened)
        event.accept()

    def _note_composing(self, event: QInputMethodEvent) -> None:
        """Remember what was composed and is dropped without a word.

        Qt's part for ibus does so when it is told to commit (6.11.3); it comes back with
        the same turn of the loop: by `finish_typing`, or when the field is left. Who
        presses Escape drops it too, and means it: the next turn forgets.
        """
        composed, self._composed = self._composed, event.preeditString()
        super().setPlaceholderText("" if self._composed else self._placeholder)
        if composed and not self._composed and not event.commitString():
            self._dropped = composed
            QTimer.singleShot(0, self._forget_dropped)

    def _forget_dropped(self) -> None:
        self._dropped = ""

    def _take_dropped(self) -> None:
        dropped, self._dropped = self._dropped, ""
        if dropped:
            taken = QInputMethodEvent()
            taken.setCommitString(dropped)
            self.inputMethodEvent(taken)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ignore the middle button, which would paste what was selected elsewhere."""
        if event.button() != Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what the keys do."""
        if self._look is not None:
            self.make_menu(self._look).popup(event.globalPos())

    def make_menu(self, look: Look) -> QMenu:
        """Return the field's menu; it goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        has_selection = self.textCursor().hasSelection()
        document = self.document()
        for key, act, can in (
            ("field.undo", self.undo, document.isUndoAvailable()),
            ("field.redo", self.redo, document.isRedoAvailable()),
            ("field.cut", self.cut_own, has_selection),
            ("field.copy", self.copy_own, has_selection),
            ("field.paste", self.paste_own, bool(self._clipboard.text)),
            ("field.select_all", self.selectAll, not document.isEmpty()),
        ):
            action = menu.addAction(look.text(key))
            action.setObjectName(key)
            action.setEnabled(can)
            action.triggered.connect(act)
        return menu

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take nothing from outside."""
        del source
        return False

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take nothing from outside, and say so."""
        del source
        self.told.emit(message("field.nothing_copied"))

    def createMimeDataFromSelection(self) -> QMimeData:
        """Give nothing to the outside: neither to a clipboard nor to a dragging."""
        return QMimeData()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line that is being written in sight, whatever takes room above."""
        super().resizeEvent(event)
        if self.hasFocus():
            self.ensureCursorVisible()

    def _fitting(self, put_in: str) -> str:
        replaced = self.textCursor().selection().toPlainText()
        return self._limit(self.toPlainText(), replaced, put_in)


def _is_typing(event: QKeyEvent) -> bool:
    """Return whether a key is no command; Ctrl with Alt is AltGr on some systems."""
    held = event.modifiers()
    has_control = bool(held & Qt.KeyboardModifier.ControlModifier)
    return not has_control or bool(held & Qt.KeyboardModifier.AltModifier)
