"""The bank's own rules in words for the author of a spreadsheet. Pure.

Most of them cannot be broken by a row that the readers let through; what can is said
here in the author's words. Anything else is said without its technical detail, which the
English words keep.
"""

import re
from collections.abc import Callable
from types import MappingProxyType

from question_bank.exchange.xlsx_columns import Column
from question_bank.items.score_line import Wording

_COLUMNS = (
    ("points", Column.POINTS),
    ("stem", Column.STEM),
    ("options", Column.OPTIONS),
    ("correct_option", Column.ANSWER),
    ("rubric.scoring_points", Column.SCORING_POINTS),
    ("rubric", Column.MODEL_ANSWER),
    ("explanations", Column.EXPLANATION),
    ("tags", Column.TASK),
    ("transcripts", Column.TRANSCRIPT),
    ("media", Column.IMAGES),
    ("scenes", Column.SCENE_NUMBER),
)
_MARKS = MappingProxyType(
    {
        "strong": "加粗 **",
        "emphasis": "斜体 *",
        "underline": "下划线",
        "sub": "下标",
        "sup": "上标",
    }
)
_CHINESE: MappingProxyType[str, Callable[[re.Match[str]], str]] = MappingProxyType(
    {
        r"the item shows (\S+), which has no file": lambda found: (
            f"找不到文件 {found[1]}；请把它放在表格旁的媒体文件夹里，名称一致"
        ),
        r"two scenes have the same id": lambda _: (
            "两个场景的场景序号相同；同一场景的各行要相连，不同场景用不同的序号"
        ),
        r"two tasks have the same id": lambda _: (
            "两道小题的编号相同；请改掉其中一个，或留空由系统编号"
        ),
        r"more than ([0-9]+) characters": lambda found: f"文字过长，最多 {found[1]} 字",
        r"there is no content": lambda _: "没有内容；请补填",
        r"the rows of the table have different numbers of cells": lambda _: (
            "表格各行的格数不同；请补齐，空格子也要写出 |"
        ),
        r"the table has no row below its header": lambda _: (
            "表格只有表头，没有内容；请补填，或改成普通文字"
        ),
        r"a run is both sub and sup": lambda _: (
            "同一段文字不能既是上标又是下标；请去掉其中一种"
        ),
        r"(\w+) is opened and not closed in (.*)": lambda found: (
            f"{_MARKS.get(found[1], '标记')}只有开头、没有结尾，在 {found[2]}"
        ),
        r"(\S+) does not close what was opened in (.*)": lambda found: (
            f"{found[1]} 与前面的标记不成对，在 {found[2]}"
        ),
        r"a blank line has to follow (.*)": lambda found: f"{found[1]} 之后要空一行",
        r"not a picture or a sound: (.*)": lambda found: (
            f"不是图片或音频的写法：{found[1]}"
        ),
        r"not one list, a line each: (.*)": lambda found: (
            f"列表要每行一条，以 - 或 1. 开头：{found[1]}"
        ),
        r"a rule may stand only below the first row: (.*)": lambda found: (
            f"表格的 --- 行只能写在第一行之后：{found[1]}"
        ),
        r"a row has to begin and end with \|: (.*)": lambda found: (
            f"表格的每一行要以 | 开头和结尾：{found[1]}"
        ),
        r"(?:object|array|str).*length.*|expected .*length.*": lambda _: (
            "文字过长或条目过多；请缩短，或拆成几道题"
        ),
    }
)
_OTHERWISE = "这一行的内容不合题库的要求，无法导入；请核对这一格，或改写后重试"


def rule_column(where: str) -> Column | None:
    """Return the column that a field of a record comes from, as near as we know."""
    return next((column for part, column in _COLUMNS if part in where), None)


def rule_wording(where: str, found: str) -> Wording:
    """Return what a broken rule means to whoever filled in the row."""
    said = rule_words(found)
    if said is not None:
        return Wording(said, found)
    return Wording(_OTHERWISE, f"this breaks a rule of the bank ({where}: {found})")


def markup_wording(found: str) -> Wording:
    """Return what is wrong with the markup of a cell."""
    said = rule_words(found)
    zh = "标记有误" if said is None else f"标记有误：{said}"
    return Wording(zh, f"the markup is wrong: {found}")


def rule_words(found: str) -> str | None:
    """Return a rule in Chinese; None if it has no words here."""
    for pattern, words in _CHINESE.items():
        if match := re.search(pattern, found, re.IGNORECASE):
            return words(match)
    return None
