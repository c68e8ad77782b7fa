import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from question_bank.exchange.errors import SpreadsheetError
from question_bank.exchange.item_draft import SourceReading
from question_bank.exchange.xlsx_items import read_xlsx_items
from question_bank.items.content import plain_text

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>"
)
WORKBOOK = (
    '<workbook xmlns:r="r"><sheets><sheet name="试题" r:id="rId1"/></sheets></workbook>'
)
HEADER = ("题型", "题干", "选项A", "选项B", "答案", "分值")
ITEM = ("单选", "下列说法正确的是", "甲", "乙", "A", "1")
READ_ALONE = """
import sys
from pathlib import Path
from question_bank.exchange.xlsx_items import read_xlsx_items
read_xlsx_items(Path(sys.argv[1]), level="初级")
"""


def sheet_xml(*rows: tuple[str, ...], before: str = "", after: str = "") -> str:
    written = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row)
        + "</row>"
        for row in rows
    )
    return f"<worksheet>{before}<sheetData>{written}</sheetData>{after}</worksheet>"


def parts(**changed: str | bytes) -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELS,
        "xl/worksheets/sheet1.xml": sheet_xml(HEADER, ITEM),
    } | changed


def written(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], SourceReading]:
    def reading(members: Mapping[str, str | bytes]) -> SourceReading:
        return read_xlsx_items(written(tmp_path / "a.xlsx", members), level="初级")

    return reading


Read = Callable[[Mapping[str, str | bytes]], SourceReading]


def refusal(read: Read, members: Mapping[str, str | bytes]) -> str:
    with pytest.raises(SpreadsheetError) as caught:
        read(members)
    assert caught.value.wording.zh
    return caught.value.wording.en


def test_a_small_workbook_made_by_hand_is_read(read: Read) -> None:
    assert len(read(parts()).drafts) == 1


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1 if level else str()};" * 10}">'
        for level in range(10)
    )
    + "]>"
)
FETCH = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [LAUGHS, FETCH, "<!DOCTYPE x SYSTEM 'http://x/x'>"])
@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
    ],
)
def test_a_document_type_is_refused_in_every_part(
    read: Read, part: str, doctype: str
) -> None:
    members = parts(**{"xl/sharedStrings.xml": "<sst/>"})
    members[part] = doctype + str(members[part])

    assert "DTD" in refusal(read, members)


def test_a_document_type_in_utf_16_is_refused(read: Read) -> None:
    members = parts()
    hidden = f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<worksheet/>'
    members["xl/worksheets/sheet1.xml"] = hidden.encode("utf-16")

    assert "DTD" in refusal(read, members)


def test_a_member_that_unpacks_far_beyond_its_size_is_refused(read: Read) -> None:
    members = parts(**{"xl/media/a.png": b"\0" * 30_000_000})

    assert "unpacks" in refusal(read, members)


@pytest.mark.slow  # twenty thousand members are written
def test_an_archive_of_very_many_members_is_refused(read: Read) -> None:
    members = parts(**{f"xl/media/{number}": "" for number in range(20_001)})

    assert "20005 parts" in refusal(read, members)


@pytest.mark.parametrize(
    "name", ["../../evil.xml", "/etc/passwd", "xl\\..\\a.xml", "C:/a.xml", "xl/./a.xml"]
)
def test_a_member_with_an_unsafe_name_is_refused(read: Read, name: str) -> None:
    assert "unsafe name" in refusal(read, parts(**{name: "x"}))


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", parts())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/Workbook.xml", WORKBOOK)

    with pytest.raises(SpreadsheetError, match="same name"):
        read_xlsx_items(path, level="初级")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        (
            {
                "[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-excel'
                '.sheet.macroEnabled.main+xml"/></Types>'
            },
            "macro-enabled",
        ),
    ],
)
def test_macros_are_refused(read: Read, changed: dict[str, str], told: str) -> None:
    assert told in refusal(read, parts(**changed))


@pytest.mark.parametrize(
    ("content", "suffix", "told"),
    [
        (b"", ".xlsx", "empty"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, ".xls", "old .xls"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            ".xlsx",
            "password",
        ),
        ("题型,题干\n".encode("gbk"), ".xlsx", "text file"),
        (b"<html><table></table></html>", ".xlsx", "HTML"),
        (b"PK\x03\x04 broken", ".xlsx", "damaged"),
        (bytes(range(256)) * 4, ".csv", "no spreadsheet"),
    ],
)
def test_what_is_no_xlsx_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes, suffix: str, told: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)

    with pytest.raises(SpreadsheetError) as caught:
        read_xlsx_items(path, level="初级")
    assert told in caught.value.wording.en


def test_a_word_document_is_named_as_one(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", {"word/document.xml": "<x/>"})

    with pytest.raises(SpreadsheetError, match="Word"):
        read_xlsx_items(path, level="初级")


def test_a_declared_size_of_the_whole_sheet_costs_nothing(read: Read) -> None:
    members = parts()
    dimension = '<dimension ref="A1:XFD1048576"/>'
    members["xl/worksheets/sheet1.xml"] = sheet_xml(HEADER, ITEM, before=dimension)

    assert len(read(members).drafts) == 1


def test_an_archive_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.xlsx", parts()).read_bytes()
    path = tmp_path / "b.xlsx"
    for length in range(4, len(whole) - 1, 97):
        path.write_bytes(whole[:length])
        with pytest.raises(SpreadsheetError):
            read_xlsx_items(path, level="初级")


def test_a_flipped_byte_gives_items_or_a_refusal_and_nothing_else(
    tmp_path: Path,
) -> None:
    whole = bytearray(written(tmp_path / "a.xlsx", parts()).read_bytes())
    path = tmp_path / "b.xlsx"
    for place in range(0, len(whole), 7):
        broken = bytearray(whole)
        broken[place] ^= 0x15
        path.write_bytes(broken)
        try:
            read_xlsx_items(path, level="初级")
        except SpreadsheetError:
            continue


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="s"><v>9</v></c>',
        '<c t="s"><v>-1</v></c>',
        "<c><v>1e999</v></c>",
        "<c><v>nan</v></c>",
        "<c><v>abc</v></c>",
        f"<c><v>{'9' * 40_000}</v></c>",
    ],
)
def test_a_cell_that_cannot_be_is_damage(read: Read, cell: str) -> None:
    members = parts()
    sheet = f"<worksheet><sheetData><row>{cell}</row></sheetData></worksheet>"
    members["xl/worksheets/sheet1.xml"] = sheet

    assert "damaged" in refusal(read, members)


def test_rows_that_go_backwards_are_damage(read: Read) -> None:
    members = parts()
    members["xl/worksheets/sheet1.xml"] = (
        '<worksheet><sheetData><row r="5"/><row r="5"/></sheetData></worksheet>'
    )

    assert "damaged" in refusal(read, members)


def test_elements_nested_without_end_are_damage(read: Read) -> None:
    members = parts()
    members["xl/worksheets/sheet1.xml"] = "<a>" * 100_000

    assert "nested" in refusal(read, members)


@pytest.mark.slow  # two million strings are parsed
def test_two_million_shared_strings_are_refused(tmp_path: Path) -> None:
    # Not one text over and over: that would be told as a bomb by its ratio already.
    strings = "".join(f"<si><t>{number * 7919}</t></si>" for number in range(2_000_000))
    path = written(
        tmp_path / "a.xlsx", parts(**{"xl/sharedStrings.xml": f"<sst>{strings}</sst>"})
    )

    # A process of its own: coverage, which watches this one, would take a minute.
    done = subprocess.run(
        [sys.executable, "-c", READ_ALONE, str(path)],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )

    assert done.returncode == 1
    assert "SpreadsheetError" in done.stderr
    assert "too many texts" in done.stderr


def test_control_characters_and_lone_surrogates_do_not_reach_an_item(
    read: Read,
) -> None:
    members = parts()
    item = ("单选", "甲_x0007_乙_xD800_丙\u200b丁\xa0戊", "对的", "错的", "A", "1")
    members["xl/worksheets/sheet1.xml"] = sheet_xml(HEADER, item)

    reading = read(members)

    stem = reading.drafts[0].record.item.stem
    assert plain_text(stem) == "甲乙\ufffd丙丁 戊"
    assert {"TIDIED_CONTROL", "TIDIED_INVISIBLE", "TIDIED_SPACES"} <= {
        finding.code for finding in reading.findings
    }


def test_links_to_other_files_forbid_the_import(read: Read) -> None:
    reading = read(parts(**{"xl/externalLinks/externalLink1.xml": "<x/>"}))

    assert [finding.code for finding in reading.findings] == ["EXTERNAL_LINKS"]


def test_any_bytes_as_csv_give_items_findings_or_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for raw in (
        b'"',
        b'a,"b\n',
        b"\xff\xfe\x00",
        "题干,题型,答案\n=1".encode("utf-16"),
    ):
        path.write_bytes(raw)
        try:
            read_xlsx_items(path, level="初级")
        except SpreadsheetError:
            continue


def test_a_csv_of_unending_lines_is_read_in_time(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    out = io.StringIO()
    out.write("题型,题干,选项A,选项B,答案,分值,采分点\n")
    spaces = " " * 30_000
    out.write(f"简答,{spaces}x,,,y,1,1{spaces}分：x{spaces}（\n")
    path.write_text(out.getvalue(), "utf-8")

    reading = read_xlsx_items(path, level="初级")

    assert "SCORING_POINT_UNREADABLE" in {finding.code for finding in reading.findings}
