"""Trying the keyboard: tolerant to punctuation, clear about letters."""

import pytest

from kiosk.ui.presenters.input_check_view import (
    InputCheckView,
    input_check_view,
    method_name,
)
from kiosk.ui.presenters.message import message

SENTENCE = "我已经准备好了，可以开始考试。"


@pytest.mark.parametrize(
    "typed",
    [SENTENCE, "我已经准备好了可以开始考试", " 我已经准备好了, 可以开始考试. "],
)
def test_the_sentence_is_right_with_any_punctuation(typed: str) -> None:
    assert input_check_view(typed, SENTENCE).is_right


def test_nothing_typed_says_nothing() -> None:
    assert input_check_view("", SENTENCE) == InputCheckView()


def test_letters_say_that_the_input_method_is_off_but_not_at_the_first_one() -> None:
    assert input_check_view("w", SENTENCE).hint is None
    view = input_check_view("woyi", SENTENCE)

    assert (view.hint, view.is_wrong) == (message("input.letters"), True)


def test_a_beginning_is_praised_and_a_slip_is_placed() -> None:
    assert input_check_view("我已经", SENTENCE).hint == message("input.going")
    assert input_check_view("我以经", SENTENCE).hint == message(
        "input.differs", place=2
    )
    too_much = input_check_view(SENTENCE + "啊", SENTENCE)
    assert too_much.hint == message("input.differs", place=14)


def test_the_input_method_is_named_where_the_system_tells() -> None:
    assert method_name("zh") == message("input.method_chinese")
    assert method_name("C") is None
