import pytest

from question_bank.items.response import (
    OptionsResponse,
    Response,
    SpokenResponse,
    TextResponse,
    TruthResponse,
    is_answered,
)


@pytest.mark.parametrize(
    ("response", "answered"),
    [
        (None, False),
        (OptionsResponse(option_ids=()), False),
        (OptionsResponse(option_ids=("a",)), True),
        (TruthResponse(is_true=None), False),
        (TruthResponse(is_true=False), True),
        (TextResponse(text=" \n\u3000"), False),
        (TextResponse(text="好"), True),
        (SpokenResponse(take=None), False),
        (SpokenResponse(take=1), True),
    ],
)
def test_a_response_is_answered_when_it_holds_something(
    response: Response | None, answered: bool
) -> None:
    assert is_answered(response) is answered
