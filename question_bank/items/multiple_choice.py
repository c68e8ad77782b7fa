"""Multiple choice (多选题): three rules of credit, and choosing everything never pays.

Exact and partial: a wrong option earns nothing at all, whatever else was chosen; a key in
which every option is correct is refused, so choosing everything always holds a wrong one
(row 100). Mapped: each option its own points, mapped_points.py. Pure.
"""

from enum import StrEnum
from fractions import Fraction
from typing import Annotated

import msgspec

from question_bank.identifiers import OptionId
from question_bank.items.content import Content, content_problems
from question_bank.items.field_types import (
    OptionIdField,
    Record,
    TaskIdField,
    points_problem,
)
from question_bank.items.mapped_points import (
    MappedPoints,
    mapped_points_problems,
    mapped_reasons,
    rewarded_options,
)
from question_bank.items.option import (
    MOST_OPTIONS,
    Options,
    option_ids,
    options_problems,
    options_response_problem,
)
from question_bank.items.response import OptionsResponse, Response, is_answered
from question_bank.items.score_line import Reason, ScoreLine, ScoreReason, score_line


class Credit(StrEnum):
    """What a choice earns that is not exactly the key.

    EXACT: nothing. PARTIAL: nothing with a wrong option, else each correct option its
    even share of the points. MAPPED: the sum of what the chosen options are worth, wrong
    ones below 0, within bounds.
    """

    EXACT = "exact"
    PARTIAL = "partial"
    MAPPED = "mapped"


class MultipleChoice(
    Record, frozen=True, kw_only=True, tag="multiple_choice", tag_field="kind"
):
    """What a seat shows.

    Attributes:
        credit: Not a secret: candidates are told how a choice is scored.
        keeps_option_order: The options stand in this order even where a policy shuffles.
    """

    task_id: TaskIdField
    points: Fraction
    stem: Content
    options: Options
    credit: Credit
    keeps_option_order: bool = False


class MultipleChoiceKey(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag="multiple_choice",
    tag_field="kind",
):
    """What no seat is given; ids sorted.

    Attributes:
        mapped: Where credit is mapped, else None; then no byte of a record shows it.
    """

    correct_options: Annotated[
        tuple[OptionIdField, ...], msgspec.Meta(min_length=1, max_length=MOST_OPTIONS)
    ]
    mapped: MappedPoints | None = None


def multiple_choice_problems(task: MultipleChoice) -> tuple[str, ...]:
    """Return what is wrong with the task beyond types."""
    points = points_problem(task.points)
    return (
        *((f"points: {points}",) if points else ()),
        *(f"stem: {found}" for found in content_problems(task.stem)),
        *options_problems(task.options),
    )


def multiple_choice_key_problems(
    task: MultipleChoice, key: MultipleChoiceKey
) -> tuple[str, ...]:
    """Return why the key does not fit the task."""
    correct = key.correct_options
    if not set(correct) <= set(option_ids(task.options)):
        return ("correct_options: the task has no such option",)
    if list(correct) != sorted(set(correct)):
        return ("correct_options: not sorted, or one is there twice",)
    if (task.credit is Credit.MAPPED) != (key.mapped is not None):
        return ("mapped: points by option go with mapped credit, and with no other",)
    if key.mapped is not None:
        return _mapped_problems(task, key.mapped, correct)
    if len(correct) == len(task.options):
        return ("correct_options: every option is correct; choosing all would pay",)
    return ()


def _mapped_problems(
    task: MultipleChoice, mapped: MappedPoints, correct: tuple[OptionId, ...]
) -> tuple[str, ...]:
    found = mapped_points_problems(mapped, option_ids(task.options), task.points)
    problems = tuple(f"mapped.{problem}" for problem in found)
    if not problems and correct != rewarded_options(mapped):
        return ("correct_options: not the options that are worth more than 0",)
    return problems


def multiple_choice_response_problem(
    task: MultipleChoice, response: Response
) -> str | None:
    """Return why the response cannot be one to this task; None when it can."""
    return options_response_problem(
        task.options, response, most_chosen=len(task.options)
    )


def score_multiple_choice(
    task: MultipleChoice, key: MultipleChoiceKey, response: Response | None
) -> ScoreLine:
    """Score by the ids chosen; how, goes by `credit`.

    Source:
        docs/decisions/0101-choosing-all-cannot-pay.md, 0250-mapped-credit.md.
    """
    if response is None or not is_answered(response):
        return score_line(
            task.task_id, task.points, ScoreReason(reason=Reason.NOT_ANSWERED)
        )
    if multiple_choice_response_problem(task, response) is not None:
        return score_line(
            task.task_id, task.points, ScoreReason(reason=Reason.RESPONSE_UNUSABLE)
        )
    assert isinstance(response, OptionsResponse)
    chosen = tuple(OptionId(option) for option in response.option_ids)
    return score_line(task.task_id, task.points, *_reasons(task, key, chosen))


def _reasons(
    task: MultipleChoice, key: MultipleChoiceKey, chosen: tuple[OptionId, ...]
) -> tuple[ScoreReason, ...]:
    if key.mapped is not None:
        return mapped_reasons(key.mapped, chosen, task.points)
    wrong = sorted(set(chosen) - set(key.correct_options))
    if wrong:
        return tuple(
            ScoreReason(reason=Reason.WRONG_OPTION, option_id=option)
            for option in wrong
        )
    if set(chosen) == set(key.correct_options):
        return (ScoreReason(reason=Reason.ALL_CORRECT_OPTIONS, points=task.points),)
    missing = tuple(
        ScoreReason(reason=Reason.OPTIONS_MISSING, option_id=option)
        for option in key.correct_options
        if option not in chosen
    )
    if task.credit is Credit.EXACT:
        return missing
    share = task.points / len(key.correct_options)
    earned = (
        ScoreReason(reason=Reason.CORRECT_OPTION, points=share, option_id=option)
        for option in chosen
    )
    return (*earned, *missing)
