"""Short answer (简答题): typed text, marked by people with a rubric. Pure."""

from fractions import Fraction
from typing import Annotated

import msgspec

from question_bank.items.content import Content, content_problems
from question_bank.items.field_types import Record, TaskIdField, points_problem
from question_bank.items.response import Response, TextResponse
from question_bank.items.rubric import Rubric, rubric_problems


class ShortAnswer(
    Record, frozen=True, kw_only=True, tag="short_answer", tag_field="kind"
):
    """What a seat shows.

    Attributes:
        most_characters: Limit of `count_characters`.
    """

    task_id: TaskIdField
    points: Fraction
    stem: Content
    most_characters: Annotated[int, msgspec.Meta(ge=10, le=20_000)]


class ShortAnswerKey(
    Record, frozen=True, kw_only=True, tag="short_answer", tag_field="kind"
):
    """What no seat is given."""

    rubric: Rubric


def count_characters(text: str) -> int:
    """Return how many characters count for the limit: all that are not white space.

    The seat's counter and the server's check both use this one (row 40).
    """
    return sum(not character.isspace() for character in text)


def short_answer_problems(task: ShortAnswer) -> tuple[str, ...]:
    """Return what is wrong with the task beyond types."""
    points = points_problem(task.points)
    return (
        *((f"points: {points}",) if points else ()),
        *(f"stem: {found}" for found in content_problems(task.stem)),
    )


def short_answer_key_problems(
    task: ShortAnswer, key: ShortAnswerKey
) -> tuple[str, ...]:
    """Return why the key does not fit the task."""
    return tuple(rubric_problems(key.rubric, task.points))


def short_answer_response_problem(task: ShortAnswer, response: Response) -> str | None:
    """Return why the response cannot be one to this task; None when it can."""
    if not isinstance(response, TextResponse):
        return "the response is not text"
    found = count_characters(response.text)
    if found > task.most_characters:
        return f"{found} characters, at most {task.most_characters}"
    return None
