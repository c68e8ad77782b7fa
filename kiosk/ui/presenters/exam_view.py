"""What the exam screen shows: the task, its case, the list, and where one can go. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from kiosk.ui.presenters.case_view import CaseView, case_view
from kiosk.ui.presenters.question_list import QuestionListView, question_list
from kiosk.ui.presenters.reach import can_go_to, is_open
from kiosk.ui.presenters.scene_order import open_scene
from kiosk.ui.presenters.section_view import SectionView, section_view
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
        struck: Ids of the options that are crossed out.
        has_versions: Whether there are earlier versions of its text.
    """

    number: int
    task: Task
    response: Response | None
    struck: frozenset[str] = frozenset()
    has_versions: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamView:
    """What the exam screen shows.

    Attributes:
        section_instructions: Content above the section's first tasks; may be empty.
        section: What leaving the present section means.
        task: None for a one-way scene without tasks, and when everything is closed.
        case: None for a plain item.
        is_all_closed: Whether nothing can be gone to any more; the hand-in is left.
        previous_task_id: Empty when there is none that is open.
    """

    form_title: str
    section_title: str
    section_instructions: tuple[Block, ...]
    section: SectionView
    task: TaskView | None
    case: CaseView | None
    questions: QuestionListView
    is_marked: bool
    previous_task_id: str
    next_step: NextStep
    is_all_closed: bool = False


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
    place, stage = _where(places, record, current_task or record.current_task)
    if stage is _Stage.CLOSED:
        return _closed_view(form, record, entered, place)
    is_scene_alone = stage is _Stage.SCENE
    task_id = "" if is_scene_alone else place.task.task_id
    return ExamView(
        form_title=form.title,
        section_title=place.section.title,
        section_instructions=place.section.instructions,
        section=section_view(places, place, entered),
        task=None if is_scene_alone else task_view(place, record, entered),
        case=case_view(place, record.passed_scenes, shown_scene),
        questions=question_list(form, record, entered, task_id),
        is_marked=task_id in record.marked,
        previous_task_id=_previous(
            places, place, record, is_scene_alone=is_scene_alone
        ),
        next_step=_next(places, place, record, is_scene_alone=is_scene_alone),
    )


def task_view(
    place: PlacedTask, record: SittingRecord, entered: Mapping[str, Response]
) -> TaskView:
    """Return a task with what was entered, struck and written before."""
    task_id = place.task.task_id
    return TaskView(
        number=place.number,
        task=place.task,
        response=entered.get(task_id),
        struck=frozenset(option for task, option in record.struck if task == task_id),
        has_versions=bool(record.earlier_texts.get(task_id)),
    )


def place_on_screen(
    form: Form, record: SittingRecord, wanted: str = ""
) -> PlacedTask | None:
    """Return where the screen is when `wanted` is asked for; None: all is closed.

    Of a scene without tasks it is a task of its case: its section is meant.
    """
    place, stage = _where(tasks_of(form), record, wanted or record.current_task)
    return None if stage is _Stage.CLOSED else place


def open_task_id(form: Form, record: SittingRecord, wanted: str = "") -> str:
    """Return the task that the screen is at when `wanted` is asked for; "" for none.

    The controller journals this one as shown: it is `wanted` unless that is closed.
    """
    place, stage = _where(tasks_of(form), record, wanted or record.current_task)
    return place.task.task_id if stage is _Stage.TASK else ""


class _Stage(Enum):
    TASK = auto()
    SCENE = auto()
    """Only a scene of a one-way case, without a task."""
    CLOSED = auto()
    """Nothing can be gone to any more."""


def _where(
    places: Sequence[PlacedTask], record: SittingRecord, task_id: str
) -> tuple[PlacedTask, _Stage]:
    """Return the place on the screen, and what of it is shown."""
    index = _index(places, task_id)
    wanted = places[index]
    if is_open(wanted, record):
        return wanted, _Stage.TASK
    case = wanted.item
    is_closed = wanted.section.section_id in record.sections.passed
    if is_closed or not isinstance(case, Case):
        return _nearest_open(places, index, record)
    scene = open_scene(case, record.passed_scenes)
    if scene is None:
        return _nearest_open(places, index, record)
    if not scene.tasks:
        return wanted, _Stage.SCENE
    return places[_index(places, scene.tasks[0].task_id)], _Stage.TASK


def _nearest_open(
    places: Sequence[PlacedTask], index: int, record: SittingRecord
) -> tuple[PlacedTask, _Stage]:
    section = places[index].section
    ways = (*places[index:], *reversed(places[:index]))
    # What is still open in the same section comes first: nobody leaves it unasked.
    for place in sorted(ways, key=lambda each: each.section is not section):
        if is_open(place, record):
            return place, _Stage.TASK
        if can_go_to(place, record):
            return place, _Stage.SCENE
    return places[index], _Stage.CLOSED


def _closed_view(
    form: Form,
    record: SittingRecord,
    entered: Mapping[str, Response],
    place: PlacedTask,
) -> ExamView:
    return ExamView(
        form_title=form.title,
        section_title="",
        section_instructions=(),
        section=section_view((), place, entered),
        task=None,
        case=None,
        questions=question_list(form, record, entered),
        is_marked=False,
        previous_task_id="",
        next_step=NextStep(kind=NextKind.LAST),
        is_all_closed=True,
    )


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
        if can_go_to(place, record):
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
        if can_go_to(place, record):
            return NextStep(kind=NextKind.TASK, task_id=place.task.task_id)
    return NextStep(kind=NextKind.LAST)


def _is_last_of(scene: Scene, here: PlacedTask) -> bool:
    return bool(scene.tasks) and scene.tasks[-1].task_id == here.task.task_id
