"""The bottom of the exam screen: previous, mark, next, list, hand-in.

Asks once more before a one-way scene is left.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.exam_view import ExamView, NextKind
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.roles import make_button, make_label, set_state


class BottomBar(QFrame):
    """The ways on from a task.

    Signals:
        task_wanted: Previous or next: a task id.
        scene_passed: The candidate leaves a one-way scene and confirmed it:
            item id, scene id.
        mark_clicked: The mark was set or taken away: task id, whether it is set now.
        hand_in_wanted: The candidate wants to hand in.
        list_wanted: The list is to be shown or put away (narrow windows).
        case_wanted: The case is to be shown in the task's place, or put away (the same).
    """

    task_wanted = Signal(str)
    scene_passed = Signal(str, str)
    mark_clicked = Signal(str, bool)
    hand_in_wanted = Signal()
    list_wanted = Signal()
    case_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bottom-bar")
        self._view: ExamView | None = None
        self._look: Look | None = None
        self._has_list = False
        self._has_case = False
        self._shows_case = False
        self._previous = make_button(self, name="previous-task")
        self._previous.clicked.connect(self.go_back)
        self._mark = make_button(self, role="mark-button", name="mark")
        self._mark.clicked.connect(self.turn_mark)
        self._next = make_button(self, role="primary", name="next-task")
        self._next.clicked.connect(self.go_on)
        self._list = make_button(self, name="show-list")
        self._list.clicked.connect(self.list_wanted)
        self._case = make_button(self, name="show-case")
        self._case.clicked.connect(self.case_wanted)
        self._hand_in = make_button(self, name="hand-in")
        self._hand_in.clicked.connect(self.hand_in_wanted)
        self._question = make_label(self, role="warn", name="leave-scene-question")
        self._stay = make_button(self, name="leave-scene-stay")
        self._stay.clicked.connect(self._ask_no_more)
        self._leave = make_button(self, name="leave-scene-confirm")
        self._leave.clicked.connect(self._pass_scene)
        self._ways = FlowRow(self)
        self._ways.stretch_after(self._list)
        for button in (
            self._previous,
            self._mark,
            self._next,
            self._case,
            self._list,
            self._hand_in,
            self._stay,
            self._leave,
        ):
            self._ways.add(button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._question)
        self._column.addWidget(self._ways)
        self._show_question(is_asking=False)

    def show_ways(self, view: ExamView) -> None:
        """Show where one can go from here; another place ends the question."""
        if self._view is None or self._view.next_step != view.next_step:
            self._show_question(is_asking=False)
        self._view = view
        self._render()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        pad = look.gap // 2
        self._column.setContentsMargins(look.gap, pad, look.gap, pad)
        self._column.setSpacing(pad)
        self._ways.set_gaps(look.gap)
        self._previous.setText(look.text("exam.previous"))
        self._hand_in.setText(look.text("exam.hand_in"))
        self._list.setText(look.text("exam.show_list"))
        self._question.setText(look.text("exam.leave_scene_question"))
        self._stay.setText(look.text("exam.leave_scene_stay"))
        self._leave.setText(look.text("exam.leave_scene_confirm"))
        self._render()

    def show_narrow(self, *, has_list: bool, has_case: bool, shows_case: bool) -> None:
        """Offer list and case where they are not beside the task."""
        self._has_list = has_list
        self._has_case = has_case
        self._shows_case = shows_case
        is_asking = not self._question.isHidden()
        self._list.setVisible(has_list and not is_asking)
        self._case.setVisible(has_case and not is_asking)
        self._render()

    def has_keyboard(self) -> bool:
        """Return whether the keyboard is at a button that goes on or back."""
        ways = (self._previous, self._next)
        return any(button.hasFocus() and button.isEnabled() for button in ways)

    def go_on(self) -> None:
        """Do what the button for going on does."""
        if self._view is None:
            return
        step = self._view.next_step
        if step.kind is NextKind.TASK:
            self.task_wanted.emit(step.task_id)
        elif step.kind is NextKind.LEAVE_SCENE:
            self._show_question(is_asking=True)
            self._stay.setFocus()

    def go_back(self) -> None:
        """Do what the button for going back does."""
        if self._view is not None and self._view.previous_task_id:
            self.task_wanted.emit(self._view.previous_task_id)

    def turn_mark(self) -> None:
        """Set the mark, or take it away."""
        if self._view is not None and self._view.task is not None:
            task_id = self._view.task.task.task_id
            self.mark_clicked.emit(task_id, not self._view.is_marked)

    def _render(self) -> None:
        if self._view is None or self._look is None:
            return
        view, look = self._view, self._look
        kind = view.next_step.kind
        self._previous.setEnabled(bool(view.previous_task_id))
        self._mark.setEnabled(view.task is not None)
        self._mark.setText(look.text("exam.unmark" if view.is_marked else "exam.mark"))
        set_state(self._mark, "on", view.is_marked)
        self._case.setText(
            look.text("exam.show_task" if self._shows_case else "exam.show_case")
        )
        leaves = kind is NextKind.LEAVE_SCENE
        self._next.setText(look.text("exam.next_scene" if leaves else "exam.next"))
        self._next.setEnabled(kind is not NextKind.LAST)
        set_state(
            self._hand_in, "role", "primary" if kind is NextKind.LAST else "plain"
        )

    def _pass_scene(self) -> None:
        assert self._view is not None
        step = self._view.next_step
        self._show_question(is_asking=False)
        self.scene_passed.emit(step.item_id, step.scene_id)

    def _ask_no_more(self) -> None:
        self._show_question(is_asking=False)
        self._next.setFocus()

    def _show_question(self, *, is_asking: bool) -> None:
        for part in (self._question, self._stay, self._leave):
            part.setVisible(is_asking)
        for part in (self._previous, self._mark, self._next, self._hand_in):
            part.setVisible(not is_asking)
        self._list.setVisible(self._has_list and not is_asking)
        self._case.setVisible(self._has_case and not is_asking)
