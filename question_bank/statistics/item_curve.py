"""How one task behaves over ability: from its classical estimates to a curve. Pure.

Ability (θ) has mean 0 and spread 1 among the candidates of the level. A task with score
rate p and biserial correlation r is a two-parameter curve: the higher r, the steeper;
the lower p, the further to the right. docs/decisions/0200-estimates-are-classical.md.

Source:
    Lord (1980): a = r / √(1 − r²) and b = Φ⁻¹(1 − p) / r, exact where abilities are
    normal and nobody guesses; how far they hold beyond that is the subject of Dawber,
    Rogers and Carbonaro, "Robustness of Lord's Formulas for Item Difficulty and
    Discrimination Conversions". Both follow from P(θ) = Φ(a(θ − b)) averaged over a
    standard normal θ, which is Φ(−r·b); the tests compute that average.
"""

from dataclasses import dataclass
from math import exp, sqrt
from statistics import NormalDist

from question_bank.items.estimate import ONE

SCALING = 1.702
"""Brings the logistic curve within 0.01 of the normal ogive everywhere; the usual D."""

LEAST_DISCRIMINATION_PERMILLE = 20
"""Below it a task tells nobody apart: its curve is flat, its information nothing."""

_FARTHEST_EXPONENT = 60.0
"""Beyond it the curve is 0 or 1 to the last bit and exp() would overflow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCurve:
    """The expected share of a task's points over ability.

    Attributes:
        slope: a, on the scale of the normal ogive; 0: flat.
        location: b, the ability that earns half of the points; 0 where flat.
        flat_share: The share everywhere, where the curve is flat.
    """

    slope: float
    location: float
    flat_share: float

    def share_at(self, ability: float) -> float:
        """Return the expected share of the points, between 0 and 1."""
        if self.slope == 0:
            return self.flat_share
        exponent = -SCALING * self.slope * (ability - self.location)
        if abs(exponent) > _FARTHEST_EXPONENT:
            return 0.0 if exponent > 0 else 1.0
        return 1 / (1 + exp(exponent))

    def information_at(self, ability: float) -> float:
        """Return the task's information: how sharply it measures at this ability.

        Source:
            Birnbaum's information of the two-parameter logistic curve, D²a²P(1 − P).
        """
        share = self.share_at(ability)
        return (SCALING * self.slope) ** 2 * share * (1 - share)


def item_curve(difficulty_permille: int, discrimination_permille: int) -> ItemCurve:
    """Return the curve of a task from its classical estimates."""
    share = difficulty_permille / ONE
    if discrimination_permille < LEAST_DISCRIMINATION_PERMILLE:
        return ItemCurve(slope=0.0, location=0.0, flat_share=share)
    correlation = discrimination_permille / ONE
    return ItemCurve(
        slope=correlation / sqrt(1 - correlation**2),
        location=NormalDist().inv_cdf(1 - share) / correlation,
        flat_share=share,
    )


def information_of(
    difficulty_permille: int, discrimination_permille: int, ability_milli: int
) -> float:
    """Return a task's information at an ability, from its classical estimates."""
    curve = item_curve(difficulty_permille, discrimination_permille)
    return curve.information_at(ability_milli / ONE)
