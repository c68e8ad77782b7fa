"""Spoken answer (口述题): recorded speech, marked by people with a rubric. Pure."""

from fractions import Fraction
from typing import Annotated

import msgspec

from question_bank.items.content import Content, content_problems
from question_bank.items.field_types import Record, TaskIdField, points_problem
from question_bank.items.response import Response, SpokenResponse
from question_bank.items.rubric import Rubric, rubric_problems


class SpokenAnswer(
    Record, frozen=True, kw_only=True, tag="spoken_answer", tag_field="kind"
):
    """What a seat shows.

    Attributes:
        preparation_s: Time to think before the recording starts by itself; 0: none.
        answer_s: Longest recording.
        most_takes: How often it may be recorded, 1: no second try; None: what the
            package's policies say.
    """

    task_id: TaskIdField
    points: Fraction
    stem: Content
    preparation_s: Annotated[int, msgspec.Meta(ge=0, le=1800)]
    answer_s: Annotated[int, msgspec.Meta(ge=5, le=1800)]
    most_takes: Annotated[int, msgspec.Meta(ge=1, le=20)] | None = None


class SpokenAnswerKey(
    Record, frozen=True, kw_only=True, tag="spoken_answer", tag_field="kind"
):
    """What no seat is given."""

    rubric: Rubric


def spoken_answer_problems(task: SpokenAnswer) -> tuple[str, ...]:
    """Return what is wrong with the task beyond types."""
    points = points_problem(task.points)
    return (
        *((f"points: {points}",) if points else ()),
        *(f"stem: {found}" for found in content_problems(task.stem)),
    )


def spoken_answer_key_problems(
    task: SpokenAnswer, key: SpokenAnswerKey
) -> tuple[str, ...]:
    """Return why the key does not fit the task."""
    return tuple(rubric_problems(key.rubric, task.points))


def spoken_answer_response_problem(
    task: SpokenAnswer, response: Response
) -> str | None:
    """Return why the response cannot be one to this task; None when it can.

    A take's number may be above `most_takes`: one that a crash, a lock or a lost
    microphone broke off has a number and costs no try.
    """
    del task
    return None if isinstance(response, SpokenResponse) else "it is not a recording"
