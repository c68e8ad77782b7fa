"""The bottom of the exam screen: previous, mark, next, list, aids, hand-in.

Asks once more before a one-way scene or section is left.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.presenters.aids import Aid, AidsView
from kiosk.ui.presenters.exam_view import ExamView, NextKind
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.icons import Icon, show_icon
from kiosk.ui.widgets.roles import make_button, make_label, set_state


class BottomBar(QFrame):
    """The ways on from a task.

    Signals:
        task_wanted: Previous or next: a task id.
        scene_passed: The candidate leaves a one-way scene and confirmed it:
            item id, scene id.
        mark_clicked: The mark was set or taken away: task id, whether it is set now.
        hand_in_wanted: The candidate wants to hand in.
        aid_wanted: Scratch pad or calculator is to be opened, or put away: an Aid.
        list_wanted: The list is to be shown or put away (narrow windows).
        case_wanted: The case is to be shown in the task's place, or put away (the same).
    """

    task_wanted = Signal(str)
    scene_passed = Signal(str, str)
    mark_clicked = Signal(str, bool)
    hand_in_wanted = Signal()
    aid_wanted = Signal(object)
    list_wanted = Signal()
    case_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bottom-bar")
        self._view: ExamView | None = None
        self._look: Look | None = None
        self._aids = AidsView()
        self._open_aid: Aid | None = None
        self._asked_task = ""
        self._is_narrow = False
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
        self._notes = make_button(self, role="tool", name="open-notes")
        self._notes.clicked.connect(lambda: self.aid_wanted.emit(Aid.NOTES))
        self._calculator = make_button(self, role="tool", name="open-calculator")
        self._calculator.clicked.connect(lambda: self.aid_wanted.emit(Aid.CALCULATOR))
        self._hand_in = make_button(self, name="hand-in")
        self._hand_in.clicked.connect(self.hand_in_wanted)
        self._question = make_label(self, role="warn", name="leave-scene-question")
        self._stay = make_button(self, name="leave-scene-stay")
        self._stay.clicked.connect(self._ask_no_more)
        self._leave = make_button(self, name="leave-scene-confirm")
        self._leave.clicked.connect(self._leave_for_good)
        self._ways = FlowRow(self)
        self._ways.stretch_after(self._list)
        for button in (
            self._previous,
            self._mark,
            self._next,
            self._case,
            self._list,
            self._notes,
            self._calculator,
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
        is_same = self._view is not None and (
            self._view.next_step == view.next_step
            and self._view.section.section_id == view.section.section_id
        )
        if not is_same:
            self._show_question(is_asking=False)
        self._view = view
        self._render()

    def show_aids(self, aids: AidsView, open_aid: Aid | None) -> None:
        """Offer the aids that the session's rules give."""
        self._aids = aids
        self._open_aid = open_aid
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
        show_icon(self._notes, Icon.NOTE, look)
        show_icon(self._calculator, Icon.CALCULATOR, look)
        self._render()

    def show_narrow(
        self, *, is_narrow: bool, has_list: bool, has_case: bool, shows_case: bool
    ) -> None:
        """Offer list and case where they are not beside the task."""
        self._is_narrow = is_narrow
        self._has_list = has_list
        self._has_case = has_case
        self._shows_case = shows_case
        self._show_question(is_asking=not self._question.isHidden())
        self._render()

    def has_keyboard(self) -> bool:
        """Return whether the keyboard is at a button that goes on or back."""
        ways = (self._previous, self._next)
        return any(button.hasFocus() and button.isEnabled() for button in ways)

    def focus_hand_in(self) -> None:
        """Let the keyboard be at the one way that is left."""
        self._hand_in.setFocus()

    def go_on(self) -> None:
        """Do what the button for going on does."""
        if self._view is None:
            return
        step = self._view.next_step
        if step.kind is NextKind.TASK:
            self.go_to(step.task_id)
        elif step.kind is NextKind.LEAVE_SCENE:
            self._ask("")

    def go_back(self) -> None:
        """Do what the button for going back does."""
        if self._view is not None and self._view.previous_task_id:
            self.go_to(self._view.previous_task_id)

    def go_to(self, task_id: str) -> None:
        """Go to a task; ask first where that leaves the section for good."""
        if self._view is not None and task_id in self._view.section.leaves_for:
            self._ask(task_id)
        else:
            self.task_wanted.emit(task_id)

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
        self._show_question(is_asking=not self._question.isHidden())
        self._name(self._notes, look.text("aids.notes"))
        self._name(self._calculator, look.text("aids.calculator"))
        set_state(self._notes, "on", self._open_aid is Aid.NOTES)
        set_state(self._calculator, "on", self._open_aid is Aid.CALCULATOR)
        self._render_question(view, look)
        leaves = kind is NextKind.LEAVE_SCENE
        self._next.setText(look.text("exam.next_scene" if leaves else "exam.next"))
        self._next.setEnabled(kind is not NextKind.LAST)
        set_state(
            self._hand_in, "role", "primary" if kind is NextKind.LAST else "plain"
        )

    def _name(self, aid: QPushButton, words: str) -> None:
        """Say what a button opens; in a narrow window the icon has to do."""
        aid.setText("" if self._is_narrow else words)
        aid.setAccessibleName(words)
        aid.setToolTip(words)

    def _ask(self, task_id: str) -> None:
        self._asked_task = task_id
        self._show_question(is_asking=True)
        self._render()
        self._stay.setFocus()
        announce(self._question, self._question.text())

    def _render_question(self, view: ExamView, look: Look) -> None:
        section = view.section
        if not self._asked_task:
            self._question.setText(look.text("exam.leave_scene_question"))
            self._stay.setText(look.text("exam.leave_scene_stay"))
            self._leave.setText(look.text("exam.leave_scene_confirm"))
            return
        if section.unanswered:
            title, count = section.title, section.unanswered
            words = look.text("section.leave_question_open", title=title, count=count)
        else:
            words = look.text("section.leave_question", title=section.title)
        self._question.setText(words)
        self._stay.setText(look.text("section.leave_stay"))
        self._leave.setText(look.text("section.leave_confirm"))

    def _leave_for_good(self) -> None:
        assert self._view is not None
        step, task_id = self._view.next_step, self._asked_task
        self._show_question(is_asking=False)
        if task_id:
            self.task_wanted.emit(task_id)
        else:
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
        self._notes.setVisible(self._aids.has_notes and not is_asking)
        self._calculator.setVisible(self._aids.has_calculator and not is_asking)
