"""One task: its line, its stem, and the way to answer that its kind has."""

from typing import assert_never

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.item_views.content_widget import ContentWidget, MediaProvider
from kiosk.ui.item_views.options_widget import OptionsWidget
from kiosk.ui.item_views.own_clipboard import OwnClipboard
from kiosk.ui.item_views.sound_board import PLACE_ID
from kiosk.ui.item_views.spoken_widget import SpokenWidget
from kiosk.ui.item_views.text_widget import TextWidget
from kiosk.ui.item_views.truth_widget import TruthWidget
from kiosk.ui.look import Look
from kiosk.ui.presenters.exam_view import TaskView
from kiosk.ui.presenters.task_line import task_line
from kiosk.ui.widgets.roles import make_label
from question_bank.items.multiple_choice import MultipleChoice
from question_bank.items.short_answer import ShortAnswer
from question_bank.items.single_choice import SingleChoice
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.items.task import Task
from question_bank.items.true_false import TrueFalse

AnswerWidget = OptionsWidget | TruthWidget | TextWidget | SpokenWidget


class TaskWidget(QWidget):
    """A task, kept by its panel for the time of a sitting.

    Signals:
        response_chosen: The candidate chose, or took back: task id, Response.
        text_edited: The candidate typed: task id, the whole text.
        option_struck: An option was crossed out or no more: task id, option id, whether.
        versions_wanted: Earlier versions of a text are to be shown: task id.
        zoom_wanted: A picture is to be shown large: a PictureView.
    """

    response_chosen = Signal(str, object)
    text_edited = Signal(str, str)
    option_struck = Signal(str, str, bool)
    versions_wanted = Signal(str)
    zoom_wanted = Signal(object)

    def __init__(
        self, parent: QWidget, view: TaskView, clipboard: OwnClipboard | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty(PLACE_ID, view.task.task_id)
        self.view = view
        self._clipboard = clipboard or OwnClipboard()
        self._line = make_label(self, role="line", name="task-line")
        self._stem = ContentWidget(self)
        self._stem.zoom_wanted.connect(self.zoom_wanted)
        self._answer = self._made(view.task)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._line)
        self._column.addWidget(self._stem)
        if isinstance(self._answer, TextWidget):
            self._column.addWidget(self._answer, 1)
        else:
            self._column.addWidget(self._answer)
            self._column.addStretch(1)
        self.show_task(view)

    def show_task(self, view: TaskView) -> None:
        """Show the same task again, with what was entered meanwhile."""
        self.view = view
        if not isinstance(self._answer, SpokenWidget):
            self._answer.show_response(view.response)
        self.show_aids(view)

    def show_aids(self, view: TaskView) -> None:
        """Show what is struck and whether there are earlier versions; no response."""
        if isinstance(self._answer, OptionsWidget):
            self._answer.show_struck(view.struck)
        if isinstance(self._answer, TextWidget):
            self._answer.show_versions(has_versions=view.has_versions)

    def show_look(self, look: Look, media: MediaProvider) -> None:
        """Show the task in this look; what was entered stays as it is."""
        self._column.setSpacing(look.gap)
        self._line.setText(look.say(task_line(self.view.number, self.view.task)))
        self._stem.show_content(self.view.task.stem, media, look)
        if isinstance(self._answer, SpokenWidget):
            self._answer.show_look(look)
        else:
            self._answer.show_look(look, media)

    def focus_answer(self) -> None:
        """Let the keyboard be where the answer is given."""
        if not isinstance(self._answer, SpokenWidget):
            self._answer.focus_answer()

    def finish_typing(self) -> None:
        """Take in what an input method still composes."""
        if isinstance(self._answer, TextWidget):
            self._answer.finish_typing()

    @property
    def text_field(self) -> TextWidget | None:
        """The text field; None for a task of another kind."""
        return self._answer if isinstance(self._answer, TextWidget) else None

    def _made(self, task: Task) -> AnswerWidget:
        match task:
            case SingleChoice() | MultipleChoice():
                options = OptionsWidget(self, task)
                options.entered.connect(self._on_entered)
                options.struck.connect(self._on_struck)
                options.zoom_wanted.connect(self.zoom_wanted)
                return options
            case TrueFalse():
                truth = TruthWidget(self)
                truth.entered.connect(self._on_entered)
                return truth
            case ShortAnswer():
                text = TextWidget(self, task, self._clipboard)
                text.edited.connect(self._on_edited)
                text.versions_wanted.connect(self._on_versions)
                return text
            case SpokenAnswer():
                return SpokenWidget(self, task)
            case _:
                assert_never(task)

    def _on_entered(self, response: object) -> None:
        self.response_chosen.emit(self.view.task.task_id, response)

    def _on_edited(self, text: str) -> None:
        self.text_edited.emit(self.view.task.task_id, text)

    def _on_struck(self, option_id: str, is_struck: bool) -> None:
        self.option_struck.emit(self.view.task.task_id, option_id, is_struck)

    def _on_versions(self) -> None:
        self.versions_wanted.emit(self.view.task.task_id)
