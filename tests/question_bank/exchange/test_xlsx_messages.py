"""Every message about a spreadsheet: Chinese without English, English without Chinese."""

import re
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from question_bank.exchange.item_draft import MediumFile, SourceReading
from question_bank.exchange.xlsx_items import read_xlsx_items
from question_bank.identifiers import MediaName

HEADER = ["题型", "题干", "选项A", "选项B", "答案", "分值", "编号", "图片", "任务"]


def reading(path: Path, *rows: list[Any]) -> SourceReading:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "题"
    for row in (HEADER, *rows):
        sheet.append(row)
    book.save(path)
    picture = MediumFile(sha256="0" * 64, media_type="", size_bytes=0, read=bytes)
    media = {MediaName("fig-1.png"): picture}
    return read_xlsx_items(path, level="初级", media=media)


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


def test_what_is_too_long_or_too_much_is_told_and_never_cut(tmp_path: Path) -> None:
    long = [
        "单选",
        "题干",
        "甲",
        "乙",
        "A",
        1,
        "q-1",
        f"fig-1.png：{'图' * 1001}",
        None,
    ]
    tasks = "；".join(
        f"{domain}.{task}" for domain in (1, 2, 3) for task in range(1, 8)
    )
    many = ["单选", "另一题", "甲", "乙", "A", 1, "q-2", None, tasks]

    found = reading(tmp_path / "a.xlsx", long, many)

    assert found.drafts == ()
    told = [(finding.code, finding.place.row) for finding in found.findings]
    assert told == [("TEXT_TOO_LONG", 2), ("TOO_MANY_TASKS", 3)]
