"""How our own spreadsheets look: columns, headings, widths, styles, text as text."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from question_bank.exchange.xlsx_columns import Column, ColumnKey
from question_bank.exchange.xlsx_strings import escaped

ITEM_SHEET = "试题"
CASE_SHEET = "案例"
TEXT_FORMAT = "@"

_SAID_ALL: tuple[ColumnKey, ...] = (
    Column.KIND,
    Column.STEM,
    *"ABCDEF",
    Column.ANSWER,
    Column.EXPLANATION,
    Column.TASK,
    Column.DIFFICULTY,
    Column.DISCRIMINATION,
    Column.POINTS,
    Column.CREDIT,
    Column.MODEL_ANSWER,
    Column.SCORING_POINTS,
    Column.WRONG_IDEAS,
    Column.MOST_CHARACTERS,
    Column.PREPARATION,
    Column.ANSWER_TIME,
    Column.MOST_TAKES,
    Column.EXPECTED_TIME,
    Column.IMAGES,
    Column.SOUNDS,
    Column.TRANSCRIPT,
    Column.KEEPS_ORDER,
    Column.MARKUP,
)
ITEM_COLUMNS: tuple[ColumnKey, ...] = (
    Column.ITEM_ID,
    Column.LEVEL,
    *_SAID_ALL,
    Column.ENEMIES,
    Column.REMARK,
)
CASE_COLUMNS: tuple[ColumnKey, ...] = (
    Column.CASE_ID,
    Column.LEVEL,
    Column.CASE_TITLE,
    Column.CASE_STEM,
    Column.ONE_WAY,
    Column.CASE_TAGS,
    Column.SCENE_NUMBER,
    Column.SCENE_TITLE,
    Column.SCENE_CONTENT,
    Column.SCENE_IMAGES,
    Column.SCENE_SOUNDS,
    Column.SCENE_TRANSCRIPT,
    Column.ITEM_ID,
    *_SAID_ALL,
    Column.REMARK,
)

WIDTHS: Mapping[ColumnKey, float] = MappingProxyType(
    {
        Column.STEM: 50,
        Column.EXPLANATION: 40,
        Column.MODEL_ANSWER: 40,
        Column.SCORING_POINTS: 40,
        Column.SCENE_CONTENT: 50,
        Column.CASE_STEM: 40,
        Column.WRONG_IDEAS: 24,
        Column.TRANSCRIPT: 24,
        Column.SCENE_TRANSCRIPT: 24,
        Column.TASK: 26,
        **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 22),
    }
)
USUAL_WIDTH = 12
NEEDED: frozenset[ColumnKey] = frozenset(
    {
        Column.KIND,
        Column.STEM,
        Column.ANSWER,
        Column.POINTS,
        Column.CASE_ID,
        Column.CASE_TITLE,
        Column.SCENE_TITLE,
        Column.SCENE_CONTENT,
    }
)
_FORMULA_SIGNS = ("=", "+", "-", "@")
_NEEDED_FILL = PatternFill("solid", fgColor="FFE699")
_OTHER_FILL = PatternFill("solid", fgColor="DDEBF7")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEADING = Font(bold=True)


def heading_of(column: ColumnKey) -> str:
    """Return a column's heading; an option's is 选项 with its letter."""
    return column.value if isinstance(column, Column) else f"选项{column}"


def add_table(
    book: Workbook,
    name: str,
    columns: Sequence[ColumnKey],
    comments: Mapping[ColumnKey, str] = MappingProxyType({}),
) -> Worksheet:
    """Add a sheet with its header: frozen, filterable, wide enough, explained."""
    sheet: Worksheet = book.create_sheet(name)  # of the same use, written as it goes
    sheet.freeze_panes = "B2"
    for place, column in enumerate(columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = WIDTHS.get(column, USUAL_WIDTH)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    sheet.append([_heading_cell(sheet, column, comments) for column in columns])
    return sheet


def add_row(sheet: Worksheet, values: Iterable[str | float]) -> None:
    """Add a row; texts stay texts whatever they begin with."""
    sheet.append([_cell(sheet, value) for value in values])


def _cell(sheet: Worksheet, value: str | float) -> Cell | None:
    if value == "":
        return None
    cell = WriteOnlyCell(sheet, escaped(value) if isinstance(value, str) else value)
    cell.alignment = _WRAPPED
    if isinstance(value, str):
        cell.data_type = (
            "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
        )
        cell.number_format = TEXT_FORMAT
        cell.quotePrefix = value.startswith(_FORMULA_SIGNS)
    return cell


def _heading_cell(
    sheet: Worksheet, column: ColumnKey, comments: Mapping[ColumnKey, str]
) -> Cell:
    cell = WriteOnlyCell(sheet, heading_of(column))
    cell.font = _HEADING
    cell.fill = _NEEDED_FILL if column in NEEDED else _OTHER_FILL
    cell.alignment = _WRAPPED
    if note := comments.get(column):
        cell.comment = Comment(note, "exam-bank", height=140, width=320)
    return cell
