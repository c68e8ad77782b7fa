import csv
import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import given, strategies as st

from sync_server.roster.id_number import check_character
from sync_server.roster.read_roster import RosterReading, read_roster
from sync_server.roster.report import Finding, Severity

HEADINGS = (
    "准考证号",
    "姓名",
    "证件号",
    "称谓",
    "场次",
    "考场",
    "机位",
    "试卷",
    "加时",
)
GOOD_ID = "11010119900307100" + check_character("11010119900307100")
FIRST = ("2026110101", "王小明", GOOD_ID, "同学", "S1", "101", "01", "A", "")
SECOND = ("2026110102", "李雷", "P1234567", "", "S1", "101", "02", "", "30")

Row = Sequence[object]


def csv_bytes(*rows: Row, encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(*rows: Row, merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def said(reading: RosterReading) -> list[tuple[Finding, int, str]]:
    return [(x.finding, x.row, x.column) for x in reading.findings]


def errors(reading: RosterReading) -> list[tuple[Finding, int, str]]:
    return [
        (x.finding, x.row, x.column)
        for x in reading.findings
        if x.severity is Severity.ERROR
    ]


def changed(row: Row, heading: str, value: object) -> tuple[object, ...]:
    return tuple(
        value if HEADINGS[index] == heading else cell for index, cell in enumerate(row)
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_csv_file_is_read_in_each_encoding_that_spreadsheets_write(
    encoding: str,
) -> None:
    reading = read_roster(
        csv_bytes(HEADINGS, FIRST, SECOND, encoding=encoding), "名册.csv"
    )

    assert reading.is_good
    assert [row.name for row in reading.rows] == ["王小明", "李雷"]
    assert reading.rows[1].extra_minutes == 30
    notes = {x.found for x in reading.findings if x.finding is Finding.ENCODING_FOUND}
    assert notes == (
        {"GB18030"}
        if encoding.startswith("gb")
        else {"UTF-16"}
        if encoding == "utf-16"
        else set()
    )


def test_an_xlsx_file_gives_the_same_rows_as_a_csv_file() -> None:
    from_xlsx = read_roster(xlsx_bytes(HEADINGS, FIRST, SECOND), "名册.xlsx")
    from_csv = read_roster(csv_bytes(HEADINGS, FIRST, SECOND), "名册.csv")

    assert from_xlsx.is_good
    assert from_xlsx.rows == from_csv.rows


def test_a_title_above_the_table_is_passed_over() -> None:
    title = ("某某学校考生名册", "", "")
    content = xlsx_bytes(title, HEADINGS, FIRST, merged="A1:I1")

    reading = read_roster(content, "名册.xlsx")

    assert reading.is_good
    assert [row.row for row in reading.rows] == [3]


def test_a_missing_column_is_named_and_no_row_is_taken() -> None:
    headings = tuple(x for x in HEADINGS if x != "机位")

    reading = read_roster(csv_bytes(headings, FIRST), "名册.csv")

    assert reading.rows == ()
    assert [x.found for x in reading.findings] == ["机位"]
    assert reading.findings[0].reason("zh") == "缺少列“机位”"


def test_a_file_of_another_kind_names_all_columns_that_it_lacks() -> None:
    reading = read_roster(b"a,b,c\n1,2,3\n", "other.csv")

    missing = [x.found for x in reading.findings if x.finding is Finding.COLUMN_MISSING]
    assert missing == ["准考证号", "姓名", "证件号", "场次", "考场", "机位"]


def test_full_width_digits_are_read_and_said() -> None:
    row = changed(FIRST, "准考证号", "２０２６１１０１０１")

    reading = read_roster(csv_bytes(HEADINGS, row), "名册.csv")

    assert reading.rows[0].admission_number == "2026110101"
    assert said(reading) == [(Finding.WIDTH_FOLDED, 2, "准考证号")]


@pytest.mark.parametrize(
    ("heading", "value", "finding"),
    [
        ("准考证号", "", Finding.EMPTY),
        ("准考证号", "20 26", Finding.NOT_A_CODE),
        ("准考证号", "=1+1", Finding.NOT_A_CODE),
        ("姓名", "  ", Finding.EMPTY),
        ("姓名", "王\u202e明", Finding.NOT_A_NAME),
        ("姓名", "王" * 61, Finding.NOT_A_NAME),
        ("证件号", "12?", Finding.NOT_AN_ID_NUMBER),
        ("场次", "", Finding.EMPTY),
        ("考场", "a/b", Finding.NOT_A_CODE),
        ("机位", "../1", Finding.NOT_A_CODE),
        ("加时", "很多", Finding.NOT_EXTRA_TIME),
        ("加时", "999", Finding.NOT_EXTRA_TIME),
    ],
)
def test_a_wrong_cell_is_reported_with_its_row_and_column(
    heading: str, value: str, finding: Finding
) -> None:
    content = csv_bytes(HEADINGS, FIRST, changed(SECOND, heading, value))

    reading = read_roster(content, "名册.csv")

    assert errors(reading) == [(finding, 3, heading)]
    assert not reading.is_good


def test_a_wrong_check_digit_is_a_warning_and_not_more() -> None:
    wrong = GOOD_ID[:17] + ("1" if GOOD_ID[17] != "1" else "2")

    reading = read_roster(
        csv_bytes(HEADINGS, changed(FIRST, "证件号", wrong)), "名册.csv"
    )

    assert said(reading) == [(Finding.CHECK_DIGIT, 2, "证件号")]
    assert reading.is_good


def test_the_same_number_twice_in_a_session_names_the_first_row() -> None:
    again = changed(changed(FIRST, "机位", "09"), "姓名", "王小明")

    reading = read_roster(csv_bytes(HEADINGS, FIRST, SECOND, again), "名册.csv")

    assert errors(reading) == [(Finding.DUPLICATE_NUMBER, 4, "准考证号")]
    assert reading.findings[-1].found == "2"


def test_one_candidate_may_sit_in_two_sessions() -> None:
    afternoon = changed(FIRST, "场次", "S2")

    assert read_roster(csv_bytes(HEADINGS, FIRST, afternoon), "名册.csv").is_good


def test_a_number_that_stands_for_two_people_is_refused() -> None:
    other = changed(changed(FIRST, "场次", "S2"), "姓名", "张三")

    reading = read_roster(csv_bytes(HEADINGS, FIRST, other), "名册.csv")

    assert errors(reading) == [(Finding.PERSON_DIFFERS, 3, "姓名")]


def test_two_candidates_cannot_have_one_seat() -> None:
    content = csv_bytes(HEADINGS, FIRST, changed(SECOND, "机位", "1"))

    assert errors(read_roster(content, "名册.csv")) == [
        (Finding.DUPLICATE_SEAT, 3, "机位")
    ]


def test_a_formula_is_refused_with_its_cell() -> None:
    content = xlsx_bytes(HEADINGS, changed(FIRST, "姓名", '=HYPERLINK("x","y")'))

    assert (Finding.FORMULA, 2, "B") in errors(read_roster(content, "名册.xlsx"))


def test_merged_cells_are_refused() -> None:
    content = xlsx_bytes(HEADINGS, FIRST, SECOND, merged="F2:F3")

    reading = read_roster(content, "名册.xlsx")

    assert (Finding.MERGED_CELL, 2, "") in errors(reading)


def test_an_id_number_that_became_a_float_is_refused() -> None:
    content = xlsx_bytes(HEADINGS, changed(FIRST, "证件号", 110101199003071234))

    reading = read_roster(content, "名册.xlsx")

    assert (Finding.NUMBER_MANGLED, 2, "C") in errors(reading)


def with_member(content: bytes, name: str, data: bytes) -> bytes:
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return written.getvalue()


def test_a_file_with_macros_is_refused() -> None:
    content = with_member(xlsx_bytes(HEADINGS, FIRST), "xl/vbaProject.bin", b"x")

    assert errors(read_roster(content, "名册.xlsm")) == [(Finding.HAS_MACROS, 0, "")]


@pytest.mark.slow
def test_a_spreadsheet_that_unpacks_without_end_is_refused() -> None:
    # slow: packs 64 MB of zeros
    bomb = with_member(xlsx_bytes(HEADINGS, FIRST), "xl/x.xml", bytes(64 << 20))

    assert errors(read_roster(bomb, "名册.xlsx")) == [(Finding.TOO_LARGE, 0, "")]


def test_a_spreadsheet_with_an_entity_definition_is_refused() -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    content = with_member(xlsx_bytes(HEADINGS, FIRST), "xl/evil.xml", doctype)

    assert errors(read_roster(content, "名册.xlsx")) == [(Finding.NOT_A_TABLE, 0, "")]


def test_an_old_xls_file_is_named_as_such() -> None:
    reading = read_roster(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "名册.xls")

    assert [x.found for x in reading.findings] == [".xls"]


def test_bytes_in_no_encoding_are_refused_with_their_place() -> None:
    reading = read_roster(b"\xff\xff\xff,\x80", "名册.csv")

    assert errors(reading) == [(Finding.ENCODING_UNKNOWN, 0, "")]


def test_a_header_alone_is_not_a_roster() -> None:
    assert errors(read_roster(csv_bytes(HEADINGS), "名册.csv")) == [
        (Finding.NO_ROWS, 0, "")
    ]


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_a_report_and_nothing_else(content: bytes) -> None:
    reading = read_roster(content, "x.csv")

    assert reading.rows or not reading.is_good


@given(st.integers(min_value=0), st.integers(0, 255))
def test_a_damaged_spreadsheet_gives_rows_or_a_report(place: int, byte: int) -> None:
    content = bytearray(SMALL_XLSX)
    content[place % len(content)] = byte

    reading = read_roster(bytes(content), "x.xlsx")

    assert reading.rows or not reading.is_good


cells = st.text(max_size=12)


@given(st.lists(st.lists(cells, min_size=9, max_size=9), max_size=5))
def test_any_cells_give_rows_or_a_report(rows: list[list[str]]) -> None:
    content = csv_bytes(HEADINGS, *rows, encoding="utf-8-sig")

    reading = read_roster(content, "x.csv")

    for finding in reading.findings:
        assert finding.reason("zh")
        assert finding.reason("en")
    assert reading.rows or not reading.is_good


SMALL_XLSX = xlsx_bytes(HEADINGS, FIRST)
