"""From an item's record to what the solver may know of it. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from question_bank.assembly.pool import (
    DEFAULT_DIFFICULTY,
    DEFAULT_DISCRIMINATION,
    DEFAULT_SECONDS,
    SPOKEN_EXTRA_S,
    ItemKind,
    PoolItem,
    PoolTask,
)
from question_bank.formats.item_record import (
    ItemRecord,
    item_id_of_record,
    tags_of_task,
)
from question_bank.identifiers import TaskId
from question_bank.items.case import Case
from question_bank.items.estimate import TaskEstimate
from question_bank.items.item import tasks_in
from question_bank.items.multiple_choice import MultipleChoice
from question_bank.items.short_answer import ShortAnswer
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.items.task import Task
from question_bank.items.true_false import TrueFalse, TrueFalseKey
from question_bank.statistics.form_figures import TaskFigures

_KINDS: Mapping[type, ItemKind] = MappingProxyType(
    {
        SingleChoice: ItemKind.SINGLE_CHOICE,
        MultipleChoice: ItemKind.MULTIPLE_CHOICE,
        TrueFalse: ItemKind.TRUE_FALSE,
        ShortAnswer: ItemKind.SHORT_ANSWER,
        SpokenAnswer: ItemKind.SPOKEN_ANSWER,
        Case: ItemKind.CASE,
    }
)


def pool_item_of(
    record: ItemRecord, version: int, estimates: Mapping[TaskId, TaskEstimate]
) -> PoolItem:
    """Return the pool item of a version; what nobody estimated gets marked defaults."""
    tasks = tasks_in(record.item)
    return PoolItem(
        item_id=item_id_of_record(record),
        version=version,
        kind=_KINDS[type(record.item)],
        tasks=tuple(
            _pool_task(record, task, estimates.get(task.task_id)) for task in tasks
        ),
        key=_key_letter(record, tasks[0]) if len(tasks) == 1 else None,
    )


def _pool_task(
    record: ItemRecord, task: Task, estimate: TaskEstimate | None
) -> PoolTask:
    kind = _KINDS[type(task)]
    difficulty, discrimination = DEFAULT_DIFFICULTY[kind], DEFAULT_DISCRIMINATION
    is_assumed = estimate is None or estimate.discrimination_permille is None
    if estimate is not None:
        difficulty = estimate.difficulty_permille
        if estimate.discrimination_permille is not None:
            discrimination = estimate.discrimination_permille
    return PoolTask(
        task_id=task.task_id,
        kind=kind,
        tags=tags_of_task(record, task.task_id),
        figures=TaskFigures(
            points=task.points,
            difficulty_permille=difficulty,
            discrimination_permille=discrimination,
            expected_s=record.expected_times_s.get(task.task_id)
            or default_seconds(task),
        ),
        is_assumed=is_assumed,
    )


def default_seconds(task: Task) -> int:
    """Return how long a task takes where its author did not say."""
    if isinstance(task, SpokenAnswer):
        return task.preparation_s + task.answer_s + SPOKEN_EXTRA_S
    return DEFAULT_SECONDS[_KINDS[type(task)]]


def _key_letter(record: ItemRecord, task: Task) -> str | None:
    key = record.keys[task.task_id]
    if isinstance(key, TrueFalseKey):
        return "T" if key.is_true else "F"
    if isinstance(key, SingleChoiceKey) and isinstance(task, SingleChoice):
        ids = [option.option_id for option in task.options]
        return chr(ord("A") + ids.index(key.correct_option))
    return None
