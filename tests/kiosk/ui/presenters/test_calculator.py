from hypothesis import given, strategies as st

from kiosk.ui.presenters.calculator import (
    BACK,
    KEYS,
    MOST_TOKENS,
    TYPED,
    CalculatorState,
    CalculatorView,
    after_key,
    calculator_view,
)
from kiosk.ui.presenters.message import message

ALL_KEYS = [key for row in KEYS for key in row]


def keyed(keys: str) -> CalculatorView:
    state = CalculatorState()
    for key in keys:
        state = after_key(state, TYPED.get(key, key))
    return calculator_view(state)


def test_the_value_stands_below_while_it_is_keyed_in() -> None:
    assert keyed("8").result == ""
    assert keyed("8*").result == ""
    assert keyed("8*7").result == "= 56"


def test_a_result_is_calculated_on_with_exactly() -> None:
    assert keyed("1/3=").result == "≈ 0.333333333333"
    assert keyed("1/3=*3=").result == "= 1"


def test_a_digit_after_a_result_begins_anew() -> None:
    assert keyed("8*7=2").expression == "2"


def test_back_and_clear() -> None:
    assert keyed(f"12{BACK}3").expression == "13"
    assert keyed("12c").expression == ""


def test_a_wrong_expression_stays_to_be_mended() -> None:
    view = keyed("5/0=")

    assert view.problem == message("calculator.by_zero")
    assert view.expression == "5÷0"
    assert keyed(f"5/0={BACK}2=").result == "= 2.5"


def test_the_number_for_copying_has_a_plain_minus() -> None:
    view = keyed("1-3=")

    assert (view.result, view.number) == ("= −2", "-2")


def test_what_an_input_method_gives_counts_too() -> None:
    assert keyed("（1。5+1）*2").result == "= 5"


def test_an_endless_expression_is_refused() -> None:
    assert keyed("1" * (MOST_TOKENS + 1)).problem == message("calculator.full")


@given(st.lists(st.sampled_from(ALL_KEYS), max_size=80))
def test_no_keys_in_any_order_break_it(keys: list[str]) -> None:
    state = CalculatorState()
    for key in keys:
        state = after_key(state, key)
        view = calculator_view(state)
        assert bool(view.result) == bool(view.number)
        assert len(state.tokens) <= MOST_TOKENS
