"""A running sitting on the screens: the candidate's acts in, views out.

Lives on the interface thread. The engine decides, the writer saves; this only carries.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer

from kiosk.app.aids_desk import AidsDesk
from kiosk.app.clock_desk import ClockDesk
from kiosk.app.controller_parts import ControllerParts
from kiosk.app.exam_sounds import ExamSounds
from kiosk.app.hand_in_desk import HandInDesk
from kiosk.app.notices import NoticeBoard
from kiosk.app.running_sitting import RunningSitting, SaveState
from kiosk.clock import Moment, moment
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.sitting.sitting import Sitting
from kiosk.ui.item_views.content_widget import no_media
from kiosk.ui.presenters.exam_view import (
    exam_view,
    open_task_id,
    place_on_screen,
    task_view,
)
from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.save_marks import save_marks
from question_bank.formats.form import tasks_of
from question_bank.formats.order import Order, OrderKind
from question_bank.items.response import Response, TextResponse, is_answered

TICK_MS = 200
"""The clock's second hand jumps by less than the eye notices; typed text is saved in time."""


_ENDS_ANSWERING = frozenset(
    {OrderKind.LOCK, OrderKind.RELEASE, OrderKind.HAND_IN, OrderKind.CLOSE}
)
"""Orders before which what plays, records or is composed is brought to its end."""


class ExamDesk:
    """Shows one running sitting at a time.

    Args (of the constructor):
        server_age_ms: Time since the server's last word.
        on_changed: Called when the sitting was locked, unlocked, ended or released.
    """

    def __init__(
        self,
        parts: ControllerParts,
        notices: NoticeBoard,
        server_age_ms: Callable[[], int],
        on_changed: Callable[[], None],
    ) -> None:
        self._window = window = parts.window
        self._clock = parts.seat.clock
        self._sounds = ExamSounds(window, parts.sound, parts.background, self, notices)
        self._times = ClockDesk(window, self)
        self._aids = AidsDesk(window.exam, self)
        self._end = HandInDesk(window, self, self._sounds.settle, on_changed)
        self._server_age_ms = server_age_ms
        self._on_changed = on_changed
        self._running: RunningSitting | None = None
        self._current_task = ""
        self._shown_scene = ""
        self._seen_versions: object = None
        self._timer = QTimer(window)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._connect()

    @property
    def has_sound(self) -> bool:
        """Whether volume and devices mean something in what is on the screen."""
        return self._sounds.has_sound

    # ------------------------------------------------------------ from the controller

    def begin(self, running: RunningSitting) -> None:
        """Show a sitting where it stands: at its first task, or where it was left."""
        sitting = running.sitting
        assert sitting is not None  # what was handed in is shown as a receipt
        self._running = running
        ready = running.ready
        policies = ready.package.manifest.policies
        self._times.begin(ready.form, policies)
        self._aids.begin(ready.form, policies)
        self._end.begin(ready.form)
        self._window.exam.take_media(lambda name: ready.pictures.get(name, b""))
        self._sounds.begin(running)
        self._shown_scene = ""
        self._current_task = sitting.record.current_task
        if self._current_task:
            self._sounds.enter_task(self._current_task)
        else:
            self._go_to(sitting.rules.task_ids[0])
        responses = sitting.responses()
        self._window.exam.prepare(
            task_view(place, sitting.record, responses)
            for place in tasks_of(ready.form)
        )
        self.show_saves(running.saves)
        self._times.show()
        self._timer.start()

    def show(self) -> None:
        """Bring the exam screen up (again)."""
        self._sounds.resume()
        self.refresh()
        self._window.show_screen(self._window.exam)

    def end(self) -> None:
        """Forget the sitting; nothing of it stays on a screen."""
        self._sounds.end()
        self._timer.stop()
        self._running = None
        self._times.end()
        self._window.exam.show_nothing()
        self._window.exam.take_media(no_media)
        self._window.show_save_failure(None)
        self._window.show_message("")
        self._window.header.show_saves(None)

    def stop(self, wait_s: float) -> None:
        """The program ends: what was typed last and a take's last piece become entries."""
        sitting = self.sitting
        if sitting is not None:
            self._window.exam.finish_typing()
            self.submit(sitting.write_typed(self.now()))
        self._sounds.finish(wait_s)

    def settle(self, then: Callable[[], None]) -> None:
        """End what plays and records, then call `then`; at once when nothing does."""
        self._sounds.settle(then)

    def before(self, kind: OrderKind, then: Callable[[], None]) -> None:
        """Call `then`, which does what an order of this kind does.

        At once, or when a take that runs has ended whole: a lock, a hand-in and a move
        wait for that, 0.3 s at most, and what comes after them waits for them.
        """
        if kind in _ENDS_ANSWERING:
            self._sounds.settle(then)
        else:
            self._sounds.in_turn(then)

    def apply_order(self, order: Order) -> None:
        """Do what the proctor ordered, once.

        Every seat of the room hears every order: what is for others disturbs nobody here.
        """
        sitting = self.sitting
        if sitting is not None and sitting.concerns(order):
            self.before(order.kind, lambda: self._apply(order))

    def _apply(self, order: Order) -> None:
        sitting = self.sitting
        if sitting is None or self._running is None:
            return
        if order.kind in _ENDS_ANSWERING:
            self._window.exam.finish_typing()
        drafts = sitting.apply_order(order, self.now())
        self.submit(drafts)
        if not drafts:
            return
        if order.kind is OrderKind.MESSAGE:
            self._window.show_message(order.text)
        self._times.restart()
        self._times.show()
        self._on_changed()

    def show_saves(self, saves: SaveState) -> None:
        """Show what was acknowledged by the disk and by the server."""
        sitting = self.sitting
        typing = sitting is not None and sitting.has_unwritten_text
        marks = save_marks(
            saved_seq=saves.answer_seq,
            pending=saves.waiting_answers + typing,
            server_seq=saves.server.seq,
            failing=bool(saves.failing),
            server_age_ms=self._server_age_ms(),
        )
        self._window.header.show_saves(marks)
        failure = message("banner.save_failure", code=saves.failing)
        self._window.show_save_failure(failure if saves.failing else None)

    # ------------------------------------------------------------ the candidate's acts

    def _connect(self) -> None:
        exam, hand_in = self._window.exam, self._window.hand_in
        exam.response_chosen.connect(self._on_response)
        exam.text_edited.connect(self._on_text)
        exam.task_wanted.connect(self._on_task)
        exam.scene_wanted.connect(self._on_scene)
        exam.scene_passed.connect(self._on_scene_passed)
        exam.mark_clicked.connect(self._on_mark)
        exam.hand_in_wanted.connect(self._on_hand_in_wanted)
        hand_in.back_wanted.connect(self.show)
        hand_in.task_wanted.connect(self._on_task_before_end)

    def _on_response(self, task_id: str, response: Response) -> None:
        sitting = self.sitting
        if sitting is not None:
            self.submit(sitting.enter_response(task_id, response, self.now()))
            self.refresh()

    def _on_text(self, task_id: str, text: str) -> None:
        sitting = self.sitting
        if sitting is not None and self._running is not None:
            response = TextResponse(text=text)
            was_answered = is_answered(sitting.response(task_id))
            self.submit(sitting.enter_response(task_id, response, self.now()))
            self.show_saves(self._running.saves)
            if is_answered(response) is not was_answered:
                self.refresh()  # the list says so at once

    def _on_task(self, task_id: str) -> None:
        if task_id == self._current_task or self._may_leave(
            lambda: self._on_task(task_id)
        ):
            self._go_to(task_id)
            self.show()

    def _on_task_before_end(self, task_id: str) -> None:
        self.show()
        self._window.exam.ask_to_leave_for(task_id)

    def _may_leave(self, go: Callable[[], None]) -> bool:
        """Ask before a take that runs is left; `go` comes later if it is to be."""
        may_leave = self._sounds.ask_to_leave(go)
        if not may_leave:
            self._window.exam.bring_up_answer()
        return may_leave

    def _on_scene(self, _item_id: str, scene_id: str) -> None:
        self._shown_scene = scene_id
        self.refresh()

    def _on_scene_passed(self, item_id: str, scene_id: str) -> None:
        sitting = self.sitting
        if sitting is None or self._running is None:
            return
        if not self._may_leave(lambda: self._on_scene_passed(item_id, scene_id)):
            return
        self.submit(sitting.pass_scene(item_id, scene_id, self.now()))
        # The view leads from the task that was left to the scene that is open now.
        form = self._running.ready.form
        self._go_to(open_task_id(form, sitting.record, self._current_task))
        self.refresh()

    def _on_mark(self, task_id: str, is_marked: bool) -> None:
        sitting = self.sitting
        if sitting is not None:
            drafts = sitting.set_mark(task_id, self.now(), is_marked=is_marked)
            self.submit(drafts)
            self.refresh()

    def _on_hand_in_wanted(self) -> None:
        if not self._may_leave(self._on_hand_in_wanted):
            return
        self._end.show()

    # ------------------------------------------------------------ time

    def _on_tick(self) -> None:
        sitting = self.sitting
        if sitting is None or self._running is None:
            return
        if self._times.is_something_over():
            self._window.exam.finish_typing()
        was_over, passed = sitting.is_over, sitting.record.sections.passed
        self.submit(sitting.tick(self.now()))
        self._times.show()
        self.show_saves(self._running.saves)
        for section_id in sitting.record.sections.passed - passed:
            self._sounds.settle(partial(self._lead_on, section_id))
        if sitting.is_over and not was_over:
            self._on_changed()
            return
        self._end.follow()
        if sitting.record.earlier_texts is not self._seen_versions:
            self.refresh()  # there is a version more to go back to

    def _lead_on(self, section_id: str) -> None:
        """Go on from a section whose time is up, and say so."""
        sitting = self.sitting
        if sitting is None or self._running is None or not sitting.is_answering:
            return
        self._go_to(self._current_task)
        form = self._running.ready.form
        place = place_on_screen(form, sitting.record, self._current_task)
        title = self._times.title_of(section_id)
        if place is None:
            told = message("section.time_up_last", title=title)
        else:
            told = message("section.time_up", title=title, next=place.section.title)
        self._window.show_time_warning(told)
        self.refresh()

    # ------------------------------------------------------------ inside

    @property
    def sitting(self) -> Sitting | None:
        """The sitting on the screen."""
        return None if self._running is None else self._running.sitting

    def now(self) -> Moment:
        """Return what both clocks say."""
        return moment(self._clock)

    def submit(self, drafts: tuple[EntryDraft, ...]) -> None:
        """Hand drafts to the writer, and show that they wait."""
        if drafts and self._running is not None:
            self._running.submit(drafts)
            self.show_saves(self._running.saves)

    def _go_to(self, task_id: str) -> None:
        sitting = self.sitting
        if sitting is None or self._running is None:
            return
        self._shown_scene = ""
        self._current_task = task_id or self._current_task
        form = self._running.ready.form
        place = place_on_screen(form, sitting.record, self._current_task)
        shown = open_task_id(form, sitting.record, self._current_task)
        if shown:
            self._current_task = shown
            self.submit(sitting.show_task(shown, self.now()))
            self._sounds.enter_task(shown)
        elif place is not None:
            here = place.task.task_id
            self.submit(sitting.enter_section_of(here, self.now()))
            self._sounds.enter_task(here)

    def refresh(self) -> None:
        """Show where the candidate is, and what was answered."""
        sitting = self.sitting
        if sitting is None or self._running is None:
            return
        self._seen_versions = sitting.record.earlier_texts
        self._window.exam.show_exam(
            exam_view(
                self._running.ready.form,
                sitting.record,
                sitting.responses(),
                self._current_task,
                self._shown_scene,
            )
        )
