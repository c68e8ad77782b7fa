"""Exact arithmetic: random expressions against fractions worked out beside them."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from kiosk.ui.presenters.calculation import (
    CalculationError,
    Value,
    number_text,
    value_of,
)

numbers = st.tuples(st.integers(0, 10**6), st.integers(0, 999)).map(
    lambda parts: (
        f"{parts[0]}.{parts[1]:03}",
        Fraction(parts[0] * 1000 + parts[1], 1000),
    )
)


def joined(
    pair: tuple[tuple[str, Fraction | None], tuple[str, Fraction | None], str],
) -> tuple[str, Fraction | None]:
    """Join two worked-out expressions in brackets; None: it divides by zero."""
    (left, one), (right, other), sign = pair
    text = f"({left}){sign}({right})"
    if one is None or other is None or (sign == "÷" and not other):
        return text, None
    match sign:
        case "+":
            return text, one + other
        case "−":
            return text, one - other
        case "×":
            return text, one * other
        case _:
            return text, one / other


expressions = st.recursive(
    numbers,
    lambda inner: st.tuples(inner, inner, st.sampled_from("+−×÷")).map(joined),
    max_leaves=6,
)


def exact(text: str) -> Fraction:
    value = value_of(text)
    assert value.is_exact
    return value.number


@given(expressions)
def test_four_rules_are_exact(worked_out: tuple[str, Fraction | None]) -> None:
    text, wanted = worked_out

    if wanted is None:
        with pytest.raises(CalculationError, match="by_zero"):
            value_of(text)
    elif abs(wanted) < 10**40:
        assert exact(text) == wanted


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_the_root_of_a_square_is_exact(above: int, below: int) -> None:
    square = Value(Fraction(above, below) ** 2)

    assert value_of(("√", square)) == Value(Fraction(above, below))


@given(st.integers(2, 10**9))
def test_any_other_root_is_right_to_thirty_digits_and_called_rounded(n: int) -> None:
    root = value_of(f"√{n * n + 1}")

    assert not root.is_exact
    assert abs(root.number**2 - (n * n + 1)) < Fraction(n * n, 10**30)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0.1+0.2", Fraction(3, 10)),
        ("2+3×4", Fraction(14)),
        ("(2+3)×4", Fraction(20)),
        ("2(3+1)", Fraction(8)),
        ("2√9", Fraction(6)),
        ("−3×−2", Fraction(6)),
        ("−−3", Fraction(3)),
        ("200×15%", Fraction(30)),
        ("50%%", Fraction(1, 200)),
        ("√9%", Fraction(3, 100)),
        ("8÷2÷2", Fraction(2)),
        ("5−3−1", Fraction(1)),
        ("(1+2", Fraction(3)),
        (".5", Fraction(1, 2)),
        ("√√16", Fraction(2)),
    ],
)
def test_the_grammar(text: str, wanted: Fraction) -> None:
    assert exact(text) == wanted


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "not_finished"),
        ("1+", "not_finished"),
        ("1.2.3", "not_understood"),
        (".", "not_understood"),
        ("1)", "not_understood"),
        ("÷2", "not_understood"),
        ("1÷0", "by_zero"),
        ("1÷(2−2)", "by_zero"),
        ("√(1−2)", "negative_root"),
        ("9" * 31 + "×" + "9" * 31, "too_large"),
    ],
)
def test_what_has_no_value_says_why(text: str, key: str) -> None:
    with pytest.raises(CalculationError) as told:
        value_of(text)

    assert told.value.key == f"calculator.{key}"


def test_ever_longer_fractions_are_rounded_and_not_waited_for() -> None:
    value = Value(Fraction(10**9 + 7, 10**9 + 9))

    for _ in range(200):
        value = value_of((value, "×", value))

    assert not value.is_exact


@pytest.mark.parametrize(
    ("number", "is_exact", "text"),
    [
        (Fraction(0), True, ("0", True)),
        (Fraction(1, 8), True, ("0.125", True)),
        (Fraction(-5), True, ("-5", True)),
        (Fraction(1, 3), True, ("0.333333333333", False)),
        (Fraction(2), False, ("2", False)),
        (Fraction(10) ** 12, True, ("1000000000000", True)),
        (Fraction(10) ** 20, True, ("1×10^20", True)),
        (Fraction(1, 10**20), True, ("1×10^-20", True)),
    ],
)
def test_a_number_is_shown_short_and_says_whether_it_is_all(
    number: Fraction, is_exact: bool, text: tuple[str, bool]
) -> None:
    assert number_text(Value(number, is_exact)) == text
