"""One task: its line, its stem, and the way to answer that its kind has."""

from typing import assert_never

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.item_views.content_widget import ContentWidget, MediaProvider
from kiosk.ui.item_views.options_widget import OptionsWidget
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
    """

    response_chosen = Signal(str, object)
    text_edited = Signal(str, str)

    def __init__(self, parent: QWidget, view: TaskView) -> None:
        super().__init__(parent)
        self.view = view
        self._line = make_label(self, role="line", name="task-line")
        self._stem = ContentWidget(self)
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
        if not isinstance(self._answer, SpokenWidget):
            self._answer.show_response(view.response)

    def show_task(self, view: TaskView) -> None:
        """Show the same task again, with what was entered meanwhile."""
        self.view = view
        if not isinstance(self._answer, SpokenWidget):
            self._answer.show_response(view.response)

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

    def _made(self, task: Task) -> AnswerWidget:
        match task:
            case SingleChoice() | MultipleChoice():
                options = OptionsWidget(self, task)
                options.entered.connect(self._on_entered)
                return options
            case TrueFalse():
                truth = TruthWidget(self)
                truth.entered.connect(self._on_entered)
                return truth
            case ShortAnswer():
                text = TextWidget(self, task)
                text.edited.connect(self._on_edited)
                return text
            case SpokenAnswer():
                return SpokenWidget(self)
            case _:
                assert_never(task)

    def _on_entered(self, response: object) -> None:
        self.response_chosen.emit(self.view.task.task_id, response)

    def _on_edited(self, text: str) -> None:
        self.text_edited.emit(self.view.task.task_id, text)
