"""Reading a .csv file as if it were one sheet: UTF-8 or GB18030, comma, semicolon or tab.

Windows programs in China write .csv in GBK, of which GB18030 is the whole. Pure.
"""

import csv
import io

from question_bank.exchange.errors import SpreadsheetError
from question_bank.exchange.xlsx_sheet import MOST_ROWS
from question_bank.exchange.xlsx_table import (
    MOST_CELL_CHARACTERS,
    MOST_COLUMNS,
    CellKind,
    CellValue,
    OddCell,
    Sheet,
    SheetRow,
)
from question_bank.items.score_line import Wording

MOST_CSV_BYTES = 64 * 1024 * 1024
_DELIMITERS = ",;\t，"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FORMULA_SIGNS = ("=", "+=", "-=")


def read_csv(untrusted_bytes: bytes, name: str) -> tuple[Sheet, str]:
    """Return the table and the name of its encoding.

    A row's number is that of the line on which it begins.

    Raises:
        SpreadsheetError: not text in one of the two encodings, or far too large.
    """
    if len(untrusted_bytes) > MOST_CSV_BYTES:
        raise SpreadsheetError(
            name, Wording("文件过大，请分成几个文件", "the file is too large; split it")
        )
    text, encoding = _decoded(untrusted_bytes, name)
    head = text[:20_000]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[SheetRow] = []
    far_cells = 0
    line = 1
    try:
        for cells in reader:
            far_cells += sum(bool(cell.strip()) for cell in cells[MOST_COLUMNS:])
            kept = {
                column: _cell(cell[:MOST_CELL_CHARACTERS])
                for column, cell in enumerate(cells[:MOST_COLUMNS], start=1)
                if cell
            }
            if kept:
                rows.append(SheetRow(number=line, cells=kept))
            line = reader.line_num + 1
            if len(rows) > MOST_ROWS:
                raise SpreadsheetError(
                    name,
                    Wording(
                        f"超过 {MOST_ROWS} 行，请分成几个文件",
                        f"more than {MOST_ROWS} rows; split it into several files",
                    ),
                )
    except csv.Error as error:
        raise SpreadsheetError(
            name,
            Wording(
                f"第 {line} 行附近不是完整的 CSV（引号未成对？）；请另存为 .xlsx",
                f"no whole CSV near line {line} ({error}); save it as .xlsx",
            ),
        ) from error
    return Sheet(name="", rows=tuple(rows), far_cells=far_cells), encoding


def _cell(text: str) -> CellValue:
    if text.startswith(_FORMULA_SIGNS):
        return OddCell(kind=CellKind.FORMULA, text="", found=text[1:])
    return text


def _decoded(untrusted_bytes: bytes, name: str) -> tuple[str, str]:
    if b"\0" in untrusted_bytes and not untrusted_bytes.startswith(_UTF16_MARKS):
        raise _not_text(name)
    encodings = (
        ("utf-16",)
        if untrusted_bytes.startswith(_UTF16_MARKS)
        else ("utf-8-sig", "gb18030")
    )
    for encoding in encodings:
        try:
            return untrusted_bytes.decode(encoding), encoding.upper()
        except UnicodeDecodeError:
            continue
    raise _not_text(name)


def _not_text(name: str) -> SpreadsheetError:
    return SpreadsheetError(
        name,
        Wording(
            "不是表格文件：既不是 .xlsx，也不是 UTF-8 或 GBK 编码的 CSV",
            "no spreadsheet: neither .xlsx nor CSV in UTF-8 or GBK",
        ),
    )
