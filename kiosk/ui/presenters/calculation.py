"""What a calculator's expression is worth: exact fractions, never binary floats. Pure.

Grammar, loosest first: sum (+ −), product (× ÷, or nothing before a bracket or a root),
sign (−), per cent (%: a hundredth of what stands before it), root (√), number, brackets.
Brackets that were not closed close at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import isqrt

KEPT_DIGITS = 40
"""Significant digits of what no fraction of bearable size can hold."""

MOST_BITS = 400
"""Of a denominator before it is rounded to KEPT_DIGITS: 120 decimal digits."""

MOST_DIGITS = 60
"""Before the point of any result: longer ones are an error, not a wait. What has as many
zeros behind the point is taken for zero."""

SHOWN_DIGITS = 12

_DIGITS = frozenset("0123456789.")

_KEPT = Context(prec=KEPT_DIGITS, rounding=ROUND_HALF_EVEN)
_SHOWN = Context(prec=SHOWN_DIGITS, rounding=ROUND_HALF_EVEN)


class CalculationError(Exception):
    """The expression has no value.

    Attributes:
        key: Of the sentence that says why.
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Value:
    """A number.

    Attributes:
        is_exact: False after a root that does not come out even, or a rounding.
    """

    number: Fraction
    is_exact: bool = True


Token = str | Value
"""A key's character, or a result that is calculated on with."""


def value_of(tokens: Sequence[Token]) -> Value:
    """Return what the expression is worth.

    Raises:
        CalculationError: it is not finished, divides by zero, has the root of a
            negative number or is too large.
    """
    reader = _Reader(tokens)
    value = reader.sum()
    if reader.next is not None:
        raise CalculationError("calculator.not_understood")
    return value


def number_text(value: Value) -> tuple[str, bool]:
    """Return the number in at most SHOWN_DIGITS digits, and whether that is all of it."""
    exact = _decimal(value.number, _KEPT)
    shown = _decimal(value.number, _SHOWN)
    is_whole_truth = value.is_exact and exact == shown and _is_decimal(value.number)
    if not shown:
        return "0", is_whole_truth
    shown = shown.normalize(_SHOWN)
    if -SHOWN_DIGITS <= shown.adjusted() <= SHOWN_DIGITS:
        return f"{shown:f}", is_whole_truth
    digits, _, power = f"{shown:e}".partition("e")
    return f"{digits}×10^{int(power)}", is_whole_truth


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def next(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def sum(self) -> Value:
        value = self._product()
        while self.next in ("+", "−"):
            sign = 1 if self._take() == "+" else -1
            other = self._product()
            value = _kept(value.number + sign * other.number, value, other)
        return value

    def _product(self) -> Value:
        value = self._signed()
        while self.next is not None and self.next not in ("+", "−", ")"):
            divides = self.next == "÷"
            if self.next in ("×", "÷"):
                self._take()
            other = self._signed()
            if divides and not other.number:
                raise CalculationError("calculator.by_zero")
            factor = 1 / other.number if divides else other.number
            value = _kept(value.number * factor, value, other)
        return value

    def _signed(self) -> Value:
        if self.next != "−":
            return self._per_cent()
        self._take()
        value = self._signed()
        return Value(-value.number, value.is_exact)

    def _per_cent(self) -> Value:
        value = self._primary()
        while self.next == "%":
            self._take()
            value = _kept(value.number / 100, value, value)
        return value

    def _primary(self) -> Value:
        taken = self._take()
        if isinstance(taken, Value):
            return taken
        if taken == "√":
            return _root(self._primary())
        if taken == "(":
            value = self.sum()
            if self.next == ")":
                self._take()
            return value
        return self._number(taken)

    def _number(self, first: str) -> Value:
        if first not in _DIGITS:
            raise CalculationError("calculator.not_understood")
        digits = first
        while isinstance(self.next, str) and self.next in _DIGITS:
            digits += str(self._take())
        if not any(digit.isdigit() for digit in digits) or digits.count(".") > 1:
            raise CalculationError("calculator.not_understood")
        return Value(Fraction(digits))

    def _take(self) -> Token:
        taken = self.next
        if taken is None:
            raise CalculationError("calculator.not_finished")
        self._at += 1
        return taken


def _root(value: Value) -> Value:
    number = value.number
    if number < 0:
        raise CalculationError("calculator.negative_root")
    above, below = isqrt(number.numerator), isqrt(number.denominator)
    if above**2 == number.numerator and below**2 == number.denominator:
        return Value(Fraction(above, below), value.is_exact)
    root = _KEPT.sqrt(_decimal(number, _KEPT))
    return Value(Fraction(root), is_exact=False)


def _kept(number: Fraction, one: Value, other: Value) -> Value:
    if abs(number) >= 10**MOST_DIGITS:
        raise CalculationError("calculator.too_large")
    is_exact = one.is_exact and other.is_exact
    if number and abs(number) < Fraction(1, 10**MOST_DIGITS):
        return Value(Fraction(0), is_exact=False)
    if number.denominator.bit_length() > MOST_BITS:
        return Value(Fraction(_decimal(number, _KEPT)), is_exact=False)
    return Value(number, is_exact)


def _decimal(number: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))


def _is_decimal(number: Fraction) -> bool:
    """Return whether a decimal of KEPT_DIGITS is the number itself."""
    return Fraction(_decimal(number, _KEPT)) == number
