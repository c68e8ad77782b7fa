"""The spreadsheet that authors fill in: drop-downs, examples, a page of instructions.

The examples are read and passed over by `read_xlsx_items`, so that a template that was
filled in below them can be imported as it is.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from question_bank.exchange.xlsx_columns import Column, ColumnKey
from question_bank.exchange.xlsx_item_cells import CREDIT_NAMES, KIND_NAMES
from question_bank.exchange.xlsx_sheet_style import (
    CASE_COLUMNS,
    CASE_SHEET,
    ITEM_COLUMNS,
    ITEM_SHEET,
    TEXT_FORMAT,
    add_row,
    add_table,
)
from question_bank.exchange.xlsx_source import GUIDE_SHEET, LISTS_SHEET
from question_bank.exchange.xlsx_template_words import (
    CASE_EXAMPLES,
    COLUMN_NOTES,
    GUIDE_LINES,
    ITEM_EXAMPLES,
)
from question_bank.formats.standard import Standard, task_names

LAST_ROW = 5000
"""So many rows have drop-downs."""

_NUMBERS = frozenset(
    {
        Column.POINTS,
        Column.DIFFICULTY,
        Column.DISCRIMINATION,
        Column.MOST_CHARACTERS,
        Column.PREPARATION,
        Column.ANSWER_TIME,
        Column.MOST_TAKES,
        Column.EXPECTED_TIME,
        Column.SCENE_NUMBER,
    }
)
"""All other columns are formatted as text, so that 3-4 does not become a date."""

_FIXED_LISTS: Mapping[ColumnKey, tuple[str, ...]] = {
    Column.KIND: tuple(KIND_NAMES.values()),
    Column.CREDIT: tuple(CREDIT_NAMES.values()),
    Column.DIFFICULTY: ("易", "较易", "中", "较难", "难"),
    Column.KEEPS_ORDER: ("是",),
    Column.MARKUP: ("标记",),
    Column.ONE_WAY: ("是", "否"),
}
_OPEN_LISTS = frozenset({Column.DIFFICULTY, Column.TASK, Column.CASE_TAGS})
"""Something else may be entered: 0.65, two tasks."""

_LINE_POINTS = 16
_GUIDE_CHARACTERS = 50
"""Chinese characters on one line of the guide's last column."""

_NAMEABLE = re.compile(r"[^\W\d_]\w*")


def write_template(path: Path, standard: Standard, level: str | None) -> None:
    """Write the template for one level, or for all.

    Raises:
        ValueError: the standard has no such level.
        OSError: the file cannot be written.
    """
    levels = [found.name for found in standard.levels]
    if level is not None and level not in levels:
        raise ValueError(f"the standard has no level {level}: {', '.join(levels)}")
    shown = [level] if level is not None else levels
    tasks = {name: _entries(standard, name) for name in shown}
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet), "a new workbook has a sheet"
    _fill_guide(first)
    lists = _Lists(book, tasks)
    for name, columns, examples in (
        (ITEM_SHEET, ITEM_COLUMNS, ITEM_EXAMPLES),
        (CASE_SHEET, CASE_COLUMNS, CASE_EXAMPLES),
    ):
        sheet = add_table(book, name, columns, COLUMN_NOTES)
        _format_columns(sheet, columns)
        for example in examples:
            cells = {**example, **_fitted(example, shown[0], tasks[shown[0]])}
            add_row(sheet, [cells.get(column, "") for column in columns])
        lists.add_choices(sheet, columns)
    book.move_sheet(LISTS_SHEET, offset=2)
    book.active = book.index(book[ITEM_SHEET])
    book.save(path)


def _entries(standard: Standard, level: str) -> list[str]:
    return [f"{code} {name}" for code, name in task_names(standard, level).items()]


def _fitted(
    example: Mapping[ColumnKey, str | float], level: str, tasks: Sequence[str]
) -> dict[ColumnKey, str | float]:
    """Return level and task of an example as this standard has them."""
    fitted: dict[ColumnKey, str | float] = {}
    if Column.LEVEL in example:
        fitted[Column.LEVEL] = level
    for column in (Column.TASK, Column.CASE_TAGS):
        if code := str(example.get(column, "")):
            found = (task for task in tasks if task.startswith(f"{code} "))
            fitted[column] = next(found, tasks[0])
    return fitted


def _fill_guide(sheet: Worksheet) -> None:
    sheet.title = GUIDE_SHEET
    for place, width in enumerate((16, 10, 90), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number, line in enumerate(GUIDE_LINES, start=1):
        sheet.row_dimensions[number].height = _LINE_POINTS * _lines_shown(line)
        for place, text in enumerate(line, start=1):
            cell = sheet.cell(number, place, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if len(line) == 1:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(vertical="top")


def _lines_shown(line: Sequence[str]) -> int:
    """Return how many lines a row of the guide takes; a title runs over the columns."""
    if len(line) == 1:
        return 1
    return sum(1 + len(part) // _GUIDE_CHARACTERS for part in line[-1].split("\n"))


def _format_columns(sheet: Worksheet, columns: Sequence[ColumnKey]) -> None:
    for place, column in enumerate(columns, start=1):
        if column not in _NUMBERS:
            dimension = sheet.column_dimensions[get_column_letter(place)]
            dimension.number_format = TEXT_FORMAT


class _Lists:
    """The hidden sheet with the choices of drop-downs, and the drop-downs."""

    def __init__(self, book: Workbook, tasks: Mapping[str, Sequence[str]]) -> None:
        self._sheet: Worksheet = book.create_sheet(LISTS_SHEET)
        self._sheet.sheet_state = "hidden"
        self._levels = self._range(1, list(tasks))
        self._tasks: dict[str, str] = {}
        for place, (level, entries) in enumerate(tasks.items(), start=2):
            self._tasks[level] = self._range(place, entries)
            if _NAMEABLE.fullmatch(level):
                name = f"任务_{level}"
                book.defined_names[name] = DefinedName(
                    name, attr_text=self._tasks[level]
                )

    def add_choices(self, sheet: Worksheet, columns: Sequence[ColumnKey]) -> None:
        """Give the columns of a sheet their drop-downs."""
        for place, column in enumerate(columns, start=1):
            formula = self._formula(column, columns)
            if formula is None:
                continue
            choice = DataValidation(
                type="list",
                formula1=formula,
                allow_blank=True,
                showErrorMessage=column not in _OPEN_LISTS,
                errorTitle="请从列表中选择",
                error="请从下拉列表中选择一项。",
            )
            letters = get_column_letter(place)
            choice.add(f"{letters}2:{letters}{LAST_ROW}")
            sheet.add_data_validation(choice)

    def _formula(self, column: ColumnKey, columns: Sequence[ColumnKey]) -> str | None:
        if column in _FIXED_LISTS:
            return f'"{",".join(_FIXED_LISTS[column])}"'
        if column is Column.LEVEL:
            return self._levels
        if column in {Column.TASK, Column.CASE_TAGS}:
            if len(self._tasks) == 1:
                return next(iter(self._tasks.values()))
            if all(map(_NAMEABLE.fullmatch, self._tasks)):
                level = get_column_letter(columns.index(Column.LEVEL) + 1)
                return f'INDIRECT("任务_"&${level}2)'
        return None

    def _range(self, place: int, entries: Sequence[str]) -> str:
        for row, entry in enumerate(entries, start=1):
            self._sheet.cell(row, place, entry)
        letters = get_column_letter(place)
        name = quote_sheetname(LISTS_SHEET)
        return f"{name}!${letters}$1:${letters}${max(len(entries), 1)}"
