"""What stands where on the exam screen: list, case, task and aid beside or over each other."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.design_tokens import is_narrow
from kiosk.ui.item_views.own_clipboard import OwnClipboard
from kiosk.ui.look import Look
from kiosk.ui.presenters.aids import Aid
from kiosk.ui.presenters.exam_view import ExamView
from kiosk.ui.screens.aid_dock import AidDock
from kiosk.ui.screens.bottom_bar import BottomBar
from kiosk.ui.screens.question_list_panel import QuestionListPanel
from kiosk.ui.screens.scene_panel import ScenePanel
from kiosk.ui.screens.section_line import SectionLine
from kiosk.ui.screens.task_panel import TaskPanel
from kiosk.ui.widgets.divider import DividedPane

DOCK_WIDTH = 336
"""Pixels at 100 %, of scratch pad and calculator beside the tasks."""

ROOM_FOR_ALL = 1500
"""Pixels at 100 %: below it, the list makes room for an aid beside a case."""


class ExamPanes(QWidget):
    """The parts of the exam screen in their places; knows what there is room for.

    Attributes:
        list, scene, task, dock, section, bar: The parts.
        wants_list, wants_case: What a narrow window shows in the task's place.
    """

    def __init__(self, parent: QWidget, clipboard: OwnClipboard) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._view: ExamView | None = None
        self._shares: dict[str, int] = {}
        self.wants_list = False
        self.wants_case = False
        self.list = QuestionListPanel(self)
        self.scene = ScenePanel(self)
        self.task = TaskPanel(self, clipboard)
        self.dock = AidDock(self, clipboard)
        self.section = SectionLine(self)
        self.bar = BottomBar(self)
        self._split = DividedPane(self)
        self._split.setObjectName("case-split")
        self._split.setHandleWidth(10)
        self._split.addWidget(self.scene)
        self._split.addWidget(self.task)
        self._split.handle(1).setObjectName("divider")  # Qt gives it one by itself
        self._split.moved.connect(self._keep_share)
        self._middle = QHBoxLayout()
        self._middle.addWidget(self.list)
        self._middle.addWidget(self._split, 1)
        self._middle.addWidget(self.dock)
        self._inner = QVBoxLayout()
        self._inner.addWidget(self.section)
        self._inner.addLayout(self._middle, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(self._inner, 1)
        rows.addWidget(self.bar)

    @property
    def is_narrow(self) -> bool:
        """Whether the parts share one place."""
        return self._look is not None and is_narrow(self.width(), self._look.scale)

    def show_view(self, view: ExamView) -> None:
        """Show the case and the task; the divider is where it was left in this case."""
        is_other_case = self._view is None or _case(self._view) != _case(view)
        self._view = view
        self.list.show_questions(view.questions)
        if view.case is not None:
            self.scene.show_case(view.case)
        self.task.show_task(view)
        self.section.show_section(None if view.is_all_closed else view.section)
        has_field = self.task.text_field is not None
        self.dock.calculator.show_can_insert(can_insert=has_field)
        if is_other_case and view.case is not None:
            self._split.show_percent(self._shares.get(view.case.item_id, 50))

    def forget(self) -> None:
        """Drop what stands in the parts: the sitting is over."""
        self._view = None
        self._shares = {}
        self.dock.forget()
        self.task.show_no_task()
        self.scene.forget()
        self.section.show_section(None)
        self.list.show_all()

    def show_look(self, look: Look) -> None:
        """Show everything in this look; typed text stays."""
        self._look = look
        gap = look.gap
        self._inner.setContentsMargins(gap, gap, gap, gap)
        self._inner.setSpacing(look.tight_gap)
        self._middle.setSpacing(gap)
        self._split.setAccessibleName(look.text("case.divider"))
        self._split.handle(1).setAccessibleName(look.text("case.divider"))
        parts = (self.list, self.scene, self.task, self.section, self.dock, self.bar)
        for part in parts:
            part.show_look(look)
        self.arrange()

    def arrange(self) -> None:
        """Show what there is room for."""
        if self._look is None or self._view is None:
            return
        scale, width = self._look.scale, self.width()
        narrow, has_case = self.is_narrow, self._view.case is not None
        has_aid = self.dock.open_aid is not None
        is_tight = has_aid and has_case and width < scale.px(ROOM_FOR_ALL)
        hides_list = narrow or is_tight
        shows_list = self.wants_list or not hides_list
        _set_width(self.list, scale.px(self._look.sizes.list_width), is_alone=narrow)
        _set_width(self.dock, scale.px(DOCK_WIDTH), is_alone=narrow)
        self.list.setVisible(shows_list)
        self._split.setVisible(not (narrow and (self.wants_list or has_aid)))
        self.scene.setVisible(has_case and (self.wants_case or not narrow))
        self.task.setVisible(not (narrow and has_case and self.wants_case))
        self.dock.setVisible(has_aid and not (narrow and self.wants_list))
        self.bar.show_narrow(
            is_narrow=narrow,
            has_list=hides_list,
            has_case=narrow and has_case and self._view.task is not None,
            shows_case=self.wants_case,
        )

    def leave_place(self, *, is_reading: bool) -> None:
        """Put away what belongs to the task that was left, or would hide the next.

        Args:
            is_reading: Whether a narrow window shows the case first.
        """
        self.wants_list = False
        self.wants_case = is_reading
        if self.is_narrow or self.dock.open_aid is Aid.VERSIONS:
            self.dock.show_aid(None)

    def focus_content(self) -> None:
        """Let the keyboard be where there is something to answer, or to read."""
        if self._view is not None and self._view.is_all_closed:
            self.bar.focus_hand_in()
        elif self.task.isHidden():
            self.scene.focus_reading()
        else:
            self.task.focus_answer()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Go from the task to the aid and the buttons below, as the eye does.

        What a task holds is made late, and would come last of the whole window.
        """
        ring = [
            widget
            for part in (self.task, self.dock, self.bar)
            for widget in part.findChildren(QWidget)
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        for before, after in pairwise(ring):
            QWidget.setTabOrder(before, after)
        return super().focusNextPrevChild(forwards)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew for the width."""
        super().resizeEvent(event)
        self.arrange()

    def _keep_share(self, percent: int) -> None:
        if self._view is not None:
            self._shares[_case(self._view)] = percent


def _set_width(part: QWidget, width: int, *, is_alone: bool) -> None:
    part.setMinimumWidth(0 if is_alone else width)
    part.setMaximumWidth(16_777_215 if is_alone else width)


def _case(view: ExamView) -> str:
    return view.case.item_id if view.case is not None else ""
