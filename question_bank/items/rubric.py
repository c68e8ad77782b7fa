"""Rubrics (评分标准): what earns which points in a written or spoken answer. Pure."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated

import msgspec

from question_bank.items.content import Content, content_problems
from question_bank.items.field_types import (
    Line,
    PointIdField,
    Record,
    points_problem,
)

Wordings = Annotated[tuple[Line, ...], msgspec.Meta(max_length=50)]


class ScoringPoint(Record, frozen=True, kw_only=True):
    """One scoring point (采分点).

    Attributes:
        text: What the answer has to say for the points.
        acceptable_wordings: Other words for it that count as well.
    """

    point_id: PointIdField
    points: Fraction
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    acceptable_wordings: Wordings = ()


class Rubric(Record, frozen=True, kw_only=True):
    """How an open answer is marked.

    The scoring points may be worth more than the task ("any four of these"); marks are
    cut at the task's points.

    Attributes:
        model_answer: An answer that earns everything.
        wrong_ideas: Common wrong ideas, which earn nothing.
    """

    model_answer: Content
    scoring_points: Annotated[
        tuple[ScoringPoint, ...], msgspec.Meta(min_length=1, max_length=50)
    ]
    wrong_ideas: Wordings = ()


def rubric_problems(rubric: Rubric, points: Fraction) -> Iterator[str]:
    """Yield what is wrong with the rubric of a task worth `points`."""
    for found in content_problems(rubric.model_answer):
        yield f"rubric.model_answer: {found}"
    ids = [point.point_id for point in rubric.scoring_points]
    if len(set(ids)) != len(ids):
        yield "rubric.scoring_points: two have the same id"
    for index, point in enumerate(rubric.scoring_points):
        if found_points := points_problem(point.points):
            yield f"rubric.scoring_points[{index}].points: {found_points}"
    total = sum((point.points for point in rubric.scoring_points), Fraction(0))
    if total < points:
        yield f"rubric.scoring_points: worth {total}, less than the task's {points}"
