"""The middle of the exam screen: the section's words and one task, in a scroll area."""

from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kiosk.ui.item_views.answer_field import AnswerField
from kiosk.ui.item_views.content_widget import ContentWidget, MediaProvider, no_media
from kiosk.ui.item_views.option_row import OptionRow
from kiosk.ui.item_views.own_clipboard import OwnClipboard
from kiosk.ui.item_views.sound_board import PLACE_ID
from kiosk.ui.item_views.task_widget import TaskWidget
from kiosk.ui.item_views.text_widget import TextWidget
from kiosk.ui.look import Look
from kiosk.ui.presenters.exam_view import ExamView, TaskView
from kiosk.ui.widgets.roles import make_label, show_text

AHEAD_MS = 20
"""Making a task's widget takes some 5 ms; between two of them events are served."""


class TaskPanel(QFrame):
    """Holds the widgets of the tasks that were on the screen; shows one of them.

    A widget is made once a sitting: going to a task costs no more than showing it.

    Signals:
        response_chosen: task id, Response.
        text_edited: task id, the whole text.
        option_struck: task id, option id, whether it is struck now.
        versions_wanted: task id.
        zoom_wanted: PictureView.
    """

    response_chosen = Signal(str, object)
    text_edited = Signal(str, str)
    option_struck = Signal(str, str, bool)
    versions_wanted = Signal(str)
    zoom_wanted = Signal(object)

    def __init__(self, parent: QWidget, clipboard: OwnClipboard) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self.setObjectName("task-card")
        self._media: MediaProvider = no_media
        self._look: Look | None = None
        self._view: ExamView | None = None
        self._task: TaskWidget | None = None
        self._made: dict[str, TaskWidget] = {}
        self._ahead: deque[TaskView] = deque()
        self._ahead_timer = QTimer(self)
        self._ahead_timer.setInterval(AHEAD_MS)
        self._ahead_timer.timeout.connect(self._make_next)
        self._inner = QWidget(self)
        self._inner.setObjectName("task-inner")
        self._section = make_label(self, role="quiet", name="section-title")
        self._instructions = ContentWidget(self)
        self._instructions.zoom_wanted.connect(self.zoom_wanted)
        self._scene_only = make_label(self)
        self._rows = QVBoxLayout(self._inner)
        self._rows.addWidget(self._section)
        self._rows.addWidget(self._instructions)
        self._rows.addWidget(self._scene_only)
        self._rows.addStretch(0)  # under a scene without a task
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(self._scroll)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def take_media(self, media: MediaProvider) -> None:
        """Take where pictures come from, before a task is shown."""
        self._media = media

    def prepare(self, views: Iterable[TaskView]) -> None:
        """Make these tasks' widgets ahead, one at a time between other events."""
        self._ahead = deque(views)
        self._ahead_timer.start()

    def show_task(self, view: ExamView) -> None:
        """Show a task; while it stays the same, what was entered stays untouched."""
        shown = self._task.view.task.task_id if self._task is not None else ""
        wanted = view.task.task.task_id if view.task is not None else ""
        self._view = view
        self._instructions.setProperty(PLACE_ID, view.section.section_id)
        if shown != wanted:
            self._change(view.task)
        elif self._task is not None and view.task is not None:
            self._task.show_aids(view.task)
        self._render()

    def show_no_task(self) -> None:
        """Forget task and entry, so that the next candidate's starts fresh."""
        self._view = None
        self._ahead.clear()
        self._change(None)
        for made in self._made.values():
            made.deleteLater()
        self._made = {}

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self._rows.setSpacing(look.gap)
        self._show_margins()
        self._scroll.setAccessibleName(look.text("task.pane"))
        for made in self._made.values():
            made.show_look(look, self._media)
        if self._view is not None:
            self._instructions.show_content(
                self._view.section_instructions, self._media, look
            )
        self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short enough to be read: what is left stands at both sides."""
        super().resizeEvent(event)
        self._show_margins()
        QTimer.singleShot(0, self._keep_writing_in_sight)

    def focus_answer(self) -> None:
        """Let the keyboard be where the answer is given."""
        if self._task is not None:
            self._task.focus_answer()

    def finish_typing(self) -> None:
        """Take in what an input method still composes."""
        if self._task is not None:
            self._task.finish_typing()

    @property
    def text_field(self) -> TextWidget | None:
        """The text field of the task on the screen; None for one of another kind."""
        return self._task.text_field if self._task is not None else None

    def _keep_writing_in_sight(self) -> None:
        """Scroll to the line that is being written when a strip took room above."""
        focused = self.focusWidget()
        if isinstance(focused, AnswerField) and focused.hasFocus():
            line = focused.cursorRect().center()
            at = focused.viewport().mapTo(self._inner, line)
            self._scroll.ensureVisible(at.x(), at.y(), 0, focused.cursorRect().height())

    def _follow(self, old: QWidget | None, focused: QWidget | None) -> None:
        """Scroll to where the keyboard went; a task that opens is read from its top."""
        task = self._task
        if task is None or old is None or focused is None:
            return
        is_within = task.isAncestorOf(old) and task.isAncestorOf(focused)
        is_pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if is_within and not is_pressed:
            self._bring_into_sight(focused)

    def _bring_answered_into_sight(self) -> None:
        """Show what a key chose or struck, though it was below the edge."""
        focused: QWidget | None = QApplication.focusWidget()  # the stub forgets None
        if focused is None:
            return
        if self._task is not None and self._task.isAncestorOf(focused):
            self._bring_into_sight(focused)

    def _bring_into_sight(self, focused: QWidget) -> None:
        row = focused.parentWidget()
        part = row if isinstance(row, OptionRow) else focused
        if not isinstance(part, AnswerField):  # which follows the line that is written
            self._scroll.ensureWidgetVisible(part, 0, part.height() // 2)

    def _change(self, view: TaskView | None) -> None:
        if self._task is not None:
            self._rows.removeWidget(self._task)
            self._task.hide()
            self._task = None
        if view is None:
            return
        self._task = self._of(view)
        self._rows.insertWidget(self._rows.count() - 1, self._task, 1)
        if self._look is not None and self._view is not None:
            self._instructions.show_content(
                self._view.section_instructions, self._media, self._look
            )
        self._task.show()
        self._scroll.verticalScrollBar().setValue(0)

    def _show_margins(self) -> None:
        if self._look is None:
            return
        look = self._look
        left = self.width() - look.scale.px(look.sizes.measure)
        side = max(look.wide_gap, left // 2)
        self._rows.setContentsMargins(side, look.gap, side, look.gap)

    def _make_next(self) -> None:
        if not self._ahead:
            self._ahead_timer.stop()
            return
        view = self._ahead.popleft()
        if view.task.task_id not in self._made:
            self._of(view)

    def _of(self, view: TaskView) -> TaskWidget:
        kept = self._made.get(view.task.task_id)
        if kept is not None and kept.view.task == view.task:
            kept.show_task(view)
            return kept
        made = TaskWidget(self._inner, view, self._clipboard)
        made.hide()
        made.response_chosen.connect(self.response_chosen)
        made.text_edited.connect(self.text_edited)
        made.option_struck.connect(self.option_struck)
        made.response_chosen.connect(self._bring_answered_into_sight)
        made.option_struck.connect(self._bring_answered_into_sight)
        made.versions_wanted.connect(self.versions_wanted)
        made.zoom_wanted.connect(self.zoom_wanted)
        if self._look is not None:
            made.show_look(self._look, self._media)
        if kept is not None:
            kept.deleteLater()
        self._made[view.task.task_id] = made
        return made

    def _render(self) -> None:
        if self._view is None:
            return
        section = self._view.section
        has_line = section.is_one_way or section.has_limit  # which says it above
        show_text(self._section, "" if has_line else self._view.section_title)
        self._scene_only.setVisible(self._view.task is None)
        if self._look is not None:
            closed = self._view.is_all_closed
            key = "section.all_closed" if closed else "case.scene_only"
            self._scene_only.setText(self._look.text(key))
