from pathlib import Path

import openpyxl
import pytest

from question_bank.cli import bank_template
from question_bank.exchange.xlsx_items import read_xlsx_items
from question_bank.exchange.xlsx_template import write_template
from question_bank.formats.standard import Standard, parse_standard
from question_bank.items.finding import Severity

STANDARD = parse_standard(
    (Path(bank_template.__file__).parents[1] / "samples/standard.toml").read_bytes()
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    write_template(tmp_path / "t.xlsx", STANDARD, None)
    return tmp_path / "t.xlsx"


def overwritten(template: Path, *, ids: bool = True, texts: bool = True) -> Path:
    book = openpyxl.load_workbook(template)
    for sheet in (book["试题"], book["案例"]):
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                text = str(cell.value or "")
                if ids and text.startswith("示例"):
                    cell.value = text.replace("示例案例", "c-").replace("示例", "q-")
                if texts and text.startswith("【示例】"):
                    cell.value = text.removeprefix("【示例】")
    book.save(template)
    return template


def test_an_untouched_template_imports_nothing_and_has_no_problem(
    template: Path,
) -> None:
    reading = read_xlsx_items(template, level=None, standard=STANDARD)

    assert reading.drafts == ()
    assert {finding.severity for finding in reading.findings} == {Severity.NOTE}


def test_its_examples_are_good_items_of_every_kind(template: Path) -> None:
    reading = read_xlsx_items(overwritten(template), level=None, standard=STANDARD)

    assert len(reading.drafts) == 6
    assert {finding.severity for finding in reading.findings} <= {Severity.NOTE}


@pytest.mark.parametrize(("ids", "texts"), [(True, False), (False, True)])
def test_an_example_that_was_half_overwritten_is_an_error(
    template: Path, ids: bool, texts: bool
) -> None:
    path = overwritten(template, ids=ids, texts=texts)
    reading = read_xlsx_items(path, level=None, standard=STANDARD)

    codes = [x.code for x in reading.findings if x.severity is Severity.ERROR]
    assert set(codes) == {"EXAMPLE_HALF"}
    assert reading.drafts == ()


def test_it_has_drop_downs_a_frozen_header_comments_and_a_guide(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    sheet = book["试题"]
    formulas = {x.formula1 for x in sheet.data_validations.dataValidation}

    assert '"单选,多选,判断,简答,口述"' in formulas
    assert 'INDIRECT("任务_"&$B2)' in formulas
    assert set(book.defined_names) == {"任务_初级", "任务_中级", "任务_高级"}
    assert book["_列表"].sheet_state == "hidden"
    assert sheet.freeze_panes == "B2"
    assert sheet["C1"].comment is not None
    assert book["填写说明"]["A1"].value == "填写说明"


def test_for_one_level_its_tasks_stand_in_one_list(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", STANDARD, "中级")

    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book["试题"]["B2"].value == "中级"
    assert book["_列表"]["B16"].value == "4.4 效果后测"
    reading = read_xlsx_items(
        overwritten(tmp_path / "t.xlsx"), level="中级", standard=STANDARD
    )
    assert len(reading.drafts) == 6


def test_a_level_that_is_not_there_is_refused(tmp_path: Path) -> None:
    standard: Standard = STANDARD
    with pytest.raises(ValueError, match="no level"):
        write_template(tmp_path / "t.xlsx", standard, "特级")
