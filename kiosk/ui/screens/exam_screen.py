"""Answering: the list at the left, the case and the task in the middle, the ways below."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from kiosk.ui.design_tokens import is_narrow
from kiosk.ui.item_views.content_widget import MediaProvider
from kiosk.ui.item_views.sound_board import SoundBoard
from kiosk.ui.look import Look
from kiosk.ui.presenters.exam_view import ExamView, TaskView
from kiosk.ui.screens.bottom_bar import BottomBar
from kiosk.ui.screens.question_list_panel import QuestionListPanel
from kiosk.ui.screens.scene_panel import ScenePanel
from kiosk.ui.screens.task_panel import TaskPanel


class ExamScreen(QWidget):
    """The screen of a running sitting; clock and save marks are the window's header.

    Attributes:
        sounds: Presses on sounds and spoken answers out, what they show in.

    Signals:
        response_chosen: A choice was made or taken back: task id, Response.
        text_edited: Text was typed: task id, the whole text; at every change.
        task_wanted: Go to a task: task id.
        scene_wanted: Look at a scene of a free case: item id, scene id.
        scene_passed: Leave a one-way scene for good, confirmed: item id, scene id.
        mark_clicked: Mark set or taken away: task id, whether it is set now.
        hand_in_wanted: Go to the hand-in screen.
    """

    response_chosen = Signal(str, object)
    text_edited = Signal(str, str)
    task_wanted = Signal(str)
    scene_wanted = Signal(str, str)
    scene_passed = Signal(str, str)
    mark_clicked = Signal(str, bool)
    hand_in_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("exam")
        self._look: Look | None = None
        self._view: ExamView | None = None
        self._wants_list = False
        self._wants_case = False
        self._list = QuestionListPanel(self)
        self.sounds = SoundBoard(self)
        self._scene = ScenePanel(self)
        self._task = TaskPanel(self)
        self._bar = BottomBar(self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        self._split.setObjectName("case-split")
        self._split.setHandleWidth(10)
        self._split.addWidget(self._scene)
        self._split.addWidget(self._task)
        self._middle = QHBoxLayout()
        self._middle.addWidget(self._list)
        self._middle.addWidget(self._split, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._middle, 1)
        self._column.addWidget(self._bar)
        self._connect()
        self._add_keys()

    def take_media(self, media: MediaProvider) -> None:
        """Take where pictures come from: the opened package."""
        self._scene.take_media(media)
        self._task.take_media(media)

    def prepare(self, views: Iterable[TaskView]) -> None:
        """Make tasks ready ahead, so that going to one takes no time."""
        self._task.prepare(views)

    def show_exam(self, view: ExamView) -> None:
        """Show where the candidate is; typed text stays while the task stays."""
        is_other_task = self._view is None or _task(self._view) != _task(view)
        is_other_scene = self._view is None or _scene(self._view) != _scene(view)
        self._view = view
        self._list.show_questions(view.questions)
        if view.case is not None:
            self._scene.show_case(view.case)
        self._task.show_task(view)
        self._bar.show_ways(view)
        if is_other_task or is_other_scene:
            self._wants_list = False
            self._wants_case = is_other_scene or view.task is None
        self._arrange()
        if is_other_task and not self._bar.has_keyboard():
            self._focus_content()

    def show_nothing(self) -> None:
        """Forget the sitting: nothing of it stays in a widget."""
        self._view = None
        self._task.show_no_task()

    def show_look(self, look: Look) -> None:
        """Show everything in this look; typed text stays."""
        self._look = look
        gap = look.gap
        self._middle.setContentsMargins(gap, gap, gap, gap)
        self._middle.setSpacing(gap)
        self._split.setAccessibleName(look.text("case.divider"))
        for part in (self._list, self._scene, self._task, self._bar):
            part.show_look(look)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew for the width."""
        super().resizeEvent(event)
        self._arrange()

    def finish_typing(self) -> None:
        """Take what an input method composes into the text, before anything ends it.

        The app calls it before a lock or a hand-in that the candidate did not ask for.
        """
        self._task.finish_typing()

    def _arrange(self) -> None:
        if self._look is None or self._view is None:
            return
        look = self._look
        narrow = is_narrow(self.width(), look.scale)
        has_case = self._view.case is not None
        list_width = look.scale.px(look.sizes.list_width)
        self._list.setMinimumWidth(0 if narrow else list_width)
        self._list.setMaximumWidth(self.width() if narrow else list_width)
        self._list.setVisible(self._wants_list or not narrow)
        self._split.setVisible(not (narrow and self._wants_list))
        self._scene.setVisible(has_case and (self._wants_case or not narrow))
        self._task.setVisible(not (narrow and has_case and self._wants_case))
        self._bar.show_narrow(
            has_list=narrow,
            has_case=narrow and has_case and self._view.task is not None,
            shows_case=self._wants_case,
        )

    def _focus_content(self) -> None:
        if self._task.isHidden():
            self._scene.focus_reading()
        else:
            self._task.focus_answer()

    def _connect(self) -> None:
        self._task.response_chosen.connect(self.response_chosen)
        self._task.text_edited.connect(self.text_edited)
        self._list.task_wanted.connect(self._go_to)
        self._scene.scene_wanted.connect(self._look_at_scene)
        self._bar.task_wanted.connect(self._go_to)
        self._bar.scene_passed.connect(self._pass_scene)
        self._bar.mark_clicked.connect(self.mark_clicked)
        self._bar.hand_in_wanted.connect(self._hand_in)
        self._bar.list_wanted.connect(self._turn_list)
        self._bar.case_wanted.connect(self._turn_case)

    def _add_keys(self) -> None:
        keys = (
            ("Alt+Right", self._bar.go_on),
            ("Alt+Left", self._bar.go_back),
            ("Alt+M", self._bar.turn_mark),
        )
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _go_to(self, task_id: str) -> None:
        self._task.finish_typing()
        self._wants_list = False
        self._arrange()
        self.task_wanted.emit(task_id)

    def _look_at_scene(self, scene_id: str) -> None:
        if self._view is not None and self._view.case is not None:
            self.scene_wanted.emit(self._view.case.item_id, scene_id)

    def _pass_scene(self, item_id: str, scene_id: str) -> None:
        self._task.finish_typing()
        self.scene_passed.emit(item_id, scene_id)

    def _hand_in(self) -> None:
        self._task.finish_typing()
        self.hand_in_wanted.emit()

    def _turn_list(self) -> None:
        self._wants_list = not self._wants_list
        self._arrange()

    def _turn_case(self) -> None:
        self._wants_list = False
        self._wants_case = not self._wants_case
        self._arrange()


def _task(view: ExamView) -> str:
    return view.task.task.task_id if view.task is not None else ""


def _scene(view: ExamView) -> str:
    return view.case.scene_id if view.case is not None else ""
