"""The one rule by which points become a figure on a sheet. Pure."""

from fractions import Fraction

ROUNDING_RULE = "half-up-2"
"""四舍五入到 0.01 分: half a hundredth goes up. Named on every sheet.

What a single option took away is rounded as its size is: -1.665 becomes -1.67.
"""

_PLACES = 100


def rounded_points(points: Fraction) -> str:
    """Return points as text, such as `1.67`; no zeros at the end."""
    hundredths, remainder = divmod(abs(points.numerator) * _PLACES, points.denominator)
    if remainder * 2 >= points.denominator:
        hundredths += 1
    whole, rest = divmod(hundredths, _PLACES)
    sign = "-" if points < 0 and hundredths else ""
    return f"{sign}{whole}.{rest:02}".rstrip("0").rstrip(".")
