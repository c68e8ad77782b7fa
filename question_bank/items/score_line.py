"""What a task earned and why: each part of the points has its reason.

The points of the reasons always sum to the points of the line, so that a score can be
read out to whoever asks; a single reason may take points away. Pure; exact; rounding is the result sheet's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from question_bank.identifiers import OptionId, TaskId


class Reason(StrEnum):
    """Why points were given or not."""

    CORRECT = "correct"
    WRONG = "wrong"
    JUDGED_TRUE = "judged_true"
    JUDGED_FALSE = "judged_false"
    ALL_CORRECT_OPTIONS = "all_correct_options"
    CORRECT_OPTION = "correct_option"
    WRONG_OPTION = "wrong_option"
    OPTIONS_MISSING = "options_missing"
    OPTION_ADDS = "option_adds"
    OPTION_COSTS = "option_costs"
    OPTION_COUNTS_NOTHING = "option_counts_nothing"
    RAISED_TO_LEAST = "raised_to_least"
    CUT_TO_MOST = "cut_to_most"
    NOT_ANSWERED = "not_answered"
    RESPONSE_UNUSABLE = "response_unusable"


class Wording(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str


REASON_WORDINGS: Mapping[Reason, Wording] = MappingProxyType(
    {
        Reason.CORRECT: Wording("作答正确", "The answer is correct"),
        Reason.WRONG: Wording(
            "选了错误选项", "The option that was chosen is not the correct one"
        ),
        Reason.JUDGED_TRUE: Wording(
            "判为“对”，答案为“错”", "Judged true; the statement is false"
        ),
        Reason.JUDGED_FALSE: Wording(
            "判为“错”，答案为“对”", "Judged false; the statement is true"
        ),
        Reason.ALL_CORRECT_OPTIONS: Wording(
            "正确选项全部选出，且无错选", "All correct options and no other were chosen"
        ),
        Reason.CORRECT_OPTION: Wording(
            "选出一个正确选项，得部分分",
            "A correct option was chosen; part of the points",
        ),
        Reason.WRONG_OPTION: Wording(
            "选了错误选项，本题不得分",
            "A wrong option was chosen; the item earns nothing",
        ),
        Reason.OPTIONS_MISSING: Wording(
            "漏选此项，未得这部分分数",
            "This correct option was left out; its points are not earned",
        ),
        Reason.OPTION_ADDS: Wording(
            "选了此项，得分", "This option was chosen; it adds points"
        ),
        Reason.OPTION_COSTS: Wording(
            "选了此项，扣分", "This option was chosen; it takes points away"
        ),
        Reason.OPTION_COUNTS_NOTHING: Wording(
            "选了此项，不得分也不扣分",
            "This option was chosen; it neither adds points nor takes any away",
        ),
        Reason.RAISED_TO_LEAST: Wording(
            "各项合计低于本题最低分，按最低分计",
            "The options sum to less than the least of this item; the least counts",
        ),
        Reason.CUT_TO_MOST: Wording(
            "各项合计高于本题满分，按满分计",
            "The options sum to more than the points of this item; those count",
        ),
        Reason.NOT_ANSWERED: Wording("未作答", "Not answered"),
        Reason.RESPONSE_UNUSABLE: Wording(
            "作答数据与本题不符，不得分，请人工核查",
            "The stored response does not fit this item; it earns nothing, look into it",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreReason:
    """One reason and the points that it gave.

    Attributes:
        option_id: The option it is about, such as the wrong one that was chosen or the
            correct one that was left out; None when it is about the whole response.
    """

    reason: Reason
    points: Fraction = Fraction(0)
    option_id: OptionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """What one task earned; 0 <= points <= of_points.

    Attributes:
        reasons: At least one; their points sum to `points`.
    """

    task_id: TaskId
    points: Fraction
    of_points: Fraction
    reasons: tuple[ScoreReason, ...]


def score_line(
    task_id: TaskId, of_points: Fraction, *reasons: ScoreReason
) -> ScoreLine:
    """Return the line whose points are those of its reasons."""
    points = sum((reason.points for reason in reasons), Fraction(0))
    assert reasons, "a score has a reason"
    assert 0 <= points <= of_points, "points stay within the task's own"
    return ScoreLine(
        task_id=task_id, points=points, of_points=of_points, reasons=reasons
    )
