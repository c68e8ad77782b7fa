"""Points for each option of a multiple choice: a right one adds, a wrong one takes away.

What was chosen is summed and cut to the bounds: the least that a response can earn and
the task's points. Choosing everything earns no more than the least (row 100). Pure.
"""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Annotated

import msgspec

from question_bank.identifiers import OptionId
from question_bank.items.field_types import (
    FINEST_POINTS,
    MOST_POINTS,
    OptionIdField,
    Record,
)
from question_bank.items.score_line import Reason, ScoreReason

MOST_MAPPED = 26
"""As many as a task has options at most."""


class MappedPoints(Record, frozen=True, kw_only=True):
    """What each option is worth; the most that can be earned is the task's points.

    Attributes:
        points_by_option: Of every option of the task; below 0 where it costs points.
        least: What any response earns that is not empty, at least.
    """

    points_by_option: Annotated[
        Mapping[OptionIdField, Fraction],
        msgspec.Meta(min_length=2, max_length=MOST_MAPPED),
    ]
    least: Fraction


def rewarded_options(mapped: MappedPoints) -> tuple[OptionId, ...]:
    """Return the options that add points, sorted: the correct ones."""
    return tuple(
        sorted(option for option, worth in mapped.points_by_option.items() if worth > 0)
    )


def mapped_points_problems(
    mapped: MappedPoints, options: Collection[OptionId], most: Fraction
) -> Iterator[str]:
    """Yield why the mapping cannot be that of a task with these options and points."""
    worths = mapped.points_by_option
    if set(worths) != set(options):
        strangers = sorted(set(worths) ^ set(options))
        yield f"points_by_option: {strangers[0]} is not in both, options and mapping"
        return
    for option, worth in sorted(worths.items()):
        if abs(worth) > MOST_POINTS or worth.denominator > FINEST_POINTS:
            yield (
                f"points_by_option: {option} is worth {worth}; at most {MOST_POINTS}"
                f" either way, the denominator at most {FINEST_POINTS}"
            )
    if not 0 <= mapped.least < most or mapped.least.denominator > FINEST_POINTS:
        yield f"least: {mapped.least}; from 0 to below the task's points, {most}"
    best = sum((worth for worth in worths.values() if worth > 0), Fraction(0))
    if best < most:
        yield f"points_by_option: at most {best} can be earned, the task has {most}"
    everything = sum(worths.values(), Fraction(0))
    if everything > mapped.least:
        yield (
            f"points_by_option: choosing every option sums to {everything}, above the"
            f" least, {mapped.least}; wrong options have to cost more"
        )


def mapped_reasons(
    mapped: MappedPoints, chosen: Collection[OptionId], most: Fraction
) -> tuple[ScoreReason, ...]:
    """Return a reason for each option chosen, and one more where a bound cuts their sum.

    Their points sum to what is earned, between the least and `most`.

    Raises:
        KeyError: an option that is not in the mapping; responses were checked.

    Source:
        IMS QTI 2.1, "mapResponse" with lowerBound and upperBound.
    """
    found = [
        _reason(option, mapped.points_by_option[option]) for option in sorted(chosen)
    ]
    total = sum((reason.points for reason in found), Fraction(0))
    earned = min(max(total, mapped.least), most)
    if earned > total:
        found.append(ScoreReason(reason=Reason.RAISED_TO_LEAST, points=earned - total))
    elif earned < total:
        found.append(ScoreReason(reason=Reason.CUT_TO_MOST, points=earned - total))
    return tuple(found)


def _reason(option: OptionId, worth: Fraction) -> ScoreReason:
    reason = Reason.OPTION_COUNTS_NOTHING
    if worth > 0:
        reason = Reason.OPTION_ADDS
    elif worth < 0:
        reason = Reason.OPTION_COSTS
    return ScoreReason(reason=reason, points=worth, option_id=option)
