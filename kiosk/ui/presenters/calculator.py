"""The calculator: keys in, what its two lines show out (row 39). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.ui.presenters.calculation import (
    CalculationError,
    Token,
    Value,
    number_text,
    value_of,
)
from kiosk.ui.presenters.message import Message, message

EQUALS, BACK, CLEAR = "=", "←", "C"

KEYS = (
    ("C", "(", ")", "←"),
    ("√", "%", "÷", "×"),
    ("7", "8", "9", "−"),
    ("4", "5", "6", "+"),
    ("1", "2", "3", "="),
    ("0", "."),
)
"""The keys as they lie; the last row's first is twice as wide."""

MOST_TOKENS = 60

TYPED = MappingProxyType(
    {
        **{digit: digit for digit in "0123456789.()+%="},
        "-": "−",
        "*": "×",
        "x": "×",
        "/": "÷",
        "r": "√",
        "c": CLEAR,
        "（": "(",
        "）": ")",
        "。": ".",
        "，": ".",
    }
)
"""Character of the keyboard → key; full-width ones are what an input method gives."""

_OPERATORS = frozenset("+−×÷%")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalculatorState:
    """Between two keys.

    Attributes:
        tokens: What was keyed in, a result that is calculated on with included.
        result: After "="; None while keying in.
        problem: Why "=" gave nothing.
    """

    tokens: tuple[Token, ...] = ()
    result: Value | None = None
    problem: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalculatorView:
    """What is shown.

    Attributes:
        expression: The upper line.
        result: The lower line: `= 12`, `≈ 0.333333333333`; "" while it has no value.
        number: The result for copying, with a plain minus; "" for none.
    """

    expression: str
    result: str
    number: str
    problem: Message | None


def after_key(state: CalculatorState, key: str) -> CalculatorState:
    """Return the state after one of KEYS."""
    if key == CLEAR:
        return CalculatorState()
    if key == BACK:
        return CalculatorState(tokens=state.tokens[:-1])
    if key == EQUALS:
        return _equals(state)
    tokens = state.tokens
    if state.result is not None:
        tokens = (state.result,) if key in _OPERATORS else ()
    elif len(tokens) >= MOST_TOKENS:
        return CalculatorState(tokens=tokens, problem=message("calculator.full"))
    return CalculatorState(tokens=(*tokens, key))


def calculator_view(state: CalculatorState) -> CalculatorView:
    """Return both lines; the value shows while keying in, as soon as there is one."""
    value = state.result
    if value is None and len(state.tokens) > 1:
        value = _value(state.tokens)
    if value is None:
        result = number = ""
    else:
        text, is_exact = number_text(value)
        result = f"{'=' if is_exact else '≈'} {_signed(text)}"
        number = text
    return CalculatorView(
        expression="".join(_token_text(token) for token in state.tokens),
        result=result,
        number=number,
        problem=state.problem,
    )


def _equals(state: CalculatorState) -> CalculatorState:
    if not state.tokens or state.result is not None:
        return state
    try:
        return CalculatorState(tokens=state.tokens, result=value_of(state.tokens))
    except CalculationError as error:
        return CalculatorState(tokens=state.tokens, problem=message(error.key))


def _value(tokens: Sequence[Token]) -> Value | None:
    try:
        return value_of(tokens)
    except CalculationError:
        return None


def _token_text(token: Token) -> str:
    return _signed(number_text(token)[0]) if isinstance(token, Value) else token


def _signed(text: str) -> str:
    return text.replace("-", "−")
