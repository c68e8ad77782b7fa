from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from question_bank.checks.checked_item import CheckedItem
from question_bank.checks.duplicate_check import duplicate_findings
from question_bank.checks.near_duplicates import (
    LEAST_DICE,
    Difference,
    View,
    near_duplicates,
)
from question_bank.checks.normal_text import normal_text
from question_bank.identifiers import ItemId
from question_bank.items.finding import Severity
from tests.builders.checked_items import OPTIONS, a_case_with, a_choice, a_statement

STEM = "退休教师王阿姨近三个月入睡困难，常因小事落泪，下列处理中首先应当做的是"


def test_signs_width_and_the_order_of_options_make_no_difference() -> None:
    other = STEM.replace("，", ",").replace("三个月", " 三个月 ")
    items = [
        a_choice(STEM, item_id="a"),
        a_choice(other, OPTIONS[::-1], key="d", item_id="b"),
    ]

    [pair] = near_duplicates(items)
    [finding] = duplicate_findings(items)

    assert (pair.dice, pair.difference) == (1.0, Difference.NOTHING)
    assert (finding.code, finding.severity) == ("DUPLICATE", Severity.ERROR)
    assert finding.place.item_id == "b"
    assert "a" in finding.wording.zh
    assert finding.measure == 1.0


def test_equal_items_with_other_keys_contradict() -> None:
    items = [a_choice(STEM, key="a", item_id="a"), a_choice(STEM, key="b", item_id="b")]

    [finding] = duplicate_findings(items)

    assert finding.code == "DUPLICATE_OTHER_KEY"
    assert "答案却不同" in finding.wording.zh


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("三个月", "五个月", Difference.NUMBERS),
        ("首先应当做", "首先不应当做", Difference.NEGATION),
        ("王阿姨", "李阿姨", Difference.WORDS),
    ],
)
def test_how_two_items_differ_is_told(
    old: str, new: str, difference: Difference
) -> None:
    items = [a_choice(STEM), a_choice(STEM.replace(old, new), item_id="i-2")]

    [pair] = near_duplicates(items)

    assert pair.difference is difference
    assert LEAST_DICE <= pair.dice < 1


def test_a_stem_with_other_options_is_told_as_the_same_stem() -> None:
    others = ("登记备案后结案", "通知单位领导", "建议尽快旅游", "开具诊断证明")
    items = [a_choice(STEM), a_choice(STEM, others, item_id="i-2")]

    [finding] = duplicate_findings(items)

    assert (finding.code, finding.severity) == ("SAME_STEM", Severity.WARNING)


def test_a_statement_made_of_a_choice_is_found() -> None:
    stem = "关于心理咨询保密原则的例外，下列情形中应当突破保密的是"
    right = "来访者有明确的自伤计划并已准备工具"
    choice = a_choice(stem, (right, "来访者迟到", "来访者换了工作", "来访者搬家"))
    statement = a_statement(
        f"关于心理咨询保密原则的例外，应当突破保密的是{right}。", is_true=True
    )

    [pair] = near_duplicates([choice, statement])

    assert pair.view is View.CLAIM


def test_short_ways_of_asking_are_no_duplicates() -> None:
    others = ("睡眠卫生", "认知重评", "系统脱敏", "行为激活")
    items = [a_choice("下列属于"), a_choice("下列属于", others, item_id="i-2")]

    assert near_duplicates(items) == ()


def test_scenes_of_cases_are_compared() -> None:
    scene = "小林连续两周没有到校，班主任家访时发现她把自己关在房间里不肯出来。"
    statement = a_statement(scene.replace("两周", "三周"), is_true=False)

    [pair] = near_duplicates([a_case_with(scene, {}), statement])

    assert pair.first.column == "s1"
    assert pair.difference is Difference.NUMBERS


def test_enemies_that_are_alike_are_only_noted() -> None:
    items = [a_choice(STEM, item_id="a"), a_choice(STEM, item_id="b")]
    apart = frozenset({frozenset({ItemId("a"), ItemId("b")})})

    [finding] = duplicate_findings(items, apart)

    assert finding.severity is Severity.NOTE


def test_a_thousand_equal_items_are_told_shortly() -> None:
    items = [a_choice(STEM, item_id=f"i-{index}") for index in range(1000)]

    found = list(duplicate_findings(items))

    assert len(found) <= 40
    assert "1000" in found[0].wording.zh


def test_four_hundred_items_that_differ_in_a_name_do_not_explode() -> None:
    items = [
        a_choice(STEM.replace("王", chr(0x4E00 + index)), item_id=f"i-{index}")
        for index in range(400)
    ]

    assert len(near_duplicates(items)) <= 400 * 10 * 3


phrases = st.lists(
    st.sampled_from(["耐心倾听", "共情", "转介", "评估风险", "保密", "记录", "回访"]),
    min_size=3,
    max_size=9,
).map("，".join)


def whole(item: CheckedItem) -> frozenset[str]:
    stem = item.record.item
    texts = [normal_text(text) for text in _texts(stem)]
    return frozenset(
        text[at : at + 2] for text in texts for at in range(max(0, len(text) - 1))
    )


def _texts(item: object) -> list[str]:
    runs = [str(block.runs[0].text) for block in getattr(item, "stem", ())]
    options = getattr(item, "options", ())
    return runs + [option.content[0].runs[0].text for option in options]


@settings(max_examples=60)
@given(stems=st.lists(phrases, min_size=2, max_size=12))
def test_every_pair_that_comparing_all_finds_is_found(stems: list[str]) -> None:
    items = [
        a_choice(f"{stem}（{index}）", item_id=f"i-{index}")
        for index, stem in enumerate(stems)
    ]
    sets = [whole(item) for item in items]
    expected = {
        (first, second)
        for first in range(len(items))
        for second in range(first + 1, len(items))
        if Fraction(
            2 * len(sets[first] & sets[second]), len(sets[first]) + len(sets[second])
        )
        >= LEAST_DICE
    }

    found = {(pair.first.item, pair.second.item) for pair in near_duplicates(items)}

    assert expected <= found


def test_items_of_one_character_are_compared_too() -> None:
    items = [a_choice("甲", ("乙", "丙"), item_id=name) for name in ("x", "y")]

    [pair] = near_duplicates(items)

    assert pair.dice == 1.0
