import pytest
from hypothesis import given, strategies as st

from question_bank.exchange.content_markup import parse_markup, parse_runs
from question_bank.items.content import (
    BulletList,
    Image,
    Mark,
    Paragraph,
    Run,
    Sound,
    Table,
    plain_text,
)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("只有字", [("只有字", ())]),
        ("**重**点", [("重", (Mark.STRONG,)), ("点", ())]),
        ("*斜*", [("斜", (Mark.EMPHASIS,))]),
        ("++下划++", [("下划", (Mark.UNDERLINE,))]),
        ("H_{2}O", [("H", ()), ("2", (Mark.SUB,)), ("O", ())]),
        ("x^{2}", [("x", ()), ("2", (Mark.SUP,))]),
        (
            "**a*b*c**",
            [
                ("a", (Mark.STRONG,)),
                ("b", (Mark.STRONG, Mark.EMPHASIS)),
                ("c", (Mark.STRONG,)),
            ],
        ),
        (r"3\*4 \{x\} \\", [("3*4 {x} \\", ())]),
        ("{x} 1}2 ____ 2~3", [("{x} 1}2 ____ 2~3", ())]),
        ("C:\\new", [("C:\\new", ())]),
    ],
)
def test_a_paragraph_has_these_runs(
    text: str, runs: list[tuple[str, tuple[Mark, ...]]]
) -> None:
    assert [(run.text, run.marks) for run in parse_runs(text)] == runs


@pytest.mark.parametrize(
    "text", ["**a", "a*", "*a**b*", "++x", "_{x", "**a*b**", "3*4"]
)
def test_what_is_not_closed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="close"):
        parse_runs(text)


def test_blocks_stand_apart_by_blank_lines() -> None:
    text = """第一段
    第二行

    - 一
    - **二**

    1. 甲
    2. 乙

    | 日期 | 分 |
    | --- | :---: |
    | 周一 | 5\\|6 |

    | 没有 | 表头 |

    ![一幅图](chart.png)

    [sound: 讲述](voice.opus plays=2)

    [sound: 随便听](voice.flac)
    """

    content = parse_markup(text)

    assert [type(block) for block in content] == [
        *(Paragraph, BulletList, BulletList, Table, Table, Image, Sound, Sound)
    ]
    assert content[1] == BulletList(
        entries=(
            (Run(text="一"),),
            (Run(text="二", marks=(Mark.STRONG,)),),
        )
    )
    tables = [block for block in content if isinstance(block, Table)]
    assert [table.header_rows for table in tables] == [1, 0]
    sounds = [block for block in content if isinstance(block, Sound)]
    assert [sound.most_plays for sound in sounds] == [2, None]
    assert plain_text(content).splitlines()[:2] == ["第一段", "第二行"]
    assert "周一\t5|6" in plain_text(content)


def test_blank_markup_is_no_content() -> None:
    assert parse_markup(" \n\n \n") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![图](../a.png)", "regex"),
        ("![图](a.svg)", "regex"),
        ("![图]()", "not a picture"),
        ("![图](a.png)\n说明", "blank line"),
        ("[sound: x](a.flac plays=0)", ">= 1"),
        ("[sound: x](a.flac loops=3)", "not a picture or a sound"),
        ("- 一\n二", "not one list"),
        ("- 一\n1. 二", "not one list"),
        ("| a | b\n| --- |", "begin and end"),
        ("| a |\n| b |\n| --- |", "rule"),
        ("| --- |", "rule"),
        ("| a \\|", "begin and end"),
        ("**" * 2, "length"),
        ("| " + "a | " * 21, "length"),
        ("*a* " * 300, "length"),
    ],
)
def test_a_block_that_is_not_well_formed_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_markup(text)


@given(st.text(alphabet="a1*_^{}+|![]()-. \n\\", max_size=40))
def test_any_text_gives_content_or_a_value_error(text: str) -> None:
    try:
        content = parse_markup(text)
    except ValueError:
        return
    assert isinstance(content, tuple)
