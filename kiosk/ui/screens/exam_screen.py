"""Answering: the list at the left, the case and the task in the middle, the ways below."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.item_views.content_widget import MediaProvider
from kiosk.ui.item_views.own_clipboard import OwnClipboard
from kiosk.ui.item_views.sound_board import SoundBoard
from kiosk.ui.item_views.zoomable_picture import PictureView
from kiosk.ui.look import Look
from kiosk.ui.presenters.aids import Aid, AidsView
from kiosk.ui.presenters.exam_view import ExamView, TaskView
from kiosk.ui.presenters.section_view import SectionClockView
from kiosk.ui.presenters.versions_view import VersionsView
from kiosk.ui.screens.exam_panes import ExamPanes
from kiosk.ui.screens.zoom_panel import ZoomPanel


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
        option_struck: An option was crossed out or no more: task id, option id, whether.
        notes_edited: The scratch pad was changed: all of it.
        versions_wanted: Show earlier versions of a text: task id.
        restore_wanted: Put an earlier version back: task id, the text.
    """

    response_chosen = Signal(str, object)
    text_edited = Signal(str, str)
    task_wanted = Signal(str)
    scene_wanted = Signal(str, str)
    scene_passed = Signal(str, str)
    mark_clicked = Signal(str, bool)
    hand_in_wanted = Signal()
    option_struck = Signal(str, str, bool)
    notes_edited = Signal(str)
    versions_wanted = Signal(str)
    restore_wanted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("exam")
        self._view: ExamView | None = None
        self._aids = AidsView()
        self._clipboard = OwnClipboard()
        self._zoomed_from: QWidget | None = None
        self.sounds = SoundBoard(self)
        self._panes = ExamPanes(self, self._clipboard)
        self._zoom = ZoomPanel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panes)
        column.addWidget(self._zoom)
        self._connect()

    def take_media(self, media: MediaProvider) -> None:
        """Take where pictures come from: the opened package."""
        self._panes.scene.take_media(media)
        self._panes.task.take_media(media)

    def prepare(self, views: Iterable[TaskView]) -> None:
        """Make tasks ready ahead, so that going to one takes no time."""
        self._panes.task.prepare(views)

    def show_exam(self, view: ExamView) -> None:
        """Show where the candidate is; typed text stays while the task stays."""
        is_other_task = self._view is None or _task(self._view) != _task(view)
        is_other_task = is_other_task or view.is_all_closed
        is_other_scene = self._view is None or _scene(self._view) != _scene(view)
        self._view = view
        self._panes.show_view(view)
        if is_other_task or is_other_scene:
            self._close_zoom()
            is_scene_alone = view.case is not None and view.task is None
            self._panes.leave_place(is_reading=is_other_scene or is_scene_alone)
        self._show_ways()
        self._panes.arrange()
        if is_other_task and not self._panes.bar.has_keyboard():
            self._panes.focus_content()

    def bring_up_answer(self) -> None:
        """Show where the answer is given, also where the screen is narrow."""
        self._panes.leave_place(is_reading=False)
        self._panes.arrange()
        self._panes.task.focus_answer()

    def show_nothing(self) -> None:
        """Forget the sitting: nothing of it stays in a widget."""
        self._view = None
        self._clipboard.clear()
        self._close_zoom()
        self._panes.forget()

    def show_aids(self, aids: AidsView, notes: str = "") -> None:
        """Offer what the session's rules give; `notes` is what was written before."""
        self._aids = aids
        with QSignalBlocker(self._panes.dock.notes):
            self._panes.dock.notes.show_notes(notes)
        self._show_ways()

    def show_section_clock(self, view: SectionClockView | None) -> None:
        """Show the time left in the section; None without a limit."""
        self._panes.section.show_clock(view)

    def show_versions(self, view: VersionsView) -> None:
        """Show earlier versions of the text on the screen."""
        self._panes.dock.versions.show_versions(view)
        self._open_aid(Aid.VERSIONS)

    def restore_text(self, text: str) -> None:
        """Put an earlier version into the field; it is told like a text that is typed."""
        field = self._panes.task.text_field
        if field is not None:
            self._close_aid()
            field.restore(text)

    def ask_to_leave_for(self, task_id: str) -> None:
        """Go to a task as if its number were pressed: leaving a section asks first."""
        self._panes.bar.go_to(task_id)

    def show_look(self, look: Look) -> None:
        """Show everything in this look; typed text stays."""
        self._panes.show_look(look)
        self._zoom.show_look(look)

    def finish_typing(self) -> None:
        """Take what an input method composes into the text, before anything ends it.

        The app calls it before a lock or a hand-in that the candidate did not ask for.
        """
        self._panes.task.finish_typing()
        self._panes.dock.notes.finish_typing()

    def _show_ways(self) -> None:
        self._panes.bar.show_aids(self._aids, self._panes.dock.open_aid)
        if self._view is not None:
            self._panes.bar.show_ways(self._view)

    # ------------------------------------------------------------ aids and pictures

    def _turn_aid(self, aid: Aid) -> None:
        has_aid = {
            Aid.NOTES: self._aids.has_notes,
            Aid.CALCULATOR: self._aids.has_calculator,
        }
        if not has_aid.get(aid):
            return
        if self._panes.dock.open_aid is aid:
            self._close_aid()
        else:
            self._open_aid(aid)

    def _open_aid(self, aid: Aid) -> None:
        self._panes.task.finish_typing()
        self._panes.wants_list = False
        self._panes.dock.show_aid(aid)
        self._show_ways()
        self._panes.arrange()
        self._panes.dock.focus_first()

    def _close_aid(self) -> None:
        self._panes.dock.notes.finish_typing()
        self._panes.dock.show_aid(None)
        self._show_ways()
        self._panes.arrange()
        self._panes.focus_content()

    def _insert(self, text: str) -> None:
        field = self._panes.task.text_field
        if field is not None:
            field.put(text)

    def _show_zoom(self, view: PictureView) -> None:
        self._zoomed_from = self.focusWidget()
        self._panes.hide()
        self._zoom.show()
        self._zoom.show_picture(view)

    def _close_zoom(self) -> None:
        if self._zoom.isHidden():
            return
        self._zoom.hide()
        self._zoom.forget()
        self._panes.show()
        if self._zoomed_from is not None:
            self._zoomed_from.setFocus()
        self._zoomed_from = None

    # ------------------------------------------------------------ ways

    def _connect(self) -> None:
        panes = self._panes
        for panel in (panes.task, panes.scene):
            panel.zoom_wanted.connect(self._show_zoom)
        panes.task.response_chosen.connect(self.response_chosen)
        panes.task.text_edited.connect(self.text_edited)
        panes.task.option_struck.connect(self.option_struck)
        panes.task.versions_wanted.connect(self.versions_wanted)
        panes.list.task_wanted.connect(panes.bar.go_to)
        panes.scene.scene_wanted.connect(self._look_at_scene)
        panes.bar.task_wanted.connect(self._go_to)
        panes.bar.scene_passed.connect(self._pass_scene)
        panes.bar.mark_clicked.connect(self.mark_clicked)
        panes.bar.hand_in_wanted.connect(self._hand_in)
        panes.bar.list_wanted.connect(self._turn_list)
        panes.bar.case_wanted.connect(self._turn_case)
        panes.bar.aid_wanted.connect(self._turn_aid)
        panes.dock.closed.connect(self._close_aid)
        panes.dock.notes.edited.connect(self.notes_edited)
        panes.dock.calculator.insert_wanted.connect(self._insert)
        panes.dock.versions.restore_wanted.connect(self.restore_wanted)
        self._zoom.closed.connect(self._close_zoom)

    def take_keys_from(self, ground: QWidget) -> None:
        """Take the exam's keys wherever the keyboard is on `ground`, while this shows.

        So that they work after something in the header was pressed, too.
        """
        bar = self._panes.bar
        keys = (
            ("Alt+Right", bar.go_on),
            ("Alt+Left", bar.go_back),
            ("Alt+M", bar.turn_mark),
            ("Alt+L", self._go_to_list),
            ("Ctrl+Alt+N", lambda: self._turn_aid(Aid.NOTES)),
            ("Ctrl+Alt+J", lambda: self._turn_aid(Aid.CALCULATOR)),
        )
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), ground)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._act, act))

    def _act(self, act: Callable[[], None]) -> None:
        if self.isVisible():
            act()

    def _go_to(self, task_id: str) -> None:
        self._panes.task.finish_typing()
        self._panes.wants_list = False
        self._panes.arrange()
        self.task_wanted.emit(task_id)

    def _go_to_list(self) -> None:
        if self._panes.list.isHidden():
            self._turn_list()
        self._panes.list.focus_list()

    def _look_at_scene(self, scene_id: str) -> None:
        if self._view is not None and self._view.case is not None:
            self.scene_wanted.emit(self._view.case.item_id, scene_id)

    def _pass_scene(self, item_id: str, scene_id: str) -> None:
        self._panes.task.finish_typing()
        self.scene_passed.emit(item_id, scene_id)

    def _hand_in(self) -> None:
        self.finish_typing()
        self.hand_in_wanted.emit()

    def _turn_list(self) -> None:
        self._panes.wants_list = not self._panes.wants_list
        self._panes.arrange()

    def _turn_case(self) -> None:
        self._panes.wants_list = False
        self._panes.wants_case = not self._panes.wants_case
        self._panes.arrange()


def _task(view: ExamView) -> str:
    return view.task.task.task_id if view.task is not None else ""


def _scene(view: ExamView) -> str:
    return view.case.scene_id if view.case is not None else ""
