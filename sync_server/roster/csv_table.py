"""Reading .csv in the encodings that spreadsheets in China write. Pure."""

import codecs
import csv
import io

from sync_server.roster.report import Finding, RosterFinding
from sync_server.roster.table import (
    MOST_CELL_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    TableRow,
)

MOST_CSV_BYTES = 8 * 1024 * 1024


def read_csv(untrusted_bytes: bytes, file: str) -> Table:
    """Return the table, or one without rows whose findings say why not."""
    if len(untrusted_bytes) > MOST_CSV_BYTES:
        return _refused(file, Finding.TOO_LARGE, f"{len(untrusted_bytes)} bytes")
    try:
        text, encoding = _decoded(untrusted_bytes)
    except UnicodeDecodeError as error:
        return _refused(file, Finding.ENCODING_UNKNOWN, str(error.start + 1))
    if "\0" in text:
        return _refused(file, Finding.NOT_A_TABLE, "NUL")
    findings = []
    if encoding != "UTF-8":
        findings.append(
            RosterFinding(finding=Finding.ENCODING_FOUND, file=file, found=encoding)
        )
    try:
        rows = _rows(text)
    except (csv.Error, _TooLargeError) as error:
        return _refused(file, Finding.NOT_A_TABLE, str(error))
    return Table(file=file, rows=rows, findings=tuple(findings))


class _TooLargeError(ValueError):
    """Too many rows, columns or characters."""


def _decoded(untrusted_bytes: bytes) -> tuple[str, str]:
    if untrusted_bytes.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return untrusted_bytes.decode("utf-16"), "UTF-16"
    try:
        return untrusted_bytes.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return untrusted_bytes.decode("gb18030"), "GB18030"


def _rows(text: str) -> tuple[TableRow, ...]:
    first_line = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[TableRow] = []
    for index, cells in enumerate(reader, start=1):
        if index > MOST_ROWS:
            raise _TooLargeError(f"more than {MOST_ROWS} rows")
        if len(cells) > MOST_COLUMNS:
            raise _TooLargeError(f"row {index}: more than {MOST_COLUMNS} columns")
        if any(len(cell) > MOST_CELL_CHARACTERS for cell in cells):
            raise _TooLargeError(f"row {index}: a cell of too many characters")
        rows.append(TableRow(number=index, cells=tuple(cells)))
    return tuple(rows)


def _refused(file: str, finding: Finding, found: str) -> Table:
    return Table(
        file=file, findings=(RosterFinding(finding=finding, file=file, found=found),)
    )
