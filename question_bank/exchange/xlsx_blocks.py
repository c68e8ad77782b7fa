"""Tables that stand below one another on a sheet, each with a header of its own. Pure.

A teacher who puts 判断题 below 单选题 leaves the options out; read under the first header
every answer would stand in a wrong column.
"""

from collections.abc import Iterator
from dataclasses import replace

from question_bank.exchange.xlsx_columns import (
    Column,
    Header,
    find_header,
    header_in_row,
)
from question_bank.exchange.xlsx_sections import title_of
from question_bank.exchange.xlsx_table import Sheet, SheetRow

MOST_TABLES = 200
"""On one sheet; further headers are read as the rows of the last, and so are errors."""


def tables_of(sheet: Sheet) -> Iterator[tuple[Sheet, Header]]:
    """Yield each table with its header, and with the titles that stand above it."""
    header = find_header(sheet)
    if header is None:
        return
    start = 0
    found = 1
    for place, row in enumerate(sheet.rows):
        if row.number <= header.last_row or found == MOST_TABLES:
            continue
        other = header_in_row(row, header)
        if other is None:
            continue
        end = _before_titles(sheet.rows, place, header)
        yield _part(sheet, start, end), header
        start, header = end, other
        found += 1
    yield _part(sheet, start, len(sheet.rows)), header


def _before_titles(rows: tuple[SheetRow, ...], place: int, header: Header) -> int:
    """Return where the titles begin that stand right above a header."""
    kind_place = header.columns.get(Column.KIND)
    while (
        place
        and rows[place - 1].number > header.last_row
        and title_of(rows[place - 1], kind_place=kind_place, is_merged=False)
    ):
        place -= 1
    return place


def _part(sheet: Sheet, start: int, end: int) -> Sheet:
    far_cells = 0 if start else sheet.far_cells
    return replace(sheet, rows=sheet.rows[start:end], far_cells=far_cells)
