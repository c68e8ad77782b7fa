"""What each candidate answers, and what that must earn: worked out from the YAML key alone.

Nothing of the product's items, forms or scoring is used here: it is the yardstick.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

Response = dict[str, Any]

TEXTS = (
    "一是主观世界与客观世界相统一；二是心理活动内在协调；三是人格相对稳定。",
    "了解对象的需要，目标具体，内容科学，形式适合老年人，并作效果评估。",
    "先倾听和共情，再直接询问自杀的想法，联系家人陪伴，并协助就医。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task of a form source, as the author wrote it.

    Attributes:
        scene_id: Of a case's task; "" otherwise.
    """

    task_id: str
    kind: str
    points: Fraction
    options: tuple[str, ...]
    right: tuple[str, ...]
    is_true: bool
    credit: str
    scene_id: str

    @property
    def is_objective(self) -> bool:
        """Whether a program scores it."""
        return self.kind in {"single_choice", "multiple_choice", "true_false"}


def read_tasks(path: Path) -> tuple[Task, ...]:
    """Return the tasks of a form source in the order of the form."""
    form = yaml.safe_load(path.read_text("utf-8"))
    found = []
    for section in form["sections"]:
        for item in section["items"]:
            if item["kind"] == "case":
                for scene in item["scenes"]:
                    found += [_task(task, scene["id"]) for task in scene["tasks"]]
            else:
                found.append(_task(item, ""))
    return tuple(found)


def _task(source: Mapping[str, Any], scene_id: str) -> Task:
    answer = source.get("answer", ())
    is_list = isinstance(answer, list)
    return Task(
        task_id=source["id"],
        kind=source["kind"],
        points=Fraction(str(source["points"])),
        options=tuple(source.get("options", ())),
        right=tuple(sorted(answer)) if is_list else (str(answer),),
        is_true=answer in {"对", True} if not is_list else False,
        credit=source.get("credit", "exact"),
        scene_id=scene_id,
    )


def earned(task: Task, response: Response | None) -> Fraction:
    """Return what a response to an objective task earns.

    A wrong option earns nothing. Exact credit: all or nothing. Partial credit: each
    right option its share.
    """
    if response is None:
        return Fraction(0)
    if task.kind == "true_false":
        return task.points if response["truth"] is task.is_true else Fraction(0)
    chosen, right = set(response["options"]), set(task.right)
    if not chosen or chosen - right:
        return Fraction(0)
    if task.kind == "single_choice" or task.credit == "exact":
        return task.points if chosen == right else Fraction(0)
    return task.points * len(chosen) / len(right)


def expected_points(
    tasks: tuple[Task, ...], responses: Mapping[str, Response]
) -> Fraction:
    """Return the objective points of a whole form."""
    return sum(
        (earned(t, responses.get(t.task_id)) for t in tasks if t.is_objective),
        Fraction(0),
    )


def _all_right(task: Task) -> Response | None:
    if task.kind == "true_false":
        return {"truth": task.is_true}
    return {"options": list(task.right)}


def _all_wrong(task: Task) -> Response | None:
    if task.kind == "true_false":
        return {"truth": not task.is_true}
    wrong = [option for option in task.options if option not in task.right]
    if task.kind == "single_choice":
        return {"options": wrong[:1]}
    return {"options": sorted([wrong[0], *task.right[:1]])}


def _partly_right(task: Task) -> Response | None:
    if task.kind == "multiple_choice":
        return {"options": list(task.right[:-1])}
    return _all_right(task)


def _everything(task: Task) -> Response | None:
    if task.kind == "multiple_choice":
        return {"options": sorted(task.options)}
    if task.kind == "single_choice":
        return {"options": list(task.options[:1])}
    return {"truth": True}


def _nothing(task: Task) -> Response | None:
    del task
    return None


def _mixed(task: Task) -> Response | None:
    dice = random.Random(task.task_id)
    plan = dice.choice((_all_right, _all_wrong, _partly_right, _everything, _nothing))
    return plan(task)


PLANS: Mapping[str, Callable[[Task], Response | None]] = {
    "all right": _all_right,
    "all wrong": _all_wrong,
    "partly right": _partly_right,
    "everything": _everything,
    "nothing": _nothing,
    "mixed": _mixed,
}


def planned_responses(plan: str, tasks: tuple[Task, ...]) -> dict[str, Response]:
    """Return task → response; tasks that stay open are left out.

    Every plan but "nothing" writes the short answers; nobody speaks (the sound comes
    with a later issue).
    """
    found: dict[str, Response] = {}
    texts = iter(TEXTS)
    for task in tasks:
        if task.kind == "short_answer" and plan != "nothing":
            found[task.task_id] = {"text": next(texts)}
        elif task.is_objective:
            response = PLANS[plan](task)
            if response is not None:
                found[task.task_id] = response
    return found
