"""True/false (判断题): is the statement right? Pure."""

from fractions import Fraction

from question_bank.items.content import Content, content_problems
from question_bank.items.field_types import Record, TaskIdField, points_problem
from question_bank.items.response import Response, TruthResponse, is_answered
from question_bank.items.score_line import Reason, ScoreLine, ScoreReason, score_line


class TrueFalse(Record, frozen=True, kw_only=True, tag="true_false", tag_field="kind"):
    """What a seat shows; the stem is the statement."""

    task_id: TaskIdField
    points: Fraction
    stem: Content


class TrueFalseKey(
    Record, frozen=True, kw_only=True, tag="true_false", tag_field="kind"
):
    """What no seat is given."""

    is_true: bool


def true_false_problems(task: TrueFalse) -> tuple[str, ...]:
    """Return what is wrong with the task beyond types."""
    points = points_problem(task.points)
    return (
        *((f"points: {points}",) if points else ()),
        *(f"stem: {found}" for found in content_problems(task.stem)),
    )


def true_false_response_problem(response: Response) -> str | None:
    """Return why the response cannot be one to such a task; None when it can."""
    if not isinstance(response, TruthResponse):
        return "the response is not true or false"
    return None


def score_true_false(
    task: TrueFalse, key: TrueFalseKey, response: Response | None
) -> ScoreLine:
    """Give all points for the right judgement and none for the other."""
    if response is None or not is_answered(response):
        reason = ScoreReason(reason=Reason.NOT_ANSWERED)
    elif not isinstance(response, TruthResponse):
        reason = ScoreReason(reason=Reason.RESPONSE_UNUSABLE)
    elif response.is_true is key.is_true:
        reason = ScoreReason(reason=Reason.CORRECT, points=task.points)
    elif response.is_true:
        reason = ScoreReason(reason=Reason.JUDGED_TRUE)
    else:
        reason = ScoreReason(reason=Reason.JUDGED_FALSE)
    return score_line(task.task_id, task.points, reason)
