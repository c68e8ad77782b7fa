import re

import pytest

from question_bank.exchange.item_source import read_item_list
from question_bank.exchange.source_words import source_words

ITEM = """\
level: 初级
items:
  - kind: single_choice
    id: s1
    points: 1
    tags: [初级/2.1]
    difficulty: 0.5
    stem: 下列说法正确的是
    options: {a: 甲, b: 乙}
    answer: b
"""
SHORT = """\
level: 初级
items:
  - kind: short_answer
    id: a1
    points: 4
    most_characters: 300
    stem: 说明理由
    rubric:
      model_answer: 理由
      scoring_points:
        - {id: p1, points: 2, text: 要点}
"""


@pytest.mark.parametrize(
    ("source", "change", "words"),
    [
        (ITEM, ("answer: b", "answer: c"), "本题没有这个选项"),
        (ITEM, ("points: 1", "points: 0"), "分值要大于 0"),
        (ITEM, ("points: 1", "points: 很多"), "应为分值"),
        (ITEM, ("0.5", "1.5"), "0 与 1 之间"),
        (ITEM, ("初级/2.1", "中级/2.1"), "不属于本题的级别 初级"),
        (ITEM, ("初级/2.1", "初级-2"), "标签写作"),
        (ITEM, ("    stem: 下列说法正确的是\n", ""), "缺少必填的字段 stem"),
        (ITEM, ("stem:", "steem: x\n    stem:"), "没有 steem 这个字段"),
        (ITEM, ("single_choice", "choice"), "题型"),
        (ITEM, ("{a: 甲, b: 乙}", "{a: 甲}"), "至少要有 2"),
        (ITEM, ("id: s1", "id: 第一题"), "编号用字母"),
        (ITEM, ("下列说法", "下列**说法"), "没有结尾"),
        (SHORT, ("points: 4", "points: 5"), "采分点合计 2 分，少于本题的 5 分"),
        (SHORT, ("300", "三百"), "应为整数"),
    ],
)
def test_an_authors_mistake_is_told_in_chinese_without_foreign_words(
    source: str, change: tuple[str, str], words: str
) -> None:
    changed = source.replace(*change)
    assert changed != source

    findings = read_item_list(changed.encode(), {}, name="题目.yaml").findings

    told = " ".join(finding.wording.zh for finding in findings)
    assert words in told
    own_words = re.sub(r"stem|steem|kind|choice", "", told)
    assert re.search(r"[A-Za-z]{4,}", own_words) is None, told


def test_a_sentence_that_is_not_known_is_told_as_it_is() -> None:
    assert source_words("something new") == "此处有误：something new"
