"""Short answer: a plain field with a counter; safe for input methods."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.item_views.answer_field import AnswerField
from kiosk.ui.item_views.content_widget import MediaProvider
from kiosk.ui.look import Look
from kiosk.ui.presenters.character_count import counter_view
from kiosk.ui.widgets.roles import make_label, set_state
from question_bank.items.response import Response, TextResponse
from question_bank.items.short_answer import ShortAnswer

FIELD_HEIGHT = 200
"""Pixels at 100 %: seven lines, and the counter still in sight on a low screen."""


class TextWidget(QWidget):
    """One text field.

    Each change is told, undo included; when it becomes an entry is not decided here.
    Text that the input method still composes is no text yet.

    Signals:
        edited: The candidate changed the text: all of it.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget, task: ShortAnswer) -> None:
        super().__init__(parent)
        self._most = task.most_characters
        self._look: Look | None = None
        self._known = ""
        self._field = AnswerField(self, task.most_characters)
        self._field.setObjectName("text-answer")
        self._field.textChanged.connect(self._on_change)
        self._counter = make_label(self, role="quiet", name="character-count")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._field, 1)
        self._column.addWidget(self._counter)

    def show_response(self, response: Response | None) -> None:
        """Show the earlier text; not a new answer."""
        text = response.text if isinstance(response, TextResponse) else ""
        if text == self._known and text == self._field.toPlainText():
            return  # the field was kept: its undo steps stay
        self._known = text
        self._field.setPlainText(self._known)
        self._field.moveCursor(QTextCursor.MoveOperation.End)

    def focus_answer(self) -> None:
        """Let the keyboard be in the field."""
        self._field.setFocus()

    def show_look(self, look: Look, media: MediaProvider) -> None:
        """Show field and counter in this look; what is typed stays."""
        del media
        self._look = look
        self._column.setSpacing(look.gap // 2)
        self._field.setMinimumHeight(look.scale.room(FIELD_HEIGHT))
        self._field.setAccessibleName(look.text("text.field"))
        self._field.setPlaceholderText(look.text("text.placeholder"))
        self._count()

    def finish_typing(self) -> None:
        """Take what the input method composes into the text, before going elsewhere."""
        if self._field.hasFocus():
            QGuiApplication.inputMethod().commit()

    def _on_change(self) -> None:
        text = self._field.toPlainText()
        if text == self._known:
            return  # shown, or only being composed
        self._known = text
        self._count()
        self.edited.emit(text)

    def _count(self) -> None:
        if self._look is None:
            return
        view = counter_view(self._known, self._most)
        self._counter.setText(self._look.say(view.text))
        set_state(self._counter, "near", view.is_near)
        set_state(self._counter, "full", view.is_full)
