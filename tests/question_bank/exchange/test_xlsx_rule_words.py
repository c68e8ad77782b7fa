import re

import pytest

from question_bank.exchange.content_markup import parse_markup
from question_bank.exchange.xlsx_columns import Column
from question_bank.exchange.xlsx_rule_words import (
    markup_wording,
    rule_column,
    rule_wording,
)

WRONG_MARKUP = [
    "**粗",
    "*斜",
    "^{2",
    "**粗*斜**",
    "![图](fig-1.png)\n下一行",
    "[sound: a.opus",
    "- 一\n2",
    "| a |\n| --- |\n| --- |",
    "| a |\n| 1",
]


def without_quotes(text: str) -> str:
    return re.sub(r"“[^”]*”", "", text)


@pytest.mark.parametrize("text", WRONG_MARKUP)
def test_wrong_markup_is_said_in_chinese_without_english(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as problem:
        parse_markup(text)

    said = markup_wording(str(problem.value))
    assert said.zh.startswith("标记有误：")
    assert not re.search(r"[A-Za-z]{3,}", without_quotes(said.zh))
    assert str(problem.value) in said.en


@pytest.mark.parametrize(
    ("where", "found", "column", "said"),
    [
        (
            "media",
            "the item shows fig-1.png, which has no file",
            Column.IMAGES,
            "找不到文件 fig-1.png",
        ),
        (
            "item.scenes",
            "two scenes have the same id",
            Column.SCENE_NUMBER,
            "两个场景的场景序号相同",
        ),
        (
            "item.stem",
            "more than 100000 characters",
            Column.STEM,
            "文字过长，最多 100000 字",
        ),
        (
            "item.stem",
            "[0]: the rows of the table have different numbers of cells",
            Column.STEM,
            "表格各行的格数不同",
        ),
        ("item.surprise", "a rule made tomorrow", None, "不合题库的要求"),
    ],
)
def test_a_broken_rule_is_said_in_the_authors_words(
    where: str, found: str, column: Column | None, said: str
) -> None:
    wording = rule_wording(where, found)

    assert rule_column(where) is column
    assert said in wording.zh
    assert found in wording.en
    assert not re.search(r"[A-Za-z]{3,}", wording.zh.replace("fig-1.png", ""))
