"""Short answer: a plain field with a counter; safe for input methods."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.item_views.answer_field import AnswerField
from kiosk.ui.item_views.content_widget import MediaProvider
from kiosk.ui.item_views.own_clipboard import OwnClipboard
from kiosk.ui.look import Look
from kiosk.ui.presenters.character_count import counter_view, fitting
from kiosk.ui.presenters.message import Message
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.roles import make_button, make_label, set_state, show_text
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
        versions_wanted: The candidate wants to see what stood here earlier.
    """

    edited = Signal(str)
    versions_wanted = Signal()

    def __init__(
        self, parent: QWidget, task: ShortAnswer, clipboard: OwnClipboard
    ) -> None:
        super().__init__(parent)
        self._most = task.most_characters
        self._look: Look | None = None
        self._told: Message | None = None
        self._known = ""
        self._field = AnswerField(self, clipboard, self._fitting)
        self._field.setObjectName("text-answer")
        self._field.textChanged.connect(self._on_change)
        self._field.told.connect(self._tell)
        self._counter = make_label(self, role="quiet", name="character-count")
        self._note = make_label(self, role="note", name="field-note")
        self._note.hide()
        self._versions = make_button(self, role="link", name="show-versions")
        self._versions.clicked.connect(self.versions_wanted)
        self._versions.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._field, 1)
        self._column.addWidget(self._note)
        self._column.addWidget(self._counter)
        self._column.addWidget(self._versions, 0, Qt.AlignmentFlag.AlignLeft)

    def show_response(self, response: Response | None) -> None:
        """Show the earlier text; not a new answer."""
        text = response.text if isinstance(response, TextResponse) else ""
        if text == self._known and text == self._field.toPlainText():
            return  # the field was kept: its undo steps stay
        self._known = text
        self._field.setPlainText(self._known)
        self._field.moveCursor(QTextCursor.MoveOperation.End)

    def show_versions(self, *, has_versions: bool) -> None:
        """Offer the earlier versions where there are any."""
        self._versions.setVisible(has_versions)

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
        self._field.show_look(look)
        self._versions.setText(look.text("text.versions"))
        self._tell(self._told)
        self._count()

    def finish_typing(self) -> None:
        """Take what the input method composes into the text, before going elsewhere."""
        self._field.finish_typing()

    def put(self, text: str) -> None:
        """Put a text where the cursor is; as much of it as the limit lets in."""
        self._field.put(text)
        self._field.setFocus()

    def restore(self, text: str) -> None:
        """Put an earlier text back; what stands here can be had back by undo."""
        self.finish_typing()
        self._field.replace_all(text)
        self._field.setFocus()

    def _fitting(self, present: str, replaced: str, put_in: str) -> str:
        return fitting(present, replaced, put_in, self._most)

    def _on_change(self) -> None:
        text = self._field.toPlainText()
        if text == self._known:
            return  # shown, or only being composed
        self._known = text
        self._count()
        if self._told is not None:
            self._tell(None)
        self.edited.emit(text)

    def _tell(self, told: Message | None) -> None:
        self._told = told
        words = self._look.say(told) if self._look is not None else ""
        show_text(self._note, words)
        if words:
            announce(self._note, words)

    def _count(self) -> None:
        if self._look is None:
            return
        view = counter_view(self._known, self._most)
        self._counter.setText(self._look.say(view.text))
        set_state(self._counter, "near", view.is_near)
        set_state(self._counter, "full", view.is_full)
