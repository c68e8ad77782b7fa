"""Every message about a spreadsheet: Chinese without English, English without Chinese."""

import re
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from question_bank.exchange.item_draft import SourceReading
from question_bank.exchange.xlsx_items import read_xlsx_items

HEADER = ["题型", "题干", "选项A", "选项B", "答案", "分值", "编号"]


def reading(path: Path, *rows: list[Any]) -> SourceReading:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "题"
    for row in (HEADER, *rows):
        sheet.append(row)
    book.save(path)
    return read_xlsx_items(path, level="初级")


def test_the_place_of_another_row_is_said_in_each_language(tmp_path: Path) -> None:
    first = ["单选", "题干", "甲", "乙", "A", 1, "q-1"]
    same_id = ["单选", "另一题", "甲", "乙", "A", 1, "q-1"]
    same_words = ["单选", "题干", "甲", "乙", "B", 1, None]
    both_named = ["单选", "题干", "甲", "乙", "A", 1, "q-9"]

    found = {
        finding.code: finding.wording
        for finding in reading(
            tmp_path / "a.xlsx", first, same_id, same_words, both_named
        ).findings
    }

    for code in ("ID_TWICE", "DUPLICATE_ROW", "SAME_TEXT"):
        assert "“题”第2行" in found[code].zh
        assert re.search("“题” row 2", found[code].en)
        assert "第2行" not in found[code].en
