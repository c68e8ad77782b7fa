import pytest

from question_bank.exchange.xlsx_cells import (
    CellProblemError,
    parse_truth,
    split_options,
)
from question_bank.exchange.xlsx_scoring_points import parse_scoring_points


@pytest.mark.parametrize(
    "text",
    [
        "A.打断\nB.点头\nC.说教",
        "A、打断 B、点头 C、说教",
        "Ａ．打断\nＢ．点头\nＣ．说教",
        "a) 打断\nb) 点头\nc) 说教",
    ],
)
def test_options_in_one_cell_are_split(text: str) -> None:
    assert split_options(text) == ("打断", "点头", "说教")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A.打断\nB.点头\nD.说教", "B 之后是 D，应为 C"),
        ("A.打断\nB.点头\nB.说教\nC.评价", "B 之后是 B，应为 C"),
        ("A.打断\nC.点头\nB.说教", "A 之后是 C，应为 B"),
        ("A.打断 B.点头 D.说教", "B 之后是 D，应为 C"),
    ],
)
def test_an_option_is_never_hidden_in_the_one_before_it(text: str, said: str) -> None:
    with pytest.raises(CellProblemError) as problem:
        split_options(text)

    assert problem.value.code == "OPTIONS_OUT_OF_ORDER"
    assert said in problem.value.wording.zh


def test_a_small_letter_inside_a_line_is_no_option() -> None:
    assert split_options("A.变量 x. 的值\nB.其他") == ("变量 x. 的值", "其他")


@pytest.mark.parametrize("raw", ["✔️", "✅", "√", "对。", "（√）"])
def test_signs_from_a_telephone_say_true(raw: str) -> None:
    assert parse_truth(raw)


@pytest.mark.parametrize(
    "text",
    ["1.倾听（2分）；2.共情（3分）", "2分：倾听；3分：共情", "2分：倾听。3分：共情"],
)
def test_two_scoring_points_on_one_line_are_never_read_as_one(text: str) -> None:
    with pytest.raises(CellProblemError) as problem:
        parse_scoring_points(text)

    assert problem.value.code == "SCORING_POINTS_ON_ONE_LINE"
