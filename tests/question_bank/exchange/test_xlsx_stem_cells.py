from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from question_bank.exchange.item_draft import SourceReading
from question_bank.exchange.xlsx_items import read_xlsx_items
from question_bank.identifiers import OptionId
from question_bank.items.content import plain_text
from question_bank.items.item import tasks_in
from question_bank.items.multiple_choice import MultipleChoiceKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.true_false import TrueFalseKey

HEADER = ["题型", "题干", "选项A", "选项B", "选项C", "答案", "分值"]
Read = Callable[..., SourceReading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(*rows: list[Any]) -> SourceReading:
        book = openpyxl.Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        for row in (HEADER, *rows):
            sheet.append(row)
        book.save(tmp_path / "a.xlsx")
        return read_xlsx_items(tmp_path / "a.xlsx", level="初级")

    return reading


def choice(stem: Any, answer: str | None, kind: str = "单选") -> list[Any]:
    return [kind, stem, "打断", "点头", "说教", answer, 1]


def stem_and_key(reading: SourceReading) -> tuple[str, object]:
    [draft] = reading.drafts
    [task] = tasks_in(draft.record.item)
    return plain_text(task.stem), draft.record.keys[task.task_id]


def codes(reading: SourceReading) -> list[str]:
    return [finding.code for finding in reading.findings]


@pytest.mark.parametrize("answer", ["B", "Ｂ", None])
@pytest.mark.parametrize("bracket", ["（  B  ）", "（B）", "( Ｂ )", "【B】"])
def test_a_key_in_the_bracket_of_the_stem_is_not_shown_to_candidates(
    read: Read, bracket: str, answer: str | None
) -> None:
    reading = read(choice(f"下列属于倾听的是{bracket}。", answer))

    stem, key = stem_and_key(reading)
    assert stem == f"下列属于倾听的是{bracket[0]}　　{bracket[-1]}。"
    assert key == SingleChoiceKey(correct_option=OptionId("b"))
    assert ("KEY_TAKEN_OUT" if answer else "KEY_FROM_STEM") in codes(reading)


def test_several_letters_and_signs_are_keys_too(read: Read) -> None:
    stem, key = stem_and_key(read(choice("恰当的有（ A、C ）", None, "多选")))
    assert stem == "恰当的有（　　）"
    assert key == MultipleChoiceKey(correct_options=(OptionId("a"), OptionId("c")))

    row = ["判断", "倾听就是不说话。（×）", None, None, None, None, 1]
    stem, key = stem_and_key(read(row))
    assert stem == "倾听就是不说话。（　　）"
    assert key == TrueFalseKey(is_true=False)


def test_a_bracket_that_contradicts_the_key_is_an_error(read: Read) -> None:
    reading = read(choice("下列属于倾听的是（ A ）", "B"))

    assert reading.drafts == ()
    [finding] = reading.findings
    assert finding.code == "KEY_IN_STEM_DIFFERS"
    assert "“A”" in finding.wording.zh
    assert "“B”" in finding.wording.zh


@pytest.mark.parametrize(
    "stem",
    ["方案（A）与方案（B）相比，应选", "血型（B）的人更（　　）", "（多选）以下是"],
)
def test_letters_that_belong_to_the_stem_stay(read: Read, stem: str) -> None:
    assert stem_and_key(read(choice(stem, "B")))[0] == stem


def test_a_letter_inside_the_stem_that_is_the_key_is_warned_of(read: Read) -> None:
    assert "KEY_IN_STEM" in codes(read(choice("下列（B）属于倾听", "B")))
    assert "KEY_IN_STEM" not in codes(read(choice("下列（A）属于倾听", "B")))


def test_a_bold_key_in_a_rich_stem_is_taken_out(read: Read) -> None:
    rich = CellRichText(
        "下列",
        TextBlock(InlineFont(b=True), "不"),
        "属于倾听的是（ ",
        TextBlock(InlineFont(b=True), "B"),
        " ）。",
    )

    stem, key = stem_and_key(read(choice(rich, None)))

    assert stem == "下列不属于倾听的是（　　）。"
    assert key == SingleChoiceKey(correct_option=OptionId("b"))


def test_options_in_the_stem_are_split_off(read: Read) -> None:
    row = ["单选", "下列属于倾听的是（ B ）\nA.打断\nB.点头", None, None, None, None, 1]

    reading = read(row)

    assert stem_and_key(reading)[0] == "下列属于倾听的是（　　）"
    task = reading.drafts[0].record.item
    assert isinstance(task, SingleChoice)
    assert [plain_text(option.content) for option in task.options] == ["打断", "点头"]
    assert "OPTIONS_IN_STEM" in codes(reading)
