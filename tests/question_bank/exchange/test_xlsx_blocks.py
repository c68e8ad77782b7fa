from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from question_bank.exchange.item_draft import SourceReading
from question_bank.exchange.xlsx_items import read_xlsx_items
from question_bank.items.content import plain_text
from question_bank.items.finding import Severity
from question_bank.items.item import tasks_in

CHOICES = ["题型", "题干", "选项A", "选项B", "选项C", "答案", "分值"]
CHOICE = ["单选", "下列属于倾听的是", "打断", "点头", "说教", "B", 1]
TRUTHS = ["题型", "题干", "答案", "解析", "分值"]
TRUTH = ["判断", "倾听就是不说话。", "错误", "倾听也要回应。", 2]
NUMBERED = ["序号", "题目", "A", "B", "C", "正确答案"]

Read = Callable[..., SourceReading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(
        *rows: Sequence[Any], merged: Sequence[str] = (), title: str = "Sheet1"
    ) -> SourceReading:
        book = openpyxl.Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        sheet.title = title
        for row in rows:
            sheet.append(list(row))
        for cells in merged:
            sheet.merge_cells(cells)
        book.save(tmp_path / "a.xlsx")
        return read_xlsx_items(tmp_path / "a.xlsx", level="初级")

    return reading


def errors(reading: SourceReading) -> list[tuple[str, int | None]]:
    return [
        (finding.code, finding.place.row)
        for finding in reading.findings
        if finding.severity is Severity.ERROR
    ]


def points(reading: SourceReading) -> list[tuple[str, int]]:
    tasks = [task for draft in reading.drafts for task in tasks_in(draft.record.item)]
    return [(type(task).__name__, int(task.points)) for task in tasks]


@pytest.mark.parametrize("between", [[], [[]], [["二、判断题"]]])
def test_a_second_table_is_read_under_its_own_header(
    read: Read, between: list[list[str]]
) -> None:
    reading = read(CHOICES, CHOICE, *between, TRUTHS, TRUTH)

    assert errors(reading) == []
    assert points(reading) == [("SingleChoice", 1), ("TrueFalse", 2)]
    told = [x for x in reading.findings if x.code == "TABLE_BELOW"]
    assert [x.place.row for x in told] == [3 + len(between)]


def test_a_narrow_table_above_a_wide_one_is_not_taken_for_titles(read: Read) -> None:
    reading = read(TRUTHS, TRUTH, CHOICES, CHOICE)

    assert points(reading) == [("TrueFalse", 2), ("SingleChoice", 1)]


def test_two_headers_that_differ_in_one_column_are_two_tables(read: Read) -> None:
    other = ["题型", "题干", "答案", "难度", "分值"]
    reading = read(TRUTHS, TRUTH, other, ["判断", "保密有例外。", "对", "易", 1])

    first, second = reading.drafts
    assert first.record.explanations
    assert not second.record.explanations
    assert second.estimates[0].difficulty_permille == 850


def test_the_same_header_again_is_skipped(read: Read) -> None:
    reading = read(TRUTHS, TRUTH, TRUTHS, ["判断", "保密有例外。", "对", None, 1])

    assert [x.code for x in reading.findings] == ["HEADER_AGAIN"]
    assert len(reading.drafts) == 2


def test_titles_among_the_rows_say_kind_and_points(read: Read) -> None:
    reading = read(
        ["初级理论题库（每题3分）"],
        NUMBERED,
        ["一、单项选择题（每题1分，共2分）"],
        [1, "下列属于倾听的是", "打断", "点头", "说教", "B"],
        ["二、多项选择题：每小题２分"],
        [1, "保密的例外有", "自伤", "好奇", "侵害", "A C"],
        ["三、判断题"],
        [1, "情绪低落几天就是抑郁症。", None, None, None, "×"],
        merged=["A1:F1", "A3:F3", "A5:F5", "A7:F7"],
    )

    assert errors(reading) == []
    assert points(reading) == [
        ("SingleChoice", 1),
        ("MultipleChoice", 2),
        ("TrueFalse", 3),
    ]
    assert {"KIND_OF_SECTION", "POINTS_OF_TITLE"} <= {x.code for x in reading.findings}


def test_a_title_of_no_known_kind_ends_the_one_before(read: Read) -> None:
    reading = read(
        [*NUMBERED, "分值"],
        ["一、判断题"],
        [1, "倾听就是不说话。", None, None, None, "×", 1],
        ["二、案例分析题"],
        [1, "保密有例外。", None, None, None, "√", 1],
    )

    assert errors(reading) == [("COLUMN_MISSING", 5)]
    assert len(reading.drafts) == 1


def test_a_rows_own_kind_and_points_count_more_than_the_title(read: Read) -> None:
    reading = read(CHOICES, ["一、判断题（每题5分）"], CHOICE)

    assert points(reading) == [("SingleChoice", 1)]


def test_two_different_points_in_a_title_say_nothing(read: Read) -> None:
    title = ["单选每题1分，多选每题2分"]
    reading = read(title, CHOICES, [*CHOICE[:-1], None])

    assert errors(reading) == [("CELL_EMPTY", 3)]


def test_a_text_merged_over_a_row_that_is_no_title_is_still_an_error(
    read: Read,
) -> None:
    shared = ["根据以下材料回答：小王，男，三十岁，近来睡不好。"]
    reading = read(CHOICES, shared, CHOICE, merged=["A2:G2"])

    assert errors(reading) == [("MERGED_CELLS", 2)]


def test_a_lone_sentence_that_begins_with_a_count_is_not_a_title(read: Read) -> None:
    lone = [None, "第一次见面时，服务人员应当做什么？"]

    assert ("CELL_EMPTY", 3) in errors(read(CHOICES, CHOICE, lone))


def test_an_unfinished_row_with_only_its_kind_is_not_a_title(read: Read) -> None:
    reading = read(CHOICES, CHOICE, ["判断题"])

    assert ("CELL_EMPTY", 3) in errors(reading)


def test_the_header_of_two_rows_is_still_one_header(read: Read) -> None:
    above = ["题型", "题干", "选项", None, None, "答案", "分值"]
    below = [None, None, "A", "B", "C", None, None]
    reading = read(above, below, CHOICE, merged=["C1:E1"])

    [draft] = reading.drafts
    [task] = tasks_in(draft.record.item)
    assert plain_text(task.stem) == CHOICE[1]
    assert errors(reading) == []
