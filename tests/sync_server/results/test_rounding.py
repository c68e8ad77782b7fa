from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from sync_server.results.rounding import rounded_points


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(2), "2"),
        (Fraction(3, 2), "1.5"),
        (Fraction(5, 3), "1.67"),
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 201), "0"),
        (Fraction(100), "100"),
        (Fraction(1999, 1000), "2"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(-5, 3), "-1.67"),
        (Fraction(-2), "-2"),
        (Fraction(-1, 201), "0"),
    ],
)
def test_half_a_hundredth_goes_up(points: Fraction, text: str) -> None:
    assert rounded_points(points) == text


@given(st.fractions(min_value=-1000, max_value=1000))
def test_a_figure_is_never_more_than_half_a_hundredth_away(points: Fraction) -> None:
    assert abs(Fraction(rounded_points(points)) - points) <= Fraction(1, 200)
