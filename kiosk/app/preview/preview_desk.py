"""Walks through a form as a candidate would, without clock, journal or seat.

Lives on the interface thread. What is entered stays in memory and nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from kiosk.ui.item_views.content_widget import MediaProvider
from kiosk.ui.presenters.aids import AidsView
from kiosk.ui.presenters.exam_view import exam_view, open_task_id, place_on_screen
from kiosk.ui.presenters.preview_view import KeyPart, key_parts
from kiosk.ui.presenters.versions_view import versions_view
from kiosk.ui.screens.exam_screen import ExamScreen
from question_bank.formats.form import Form, Section, tasks_by_id, tasks_of
from question_bank.formats.form_keys import FormKeys
from question_bank.identifiers import TaskId
from question_bank.items.case import Case
from question_bank.items.estimate import TaskEstimate
from question_bank.items.response import Response, TextResponse
from question_bank.journal.section_times import NO_SECTION
from question_bank.journal.sitting_record import SittingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewForm:
    """What is to be shown.

    Attributes:
        name: For the window's title.
        media: Bytes of a medium of the form; empty when there are none.
        estimates: Of its tasks, as far as they are known.
    """

    name: str
    form: Form
    keys: FormKeys
    media: MediaProvider
    estimates: Mapping[TaskId, TaskEstimate] = field(default_factory=dict)


class PreviewDesk:
    """Carries acts of the screen into a record in memory, and back as views.

    Args (of the constructor):
        on_task: Called with the key parts of the task that came on the screen; empty
            for a scene without tasks.
        on_hand_in: Called when a hand-in is asked for.
    """

    def __init__(
        self,
        screen: ExamScreen,
        preview: PreviewForm,
        on_task: Callable[[tuple[KeyPart, ...]], None],
        on_hand_in: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._preview = preview
        self._on_task_shown = on_task
        self._responses: dict[str, Response] = {}
        self._marked: frozenset[str] = frozenset()
        self._passed: frozenset[tuple[str, str]] = frozenset()
        self._struck: frozenset[tuple[str, str]] = frozenset()
        self._sections = NO_SECTION
        self._notes = ""
        self._current = ""
        self._scene = ""
        screen.take_media(preview.media)
        screen.response_chosen.connect(self._on_response)
        screen.text_edited.connect(self._on_text)
        screen.task_wanted.connect(self.go_to)
        screen.scene_wanted.connect(self._on_scene)
        screen.scene_passed.connect(self.pass_scene)
        screen.mark_clicked.connect(self._on_mark)
        screen.option_struck.connect(self._on_struck)
        screen.notes_edited.connect(self._on_notes)
        screen.versions_wanted.connect(self._on_versions)
        screen.hand_in_wanted.connect(on_hand_in)

    @property
    def task_ids(self) -> tuple[TaskId, ...]:
        """The tasks in the order of the form."""
        return tuple(place.task.task_id for place in tasks_of(self._preview.form))

    def start(self) -> None:
        """Begin at the first task with nothing entered."""
        self._responses = {}
        self._marked = frozenset()
        self._passed = frozenset()
        self._struck = frozenset()
        self._sections = NO_SECTION
        self._notes = ""
        self._screen.show_nothing()
        self._screen.show_aids(AidsView(has_notes=True, has_calculator=True))
        self.go_to(self.task_ids[0])

    def go_to(self, task_id: str) -> None:
        """Bring a task up, or the scene that is open in its place."""
        self._scene = ""
        self._current = task_id
        place = place_on_screen(self._preview.form, self._record(), task_id)
        if place is not None:
            self._enter(place.section)
        self._current = open_task_id(self._preview.form, self._record(), task_id)
        self._render(task_id)

    def _enter(self, section: Section) -> None:
        """Come into a section; a one-way section that is left by it is closed."""
        current = self._sections.current
        for left in self._preview.form.sections:
            is_left = left.section_id == current != section.section_id
            if is_left and left.is_one_way:
                self._sections = self._sections.closed(current, 0)
        self._sections = self._sections.entered(section.section_id, 0)

    def open_at(self, task_id: str) -> None:
        """Begin at a task, as if all scenes before it had been passed."""
        place = tasks_by_id(self._preview.form).get(task_id)
        if place is not None and isinstance(place.item, Case):
            before = takewhile(lambda scene: scene != place.scene, place.item.scenes)
            case_id = place.item.item_id
            self._passed |= {(case_id, scene.scene_id) for scene in before}
        self.go_to(task_id)

    def _record(self) -> SittingRecord:
        return SittingRecord(
            responses=self._responses,
            marked=self._marked,
            current_task=self._current,
            passed_scenes=self._passed,
            struck=self._struck,
            sections=self._sections,
            notes=self._notes,
        )

    def _render(self, wanted: str = "") -> None:
        preview = self._preview
        view = exam_view(
            preview.form,
            self._record(),
            current_task=wanted or self._current,
            shown_scene=self._scene,
        )
        self._screen.show_exam(view)
        if view.task is None:
            self._on_task_shown(())
            return
        place = tasks_by_id(preview.form)[view.task.task.task_id]
        parts = key_parts(place.item, place.task, preview.keys, preview.estimates)
        self._on_task_shown(parts)

    def _on_response(self, task_id: str, response: Response) -> None:
        self._responses[task_id] = response
        self._render()

    def _on_text(self, task_id: str, text: str) -> None:
        self._responses[task_id] = TextResponse(text=text)

    def _on_scene(self, _item_id: str, scene_id: str) -> None:
        self._scene = scene_id
        self._render()

    def pass_scene(self, item_id: str, scene_id: str) -> None:
        """Leave a one-way scene; "start again" is the only way back."""
        self._passed |= {(item_id, scene_id)}
        self.go_to(self._current)

    def _on_mark(self, task_id: str, is_marked: bool) -> None:
        changed = {task_id}
        self._marked = self._marked | changed if is_marked else self._marked - changed
        self._render()

    def _on_struck(self, task_id: str, option_id: str, is_struck: bool) -> None:
        changed = {(task_id, option_id)}
        self._struck = self._struck | changed if is_struck else self._struck - changed
        self._render()

    def _on_notes(self, text: str) -> None:
        self._notes = text

    def _on_versions(self, task_id: str) -> None:
        """Say that there are none: a preview keeps no journal."""
        number = tasks_by_id(self._preview.form)[task_id].number
        self._screen.show_versions(versions_view(task_id, number, (), ""))
