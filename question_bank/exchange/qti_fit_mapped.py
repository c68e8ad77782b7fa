"""Points by option that give what a QTI item gives, for each response. Pure.

Where the item has a mapping, its own numbers are tried; else those that its scores show.
Either way every response is compared (of many options: one for each sum), so that the
mapping is taken for what it does and not for how it is written.
"""

from collections.abc import Mapping, Set as AbstractSet
from fractions import Fraction

from question_bank.exchange.qti_expressions import container
from question_bank.exchange.qti_fit import (
    MOST_ENUMERATED,
    Fit,
    NotOursError,
    Score,
    is_same,
    points_of,
    require_nothing_for_nothing,
    subsets,
)
from question_bank.exchange.qti_fit_large import reads_mapping, standing_by_sum
from question_bank.exchange.qti_scoring import ResponseDeclaration
from question_bank.exchange.qti_words import as_points
from question_bank.exchange.qti_xml import Node
from question_bank.identifiers import OptionId
from question_bank.items.mapped_points import (
    MappedPoints,
    mapped_points_problems,
    rewarded_options,
)
from question_bank.items.multiple_choice import Credit

Earned = Mapping[tuple[str, ...], Fraction]
Worths = dict[OptionId, Fraction]


def fit_mapped(
    options: tuple[str, ...],
    score: Score,
    most_chosen: int,
    declared: ResponseDeclaration,
    rules: tuple[Node, ...],
) -> Fit | None:
    """Return the points of each option; None if no points give what the item gives.

    Args:
        most_chosen: How many may be chosen at once.
        rules: Those that `score` computes.

    Raises:
        NotOursError: Points do, but ours refuses them: choosing everything would pay.
        NotComputableError: the processing is not known here.
    """
    require_nothing_for_nothing(score)
    is_small = len(options) <= MOST_ENUMERATED
    responses = (
        tuple(subsets(options, most_chosen))
        if is_small
        else standing_by_sum(options, declared, rules, most_chosen)
    )
    if responses is None:
        return None
    earned = {chosen: score(container(chosen)) for chosen in responses}
    if min(earned.values()) < 0 or max(earned.values()) <= 0:
        return None
    most = points_of(max(earned.values()))
    mapped = _declared(options, declared, rules)
    if (mapped is None or not _gives(mapped, most, earned)) and is_small:
        mapped = _inferred(options, earned)
    if mapped is None or not _gives(mapped, most, earned):
        return None
    _require_ours(mapped, most)
    return Fit(
        correct=rewarded_options(mapped),
        points=most,
        credit=Credit.MAPPED,
        mapped=mapped,
    )


def earns_all(chosen: AbstractSet[str], mapped: MappedPoints, most: Fraction) -> bool:
    """Return whether these options together earn the most that there is."""
    worths = mapped.points_by_option
    if not chosen <= worths.keys():
        return False
    return sum((worths[OptionId(name)] for name in chosen), Fraction(0)) >= most


def _declared(
    options: tuple[str, ...], declared: ResponseDeclaration, rules: tuple[Node, ...]
) -> MappedPoints | None:
    """Return the item's own mapping, if its rules read it and ours can hold it."""
    theirs = declared.mapped
    if theirs is None or not reads_mapping(rules):
        return None
    worths: Worths = {}
    for option in options:
        worth = as_points(theirs.entries.get(option, theirs.default))
        if worth is None:
            return None
        worths[OptionId(option)] = worth
    least = as_points(max(theirs.lower or Fraction(0), Fraction(0)))
    if least is None:
        return None
    return MappedPoints(points_by_option=worths, least=least)


def _inferred(options: tuple[str, ...], earned: Earned) -> MappedPoints | None:
    """Return points that the scores show, for a least of 0; they may still be wrong.

    An option that earns points alone is worth those. What another takes away shows in a
    response of right options that it does not bring down to 0; if every one is brought
    down, it takes away all that there is.
    """
    worths: Worths = {}
    for option in options:
        alone = as_points(earned[(option,)])
        if alone is None:
            return None
        if alone > 0:
            worths[OptionId(option)] = alone
    right = frozenset(worths)
    best = sum(worths.values(), Fraction(0))
    for option in options:
        if option not in right:
            shown = _taken_by(option, earned, worths, right)
            found = -best if shown is None else as_points(shown)
            if found is None:
                return None
            worths[OptionId(option)] = found
    return MappedPoints(points_by_option=worths, least=Fraction(0))


def _taken_by(
    option: str, earned: Earned, worths: Worths, right: frozenset[OptionId]
) -> Fraction | None:
    """Return what a wrong option is worth beside right ones; None if it never shows."""
    most = max(earned.values())
    for chosen, got in earned.items():
        beside = [OptionId(name) for name in chosen if name != option]
        if option in chosen and 0 < got < most and right.issuperset(beside):
            return got - sum((worths[name] for name in beside), Fraction(0))
    return None


def _gives(mapped: MappedPoints, most: Fraction, earned: Earned) -> bool:
    worths = mapped.points_by_option
    for chosen, theirs in earned.items():
        total = sum((worths[OptionId(option)] for option in chosen), Fraction(0))
        if not is_same(theirs, min(max(total, mapped.least), most)):
            return False
    return True


def _require_ours(mapped: MappedPoints, most: Fraction) -> None:
    everything = sum(mapped.points_by_option.values(), Fraction(0))
    if everything > mapped.least:
        raise NotOursError(
            f"全选也能得分（各项合计{everything}分，高于最低分{mapped.least}分），不能导入",
            f"choosing every option pays: they sum to {everything}, above the least,"
            f" {mapped.least}",
        )
    for problem in mapped_points_problems(mapped, tuple(mapped.points_by_option), most):
        raise NotOursError(f"选项分值不能用：{problem}", problem)
