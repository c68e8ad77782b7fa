"""Cases (综合案例分析): tasks around scenes, free or one-way. Pure.

In a one-way case (row 25) the scenes come one after the other, and a scene that was
left cannot be entered again; the journal then holds `scene_passed`.
"""

from collections.abc import Iterator
from typing import Annotated

import msgspec

from question_bank.items.content import Content, content_problems
from question_bank.items.field_types import ItemIdField, Line, Record, SceneIdField
from question_bank.items.task import Task, task_problems

MOST_SCENES = 20
MOST_TASKS_A_SCENE = 50


class Scene(Record, frozen=True, kw_only=True):
    """What is seen and heard at one point of the case, and what is asked about it."""

    scene_id: SceneIdField
    title: Line
    content: Content
    tasks: Annotated[tuple[Task, ...], msgspec.Meta(max_length=MOST_TASKS_A_SCENE)]


class Case(Record, frozen=True, kw_only=True, tag="case", tag_field="kind"):
    """An item of scenes, each with tasks of any kind; a scene may have none.

    Attributes:
        stem: What stays in sight through all scenes; may be empty.
        is_one_way: Scenes are passed in order, with no way back.
    """

    item_id: ItemIdField
    title: Line
    stem: Content
    is_one_way: bool
    scenes: Annotated[
        tuple[Scene, ...], msgspec.Meta(min_length=1, max_length=MOST_SCENES)
    ]


def case_problems(case: Case) -> tuple[str, ...]:
    """Return what is wrong with the case and its tasks beyond types."""
    return tuple(_problems(case))


def _problems(case: Case) -> Iterator[str]:
    for found in content_problems(case.stem, may_be_empty=True):
        yield f"stem: {found}"
    if len({scene.scene_id for scene in case.scenes}) != len(case.scenes):
        yield "scenes: two scenes have the same id"
    if not any(scene.tasks for scene in case.scenes):
        yield "scenes: no scene has a task"
    for index, scene in enumerate(case.scenes):
        for found in content_problems(scene.content):
            yield f"scenes[{index}].content: {found}"
        for task_index, task in enumerate(scene.tasks):
            for found in task_problems(task):
                yield f"scenes[{index}].tasks[{task_index}].{found}"
