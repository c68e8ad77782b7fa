"""Reading .xlsx without trust: bounded, no macros, no formulas, no merged cells.

The archive is looked through before the spreadsheet library sees it.
"""

import io
import zipfile
import zlib
from datetime import date, datetime

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from sync_server.roster.report import Finding, RosterFinding
from sync_server.roster.table import (
    MOST_CELL_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    TableRow,
)

MOST_XLSX_BYTES = 8 * 1024 * 1024
MOST_UNPACKED_BYTES = 48 * 1024 * 1024
MOST_MEMBERS = 500
LARGEST_EXACT_NUMBER = 10**15
"""Spreadsheets keep numbers as doubles with 15 digits; longer ones have been altered."""

_PARSER_ERRORS = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,  # xml.etree.ElementTree.ParseError is one
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    AssertionError,
)
"""The library has no error of its own for a damaged file: these came out of fuzzing."""


def read_xlsx(untrusted_bytes: bytes, file: str) -> Table:
    """Return the first sheet, or a table without rows whose findings say why not."""
    refusal = _archive_refusal(untrusted_bytes)
    if refusal is not None:
        finding, found = refusal
        return Table(
            file=file,
            findings=(RosterFinding(finding=finding, file=file, found=found),),
        )
    try:
        book = openpyxl.load_workbook(io.BytesIO(untrusted_bytes), keep_links=False)
        sheets = book.worksheets
        if not sheets:
            raise ValueError("no sheet")
        table = _table(sheets[0], file)
    except _PARSER_ERRORS as error:
        found = type(error).__name__
        refused = RosterFinding(finding=Finding.NOT_A_TABLE, file=file, found=found)
        return Table(file=file, findings=(refused,))
    if len(sheets) == 1:
        return table
    more = RosterFinding(finding=Finding.MANY_SHEETS, file=file, found=str(len(sheets)))
    return Table(
        file=file, sheet=table.sheet, rows=table.rows, findings=(*table.findings, more)
    )


def _archive_refusal(untrusted_bytes: bytes) -> tuple[Finding, str] | None:
    if len(untrusted_bytes) > MOST_XLSX_BYTES:
        return Finding.TOO_LARGE, f"{len(untrusted_bytes)} bytes"
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted_bytes)) as archive:
            return _members_refusal(archive)
    except (*_PARSER_ERRORS, MemoryError) as error:
        return Finding.NOT_A_TABLE, type(error).__name__


def _members_refusal(archive: zipfile.ZipFile) -> tuple[Finding, str] | None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        return Finding.TOO_LARGE, f"{len(members)} parts"
    unpacked_bytes = sum(member.file_size for member in members)
    if unpacked_bytes > MOST_UNPACKED_BYTES:
        return Finding.TOO_LARGE, f"{unpacked_bytes} bytes unpacked"
    if any("vbaproject" in member.filename.lower() for member in members):
        return Finding.HAS_MACROS, ""
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            content = archive.read(member)  # at most file_size bytes, checked above
            if b"<!" in content.replace(b"<!--", b"").replace(b"<![CDATA[", b""):
                return Finding.NOT_A_TABLE, "DTD"
            if b"\0" in content:
                return Finding.NOT_A_TABLE, "UTF-16"
    return None


def _table(sheet: Worksheet, file: str) -> Table:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        size = f"{sheet.max_row} x {sheet.max_column}"
        too_large = RosterFinding(finding=Finding.TOO_LARGE, file=file, found=size)
        return Table(file=file, findings=(too_large,))
    findings = [
        RosterFinding(
            finding=Finding.MERGED_CELL,
            file=file,
            sheet=sheet.title,
            row=merged.min_row,
            found=str(merged.coord),
        )
        for merged in sheet.merged_cells.ranges
    ]
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = []
        for place, cell in enumerate(cells, start=1):
            text, finding = _cell_text(cell)
            texts.append(text)
            if finding is not None:
                findings.append(
                    RosterFinding(
                        finding=finding,
                        file=file,
                        sheet=sheet.title,
                        row=number,
                        column=get_column_letter(place),
                        found=text if finding is Finding.NUMBER_MANGLED else "",
                    )
                )
        rows.append(TableRow(number=number, cells=tuple(texts)))
    return Table(
        file=file, sheet=sheet.title, rows=tuple(rows), findings=tuple(findings)
    )


def _cell_text(cell: Cell | MergedCell) -> tuple[str, Finding | None]:
    value = cell.value
    if isinstance(cell, Cell) and cell.data_type in {"f", "e"}:
        return "", Finding.FORMULA
    match value:
        case None:
            return "", None
        case bool():
            return str(value).upper(), None
        case int() | float():
            return _number_text(value, cell.number_format or "")
        case datetime() | date():
            return value.isoformat(), None
        case _:
            return str(value)[:MOST_CELL_CHARACTERS], None


def _number_text(value: float, number_format: str) -> tuple[str, Finding | None]:
    if abs(value) >= LARGEST_EXACT_NUMBER:
        return f"{value:.5E}", Finding.NUMBER_MANGLED
    if "%" in number_format:
        return f"{round(value * 100, 6):g}%", None
    return (str(int(value)) if value == int(value) else str(value)), None
