"""Single choice (单选题): one of several options is correct. Pure."""

from fractions import Fraction

from question_bank.identifiers import OptionId
from question_bank.items.content import Content, content_problems
from question_bank.items.field_types import (
    OptionIdField,
    Record,
    TaskIdField,
    points_problem,
)
from question_bank.items.option import (
    Options,
    option_ids,
    options_problems,
    options_response_problem,
)
from question_bank.items.response import OptionsResponse, Response, is_answered
from question_bank.items.score_line import Reason, ScoreLine, ScoreReason, score_line


class SingleChoice(
    Record, frozen=True, kw_only=True, tag="single_choice", tag_field="kind"
):
    """What a seat shows.

    Attributes:
        keeps_option_order: The options stand in this order even where a policy shuffles.
    """

    task_id: TaskIdField
    points: Fraction
    stem: Content
    options: Options
    keeps_option_order: bool = False


class SingleChoiceKey(
    Record, frozen=True, kw_only=True, tag="single_choice", tag_field="kind"
):
    """What no seat is given."""

    correct_option: OptionIdField


def single_choice_problems(task: SingleChoice) -> tuple[str, ...]:
    """Return what is wrong with the task beyond types."""
    points = points_problem(task.points)
    return (
        *((f"points: {points}",) if points else ()),
        *(f"stem: {found}" for found in content_problems(task.stem)),
        *options_problems(task.options),
    )


def single_choice_key_problems(
    task: SingleChoice, key: SingleChoiceKey
) -> tuple[str, ...]:
    """Return why the key does not fit the task."""
    if key.correct_option in option_ids(task.options):
        return ()
    return ("correct_option: the task has no such option",)


def single_choice_response_problem(
    task: SingleChoice, response: Response
) -> str | None:
    """Return why the response cannot be one to this task; None when it can."""
    return options_response_problem(task.options, response, most_chosen=1)


def score_single_choice(
    task: SingleChoice, key: SingleChoiceKey, response: Response | None
) -> ScoreLine:
    """Give all points for the correct option and none for another."""
    if response is None or not is_answered(response):
        return score_line(
            task.task_id, task.points, ScoreReason(reason=Reason.NOT_ANSWERED)
        )
    if single_choice_response_problem(task, response) is not None:
        return score_line(
            task.task_id, task.points, ScoreReason(reason=Reason.RESPONSE_UNUSABLE)
        )
    assert isinstance(response, OptionsResponse)
    if response.option_ids == (key.correct_option,):
        reason = ScoreReason(
            reason=Reason.CORRECT, points=task.points, option_id=key.correct_option
        )
    else:
        (chosen,) = response.option_ids
        reason = ScoreReason(reason=Reason.WRONG, option_id=OptionId(chosen))
    return score_line(task.task_id, task.points, reason)
