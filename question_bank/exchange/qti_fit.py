"""Whether what a QTI item gives for each response is what one of our tasks gives.

Every response that a candidate could give is scored by the item's own processing. Only
if our rules give the same points for each of them is the item taken; else the response
that tells them apart is named. So a mapping, a template and the same thing written out
are one to us, and nothing is scored otherwise than its author wrote. Pure.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from question_bank.exchange.qti_expressions import Steps, Value, container
from question_bank.exchange.qti_scoring import Processing
from question_bank.exchange.qti_words import as_points
from question_bank.items.mapped_points import MappedPoints
from question_bank.items.multiple_choice import Credit

MOST_ENUMERATED = 12
"""Options of a multiple choice; 4096 responses are scored in a fraction of a second."""

Score = Callable[[Value], Fraction]


class NotOursError(Exception):
    """Our scoring cannot say what the item's does; both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Key and points that give what the item gives.

    Attributes:
        credit: Of a multiple choice.
        mapped: By the names that the options have in the source.
    """

    correct: tuple[str, ...]
    points: Fraction
    credit: Credit = Credit.EXACT
    mapped: MappedPoints | None = None


def score_of(processing: Processing, response: str) -> Score:
    """Return what SCORE becomes for a value of one response, the others not given.

    NULL counts as nothing, as a score that was never set is worth nothing.
    """
    steps = Steps()

    def score(value: Value) -> Fraction:
        earned = processing.outcomes_of({response: value}, steps).get("SCORE")
        if earned is None:
            return Fraction(0)
        if not isinstance(earned, Fraction):
            raise NotOursError("SCORE 不是数字", "SCORE is no number")
        return earned

    return score


def fit_single(options: tuple[str, ...], score: Score, *, as_container: bool) -> Fit:
    """Return the one option that earns points, and how many.

    Raises:
        NotOursError: two earn points, none does, or one takes points away.
        NotComputableError: the processing is not known here.
    """
    require_nothing_for_nothing(score)
    earned = {
        option: score((option,) if as_container else option) for option in options
    }
    _require_no_deduction(earned.items())
    paying = [option for option, points in earned.items() if points]
    if len(paying) != 1:
        told = "、".join(f"{option}={earned[option]}" for option in paying)
        raise NotOursError(
            f"单选题应恰有一个选项得分，这里有{len(paying)}个（{told}）",
            f"a single choice has one option that earns points, here {len(paying)} do"
            f" ({told})",
        )
    return Fit(correct=(paying[0],), points=points_of(earned[paying[0]]))


def fit_multiple(
    options: tuple[str, ...],
    score: Score,
    most: int,
    standing_for_all: tuple[tuple[str, ...], ...] | None = None,
) -> Fit:
    """Return the correct options, the points and the credit rule.

    Args:
        most: How many may be chosen at once.
        standing_for_all: Responses to score where there are too many to score each.

    Raises:
        NotOursError: some response earns what ours would not give.
        NotComputableError: the processing is not known here.
    """
    responses = standing_for_all
    if len(options) <= MOST_ENUMERATED:
        responses = tuple(subsets(options, most))
    if responses is None:
        raise NotOursError(
            f"多选题有{len(options)}个选项；最多{MOST_ENUMERATED}个时才能逐一核对计分",
            f"{len(options)} options; scoring is checked response by response, for at"
            f" most {MOST_ENUMERATED}",
        )
    require_nothing_for_nothing(score)
    earned = {chosen: score(container(chosen)) for chosen in responses}
    _require_no_deduction(("、".join(chosen), got) for chosen, got in earned.items())
    best = max(earned.values(), default=Fraction(0))
    winners = [chosen for chosen, points in earned.items() if points == best]
    if best <= 0:
        raise NotOursError("没有任何作答得分", "no response earns points")
    if len(winners) > 1:
        told = f"{'、'.join(winners[0])}；{'、'.join(winners[1])}"
        raise NotOursError(
            f"不止一种作答得满分（{told}）",
            f"more than one response earns everything ({told})",
        )
    correct = winners[0]
    fits = [
        _first_difference(earned, correct, best, credit)
        for credit in (Credit.EXACT, Credit.PARTIAL)
    ]
    if None not in fits:
        chosen, theirs, ours = fits[1] or ((), Fraction(0), Fraction(0))
        told = "、".join(chosen)
        raise NotOursError(
            f"计分规则无法对应：选{told}，原题得{theirs}分，本系统得{ours}分",
            f"its scoring is not ours: choosing {told} earns {theirs} there, {ours} here",
        )
    credit = Credit.EXACT if fits[0] is None else Credit.PARTIAL
    return Fit(correct=correct, points=points_of(best), credit=credit)


def fit_open(processing: Processing) -> Fraction | None:
    """Return what an item is worth that people mark, where it says so.

    MAXSCORE stands before the normal maximum of SCORE.
    """
    maximum = processing.outcomes.get("MAXSCORE")
    if maximum and isinstance(maximum.default, Fraction) and maximum.default > 0:
        return points_of(maximum.default)
    score = processing.outcomes.get("SCORE")
    if score and score.normal_maximum is not None and score.normal_maximum > 0:
        return points_of(score.normal_maximum)
    return None


def subsets(options: tuple[str, ...], most: int) -> Iterator[tuple[str, ...]]:
    """Yield every response of one to `most` options."""
    for size in range(1, min(most, len(options)) + 1):
        yield from combinations(options, size)


def _first_difference(
    earned: dict[tuple[str, ...], Fraction],
    correct: tuple[str, ...],
    points: Fraction,
    credit: Credit,
) -> tuple[tuple[str, ...], Fraction, Fraction] | None:
    """Return (response, theirs, ours) where they differ; None if nowhere."""
    right = set(correct)
    for chosen, theirs in earned.items():
        ours = Fraction(0)
        if set(chosen) == right:
            ours = points
        elif set(chosen) < right and credit is Credit.PARTIAL:
            ours = points * len(chosen) / len(right)
        if not is_same(theirs, ours):
            return chosen, theirs, ours
    return None


def is_same(theirs: Fraction, ours: Fraction) -> bool:
    """Return whether they are equal, thirds as decimals included."""
    return theirs == ours or abs(theirs - ours) < Fraction(1, 10**9)


def require_nothing_for_nothing(score: Score) -> None:
    """Check that no answer earns nothing.

    Raises:
        NotOursError: it earns points, or takes some away.
    """
    if points := score(None):
        raise NotOursError(
            f"未作答也得{points}分", f"no answer at all earns {points} points"
        )


def _require_no_deduction(earned: Iterable[tuple[str, Fraction]]) -> None:
    for chosen, points in earned:
        if points < 0:
            raise NotOursError(
                f"选{chosen}会扣分（{points}），本系统没有倒扣分",
                f"choosing {chosen} takes points away ({points}); ours never does",
            )


def points_of(number: Fraction) -> Fraction:
    """Return points as our items may hold them.

    Raises:
        NotOursError: they are too fine.
    """
    points = as_points(number)
    if points is None:
        raise NotOursError(
            f"分值 {number} 过细", f"the points {number} are finer than ours can be"
        )
    return points
