"""What kind of file it is, and its sheets: .xlsx by our own parser, .csv as one table."""

from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from question_bank.exchange.errors import SpreadsheetError
from question_bank.exchange.xlsx_archive import MOST_FILE_BYTES, SpreadsheetArchive
from question_bank.exchange.xlsx_csv import MOST_CSV_BYTES, read_csv
from question_bank.exchange.xlsx_findings import Spot, SpreadsheetFindings
from question_bank.exchange.xlsx_pictures import SheetPictures, read_pictures
from question_bank.exchange.xlsx_sheet import read_sheet
from question_bank.exchange.xlsx_table import Sheet
from question_bank.exchange.xlsx_workbook import read_workbook
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording
from question_bank.sealing.package_sources import open_plain_file

LISTS_SHEET = "_列表"
"""Holds the choices of the template's drop-downs; hidden, and never items."""

GUIDE_SHEET = "填写说明"

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HEAD_BYTES = 64 * 1024

SheetWithPictures = tuple[int, Sheet, SheetPictures]


def read_sheets(
    path: Path, findings: SpreadsheetFindings
) -> Iterator[SheetWithPictures]:
    """Yield the sheets that may hold items: position in the file, cells, pictures.

    Raises:
        SpreadsheetError: the file cannot be read as a whole.
        OSError: the file system refuses.
    """
    with (
        open_plain_file(path, follow_links=True) as raw_file,
        BufferedReader(raw_file) as file,
    ):
        head = file.read(_HEAD_BYTES)
        _refuse_other_kinds(path, head, file)
        if head.startswith((_ZIP, _EMPTY_ZIP)):
            yield from _xlsx_sheets(path, file, findings)
            return
        if path.suffix.lower() not in {".csv", ".txt"}:
            raise _refusal(
                path,
                "这不是 .xlsx，而是改了后缀的文本文件；若是 CSV 请把后缀改回 .csv，或用 Excel/WPS 打开后另存为 .xlsx",
                "no .xlsx but a text file under that name; if it is CSV, name it .csv, or open it "
                "and save it as .xlsx",
            )
        sheet, encoding = read_csv(head + file.read(MOST_CSV_BYTES + 1), path.name)
    findings.tell(
        "CSV_READ",
        Severity.NOTE,
        Spot(),
        Wording(f"按 CSV 读取，编码 {encoding}", f"read as CSV in {encoding}"),
    )
    yield 1, sheet, {}


def _xlsx_sheets(
    path: Path, file: BinaryIO, findings: SpreadsheetFindings
) -> Iterator[SheetWithPictures]:
    archive = SpreadsheetArchive(file, path.name)
    workbook = read_workbook(archive)
    if workbook.has_external_links:
        findings.tell(
            "EXTERNAL_LINKS",
            Severity.ERROR,
            Spot(),
            Wording(
                "文件链接到其他工作簿；请在“数据—编辑链接”中断开链接（保留数值）后另存",
                "the file is linked to other workbooks; break the links (keeping the values) and "
                "save it",
            ),
        )
    for order, entry in enumerate(workbook.sheets, start=1):
        spot = Spot(order=order, sheet=entry.name)
        if entry.name in {LISTS_SHEET, GUIDE_SHEET} or entry.part is None:
            continue
        if entry.is_hidden:
            findings.tell("HIDDEN_SHEET", Severity.WARNING, spot, _HIDDEN)
            continue
        sheet = read_sheet(archive, workbook, entry)
        pictures = read_pictures(archive, path, entry.part, sheet, (findings, spot))
        yield order, sheet, pictures


_HIDDEN = Wording(
    "隐藏的工作表，未导入；如需导入请先取消隐藏",
    "a hidden sheet, not imported; unhide it if it shall be",
)


def _refuse_other_kinds(path: Path, head: bytes, file: BinaryIO) -> None:
    size_bytes = path.stat().st_size
    if size_bytes > MOST_FILE_BYTES:
        raise _refusal(
            path,
            f"文件超过 {MOST_FILE_BYTES >> 20} MB，请分成几个文件",
            f"the file is larger than {MOST_FILE_BYTES >> 20} MB; split it",
        )
    if not head.strip():
        raise _refusal(path, "文件是空的", "the file is empty")
    if head.startswith(_OLE):
        raise _ole_refusal(path, head + file.read())
    start = head[:2000].lower()
    if b"<html" in start or b"<table" in start:
        raise _refusal(
            path,
            "这是网页导出的表格（HTML），不是真正的 Excel 文件；请用 Excel/WPS 打开后另存为 .xlsx",
            "an HTML page under a spreadsheet's name; open it and save it as .xlsx",
        )
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise _refusal(
            path,
            "这是 XML 表格 2003 格式；请用 Excel/WPS 打开后另存为 .xlsx",
            "an XML Spreadsheet 2003; open it and save it as .xlsx",
        )
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        file.seek(0)


def _ole_refusal(path: Path, whole: bytes) -> SpreadsheetError:
    if _ENCRYPTED in whole:
        return _refusal(
            path,
            "文件有打开密码；请在 Excel/WPS 中去掉密码后另存为 .xlsx",
            "the file is protected by a password; remove it and save the file as .xlsx",
        )
    return _refusal(
        path,
        "这是旧的 .xls（或 WPS 的 .et）格式；请在 Excel/WPS 中另存为“Excel 工作簿（.xlsx）”",
        "the old .xls format (or WPS's .et); save it as .xlsx",
    )


def _refusal(path: Path, zh: str, en: str) -> SpreadsheetError:
    return SpreadsheetError(path.name, Wording(zh, en))
