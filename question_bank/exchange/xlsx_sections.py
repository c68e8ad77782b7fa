"""Titles among the rows: 一、单选题（每题1分，共20分）. Pure.

A title says of the rows below it what their own cells leave out: their kind, and what each
is worth. A row's own cells always count more.
"""

import re
from dataclasses import dataclass

from question_bank.exchange.xlsx_columns import shown
from question_bank.exchange.xlsx_kinds import kind_of
from question_bank.exchange.xlsx_table import SheetRow
from question_bank.exchange.xlsx_text import tidy_code

LONGEST_TITLE = 60

_NUMBERED = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}[、.．,，]|第[一二三四五六七八九十]{1,3}(?:部分|大题|单元|[章节题])"
    r"|[(（][一二三四五六七八九十]{1,3}[)）][、.．]?)\s*"
)
_NAME_END = re.compile(r"[\s(（\[【:：,，。;；]")
_POINTS = re.compile(r"每(?:小|道|个)?题\s*([0-9]+(?:\.[0-9]+)?)\s*分")
_QUOTED_NAME = re.compile(r"[【\[]([^】\]]{2,12})[】\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What a title says of the rows below it.

    Attributes:
        name: Such as 单项选择题; what stands before brackets and colons.
        points: Of each row, as written; empty if it says none, or several.
        is_title: Whether it begins as titles do, with a Chinese number.
    """

    name: str = ""
    points: str = ""
    is_title: bool = False


NO_SECTION = Section()


def section_of(text: str) -> Section:
    """Return what a title says."""
    number = _NUMBERED.match(text)
    rest = text[number.end() :] if number else text.strip()
    quoted = _QUOTED_NAME.match(rest)
    name = quoted[1] if quoted else _NAME_END.split(rest, maxsplit=1)[0]
    points = set(_POINTS.findall(tidy_code(text)))
    return Section(
        name=name,
        points=points.pop() if len(points) == 1 else "",
        is_title=number is not None,
    )


def title_of(
    row: SheetRow, *, kind_place: int | None, is_merged: bool
) -> Section | None:
    """Return what a row says if it is a title; None if it may be data.

    Args:
        kind_place: Column of the kind; a lone word there may be an unfinished item.
        is_merged: Whether its cell is merged over others of the row.
    """
    text = lone_text(row)
    if not text or len(text) > LONGEST_TITLE:
        return None
    section = section_of(text)
    if section.is_title:
        return section
    is_at_kind = not is_merged and kind_place in row.cells
    return None if is_at_kind or kind_of(section.name) is None else section


def lone_text(row: SheetRow) -> str:
    """Return the text of a row's only filled cell; empty if none or several are filled."""
    filled = [
        shown(value).strip()
        for value in row.cells.values()
        if not isinstance(value, str) or value.strip()
    ]
    return filled[0] if len(filled) == 1 else ""
