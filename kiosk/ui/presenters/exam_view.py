"""What the exam screen shows: the task, its case, the list, and where one can go. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.ui.presenters.case_view import CaseView, case_view
from kiosk.ui.presenters.question_list import QuestionListView, question_list
from kiosk.ui.presenters.scene_order import can_go_to, is_open, open_scene
from question_bank.formats.form import Form, PlacedTask, tasks_of
from question_bank.items.case import Case, Scene
from question_bank.items.content import Block
from question_bank.items.response import Response
from question_bank.items.task import Task
from question_bank.journal.sitting_record import SittingRecord


class NextKind(StrEnum):
    """What the button for going on does."""

    TASK = "task"
    LEAVE_SCENE = "leave_scene"
    """Leaves a one-way scene for good; asked once more."""
    LAST = "last"
    """Nothing comes after this; the hand-in is the next step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """Where going on leads; the ids that its kind needs, else empty."""

    kind: NextKind
    task_id: str = ""
    item_id: str = ""
    scene_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One task with what was entered.

    Attributes:
        response: What the fields hold when the task comes on the screen.
    """

    number: int
    task: Task
    response: Response | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamView:
    """What the exam screen shows.

    Attributes:
        section_instructions: Content above the section's first tasks; may be empty.
        task: None for a one-way scene without tasks.
        case: None for a plain item.
        previous_task_id: Empty when there is none that is open.
    """

    form_title: str
    section_title: str
    section_instructions: tuple[Block, ...]
    task: TaskView | None
    case: CaseView | None
    questions: QuestionListView
    is_marked: bool
    previous_task_id: str
    next_step: NextStep


def exam_view(
    form: Form,
    record: SittingRecord,
    responses: Mapping[str, Response] | None = None,
    current_task: str = "",
    shown_scene: str = "",
) -> ExamView:
    """Return the exam screen.

    Args:
        responses: What was entered last; None: what the record has.
        current_task: Empty: the record's own, and at the start the first of the form.
            A task in a one-way scene that was passed leads to the scene that is open.
        shown_scene: Scene that the candidate looks at beside a task of a free case;
            empty: the task's own.
    """
    entered = record.responses if responses is None else responses
    places = tasks_of(form)
    place, is_scene_alone = _where(places, record, current_task or record.current_task)
    task_id = "" if is_scene_alone else place.task.task_id
    return ExamView(
        form_title=form.title,
        section_title=place.section.title,
        section_instructions=place.section.instructions,
        task=None
        if is_scene_alone
        else TaskView(
            number=place.number, task=place.task, response=entered.get(task_id)
        ),
        case=case_view(place, record.passed_scenes, shown_scene),
        questions=question_list(form, record, entered, task_id),
        is_marked=task_id in record.marked,
        previous_task_id=_previous(
            places, place, record, is_scene_alone=is_scene_alone
        ),
        next_step=_next(places, place, record, is_scene_alone=is_scene_alone),
    )


def open_task_id(form: Form, record: SittingRecord, wanted: str = "") -> str:
    """Return the task that the screen is at when `wanted` is asked for; "" for none.

    The controller journals this one as shown: it is `wanted` unless that is closed.
    """
    place, is_scene_alone = _where(
        tasks_of(form), record, wanted or record.current_task
    )
    return "" if is_scene_alone else place.task.task_id


def _where(
    places: Sequence[PlacedTask], record: SittingRecord, task_id: str
) -> tuple[PlacedTask, bool]:
    """Return the place on the screen, and whether only its scene is shown."""
    index = _index(places, task_id)
    wanted = places[index]
    if is_open(wanted, record.passed_scenes):
        return wanted, False
    case = wanted.item
    scene = open_scene(case, record.passed_scenes) if isinstance(case, Case) else None
    if scene is None:
        return _nearest_open(places, index, record), False
    if not scene.tasks:
        return wanted, True
    return places[_index(places, scene.tasks[0].task_id)], False


def _nearest_open(
    places: Sequence[PlacedTask], index: int, record: SittingRecord
) -> PlacedTask:
    ahead = (*places[index:], *reversed(places[:index]))
    for place in ahead:
        if is_open(place, record.passed_scenes):
            return place
    return places[index]  # everything is passed: its page is shown, closed


def _index(places: Sequence[PlacedTask], task_id: str) -> int:
    for index, place in enumerate(places):
        if place.task.task_id == task_id:
            return index
    return 0


def _previous(
    places: Sequence[PlacedTask],
    here: PlacedTask,
    record: SittingRecord,
    *,
    is_scene_alone: bool,
) -> str:
    for place in reversed(places[: here.number - 1]):
        if is_scene_alone and place.item is here.item:
            continue  # it would lead to this very scene
        if can_go_to(place, record.passed_scenes):
            return place.task.task_id
    return ""


def _next(
    places: Sequence[PlacedTask],
    here: PlacedTask,
    record: SittingRecord,
    *,
    is_scene_alone: bool,
) -> NextStep:
    case = here.item
    if isinstance(case, Case) and case.is_one_way:
        scene = open_scene(case, record.passed_scenes)
        if scene is not None and (is_scene_alone or _is_last_of(scene, here)):
            return NextStep(
                kind=NextKind.LEAVE_SCENE, item_id=case.item_id, scene_id=scene.scene_id
            )
    for place in places[here.number :]:
        if can_go_to(place, record.passed_scenes):
            return NextStep(kind=NextKind.TASK, task_id=place.task.task_id)
    return NextStep(kind=NextKind.LAST)


def _is_last_of(scene: Scene, here: PlacedTask) -> bool:
    return bool(scene.tasks) and scene.tasks[-1].task_id == here.task.task_id
