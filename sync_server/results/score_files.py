"""Score sheets as .xlsx and .csv for spreadsheets. Pure.

Text that a spreadsheet would run as a formula is made harmless: in .csv by a leading
apostrophe, in .xlsx by the cell's type.

Source:
    OWASP, "CSV Injection": cells that begin with = + - @, tab or carriage return.
"""

import csv
import io
from collections.abc import Sequence

import openpyxl
from openpyxl.cell.cell import TYPE_STRING
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sync_server.results.score_table import (
    FIXED_HEADINGS,
    Row,
    about_rows,
    reason_rows,
    score_rows,
)
from sync_server.results.sitting_result import SessionResults

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_HEADER_FILL = "DCE6F1"
_WIDEST = 40
_NARROWEST = 8


def csv_sheet(results: SessionResults) -> bytes:
    """Return the scores as .csv: UTF-8 with BOM, as spreadsheets in China expect."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in score_rows(results):
        writer.writerow([_harmless(str(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx_workbook(results: SessionResults) -> bytes:
    """Return the workbook: scores, reasons, what they rest on."""
    book = openpyxl.Workbook()
    scores = book.active
    assert isinstance(scores, Worksheet)
    scores.title = "成绩"
    _fill(scores, score_rows(results))
    scores.freeze_panes = "C2"
    reasons = book.create_sheet("得分理由")
    _fill(reasons, reason_rows(results))
    reasons.freeze_panes = "A2"
    _fill(book.create_sheet("说明"), about_rows(results), has_header=False)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Row], *, has_header: bool = True) -> None:
    numbers = {index for index, cell in enumerate(rows[0], 1) if _is_figure(str(cell))}
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=index)
            if number > 1 and index in numbers and _is_plain_number(str(value)):
                cell.value = float(value)
                continue
            cell.value = str(value)
            cell.data_type = TYPE_STRING  # never a formula, whatever it begins with
            if has_header and number == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor=_HEADER_FILL)
                cell.alignment = Alignment(vertical="center")
    for index in range(1, len(rows[0]) + 1):
        widths = [_width(str(row[index - 1])) for row in rows if index <= len(row)]
        width = min(_WIDEST, max(_NARROWEST, *widths) + 2)
        sheet.column_dimensions[get_column_letter(index)].width = width


def _is_figure(heading: str) -> bool:
    return heading in {
        "客观题得分",
        "客观题满分",
        "待评分",
        "得分",
        "满分",
        "题号",
    } or (heading not in FIXED_HEADINGS and heading.startswith("第"))


def _is_plain_number(text: str) -> bool:
    return bool(text) and text.isascii() and text.replace(".", "", 1).isdigit()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)  # noqa: PLR2004 - from here on CJK
