"""What is told of a sheet's layout before its rows are read. Pure."""

from bisect import bisect_left

from question_bank.exchange.xlsx_columns import Column, nearest_heading
from question_bank.exchange.xlsx_row import NOT_READ, TableSheet
from question_bank.exchange.xlsx_sections import title_of
from question_bank.exchange.xlsx_table import MOST_COLUMNS, CellRange, SheetRow
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording

_LONGEST_NAMED = 60


def tell_layout(table: TableSheet) -> None:
    """Tell what of a sheet's layout is wrong or was passed over."""
    header, sheet = table.header, table.sheet
    _tell_columns(table)
    _tell_merged(table)
    for row in sheet.rows:
        if row.number < header.first_row:
            spot = table.spot(row.number)
            table.findings.gather("TITLE_ABOVE", Severity.NOTE, spot, _TITLE_ABOVE)
    if header.last_row > header.first_row:
        _gather(table, "TWO_HEADER_ROWS", Severity.NOTE, _TWO_HEADER_ROWS)
    for row in sheet.rows:
        if row.is_hidden and row.number > header.last_row:
            spot = table.spot(row.number)
            table.findings.gather("HIDDEN_ROW", Severity.WARNING, spot, _HIDDEN_ROW)
    if sheet.far_cells:
        wording = Wording(
            f"第 {MOST_COLUMNS} 列以后还有 {sheet.far_cells} 格内容，未导入",
            f"{sheet.far_cells} cells beyond column {MOST_COLUMNS} were not imported",
        )
        _gather(table, "FAR_CELLS", Severity.WARNING, wording)


_TITLE_ABOVE = Wording("表头上方的标题行已跳过", "rows above the header were skipped")
_TWO_HEADER_ROWS = Wording("表头占两行，已合起来理解", "a header of two rows")
_HIDDEN_ROW = Wording(
    "隐藏的行（可能是筛选留下的）照常导入，请核对",
    "hidden rows (maybe by a filter) are imported all the same; please check",
)


def _gather(table: TableSheet, code: str, severity: Severity, wording: Wording) -> None:
    table.findings.gather(code, severity, table.spot(table.header.first_row), wording)


def _tell_columns(table: TableSheet) -> None:
    header, sheet = table.header, table.sheet
    filled = _filled_elsewhere(table)
    for place in header.twice:
        spot = table.spot(header.last_row, place)
        table.findings.tell("COLUMN_TWICE", Severity.ERROR, spot, _COLUMN_TWICE)
    for place, row_number in sorted(filled.items()):
        if place in header.twice:
            continue
        is_named = place in header.unknown
        spot = table.spot(header.last_row if is_named else row_number, place)
        wording = _unknown_column(table, place) if is_named else _NO_HEADING
        code = "COLUMN_UNKNOWN" if is_named else "CELL_WITHOUT_HEADING"
        table.findings.tell(code, Severity.WARNING, spot, wording)
    for key, place in header.columns.items():
        if key not in NOT_READ and sheet.is_hidden_column(place):
            spot = table.spot(header.last_row, place)
            table.findings.tell("HIDDEN_COLUMN", Severity.WARNING, spot, _HIDDEN_COLUMN)


def _filled_elsewhere(table: TableSheet) -> dict[int, int]:
    """Return columns that are not read and hold something: place → first such row."""
    known = set(table.header.columns.values())
    filled: dict[int, int] = {}
    for row in table.sheet.rows:
        if row.number <= table.header.last_row:
            continue
        for place in row.cells.keys() - known:
            value = row.cells[place]
            if not isinstance(value, str) or value.strip():
                filled.setdefault(place, row.number)
    return filled


_COLUMN_TWICE = Wording(
    "有两列是同一个意思；请只留一列，或改掉其中一列的表头",
    "two columns mean the same; keep one or rename the other",
)
_NO_HEADING = Wording(
    "没有表头的列里有内容，未导入", "cells without a heading were not imported"
)
_HIDDEN_COLUMN = Wording("隐藏的列照常导入", "a hidden column is imported all the same")


def _unknown_column(table: TableSheet, place: int) -> Wording:
    heading = table.header.headings[place][:_LONGEST_NAMED]
    near = nearest_heading(heading)
    zh = f"；是否为“{near}”？" if near else ""
    en = f"; did you mean {near}?" if near else ""
    return Wording(
        f"不认识表头“{heading}”，该列未导入{zh}",
        f"the heading “{heading}” is not known, the column was not imported{en}",
    )


def _tell_merged(table: TableSheet) -> None:
    numbers = [row.number for row in table.sheet.rows]
    for merged in table.sheet.merged:
        first = max(merged.first_row, table.header.last_row + 1)
        place = bisect_left(numbers, first)
        if place == len(numbers) or numbers[place] > merged.last_row:
            continue
        if _is_title(table, merged, table.sheet.rows[place]):
            continue  # told where the rows are read
        spot = table.spot(first, merged.first_column)
        wording = Wording(
            f"数据区有合并单元格 {merged.label}；请取消合并，并在每一行填全内容（小标题行请整行删去）",
            f"merged cells {merged.label} among the data; unmerge them and fill in every row "
            "(delete rows that are only titles)",
        )
        table.findings.tell("MERGED_CELLS", Severity.ERROR, spot, wording)


def _is_title(table: TableSheet, merged: CellRange, row: SheetRow) -> bool:
    """Return whether a range is one row's title, merged over the table's width."""
    if not merged.first_row == merged.last_row == row.number:
        return False
    place = table.header.columns.get(Column.KIND)
    return title_of(row, kind_place=place, is_merged=True) is not None
