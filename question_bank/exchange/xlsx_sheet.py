"""Reading one sheet of an .xlsx file into rows of cells, streamed.

Formulas are never computed, and their stored results never taken: a cell with a formula
stays one. A size that the sheet declares for itself is not looked at.

Source:
    ECMA-376-1:2016, 18.3.1: worksheet, row, c, mergeCell, col.
"""

import math
from collections.abc import Mapping

from question_bank.exchange.errors import SpreadsheetError
from question_bank.exchange.xlsx_archive import SpreadsheetArchive
from question_bank.exchange.xlsx_number_format import (
    GENERAL,
    LARGEST_EXACT,
    number_text,
    plain_number,
)
from question_bank.exchange.xlsx_strings import RichText, unescaped
from question_bank.exchange.xlsx_table import (
    MOST_CELL_CHARACTERS,
    MOST_COLUMNS,
    CellKind,
    CellRange,
    CellValue,
    OddCell,
    Sheet,
    SheetRow,
    column_of,
    range_of,
)
from question_bank.exchange.xlsx_workbook import SheetEntry, Workbook
from question_bank.exchange.xlsx_xml import scan_xml

MOST_ROWS = 60_000
"""Rows with something in them, a sheet; the bank is built for 50,000 items."""

LAST_ROW = 1_048_576
MOST_MERGED = 20_000


def read_sheet(
    archive: SpreadsheetArchive, workbook: Workbook, entry: SheetEntry
) -> Sheet:
    """Read one sheet.

    Raises:
        SpreadsheetError: it is damaged or has too many rows.
    """
    assert entry.part is not None, "charts are not read"
    reader = _SheetReader(archive, workbook)
    with archive.open_part(entry.part) as stream:
        scan_xml(stream, reader, archive.damage)
    return Sheet(
        name=entry.name,
        rows=tuple(reader.rows),
        merged=tuple(reader.merged),
        hidden_columns=tuple(reader.hidden_columns),
        far_cells=reader.far_cells,
        drawing_ids=tuple(reader.drawing_ids),
    )


class _SheetReader:
    """Listens to a sheet's XML; cells only inside sheetData."""

    def __init__(self, archive: SpreadsheetArchive, workbook: Workbook) -> None:
        self.rows: list[SheetRow] = []
        self.merged: list[CellRange] = []
        self.hidden_columns: list[CellRange] = []
        self.drawing_ids: list[str] = []
        self.far_cells = 0
        self._archive = archive
        self._workbook = workbook
        self._in_data = False
        self._row = 0
        self._row_is_hidden = False
        self._column = 0
        self._cells: dict[int, CellValue] = {}
        self._in_cell = False
        self._type = ""
        self._style = 0
        self._pieces: list[str] | None = None
        self._value = ""
        self._formula: str | None = None
        self._rich: RichText | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._in_cell:
            self._start_in_cell(tag, attributes)
        elif self._in_data:
            if tag == "c":
                self._start_cell(attributes)
            elif tag == "row":
                self._start_row(attributes)
        elif tag == "sheetData":
            self._in_data = True
        else:
            self._start_outside(tag, attributes)

    def end(self, tag: str) -> None:
        if self._in_cell:
            self._end_in_cell(tag)
        elif tag == "row" and self._in_data:
            self._end_row()
        elif tag == "sheetData":
            self._in_data = False

    def text(self, data: str) -> None:
        if self._rich is not None:
            self._rich.text(data)
        elif self._pieces is not None:
            self._pieces.append(data)

    def _start_outside(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "mergeCell" and len(self.merged) < MOST_MERGED:
            if (found := range_of(attributes.get("ref", ""))) is not None:
                self.merged.append(found)
        elif tag == "col" and len(self.hidden_columns) >= MOST_COLUMNS:
            return
        elif tag == "col" and attributes.get("hidden") in {"1", "true"}:
            self.hidden_columns.append(
                CellRange(
                    first_row=1,
                    last_row=LAST_ROW,
                    first_column=self._whole(attributes.get("min", "")),
                    last_column=self._whole(attributes.get("max", "")),
                )
            )
        elif tag == "drawing" and not self.drawing_ids:
            self.drawing_ids += [
                value for name, value in attributes.items() if name.endswith(":id")
            ]

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = self._whole(attributes["r"]) if "r" in attributes else self._row + 1
        if not self._row < number <= LAST_ROW:
            raise self._archive.damage(f"row {number} after row {self._row}")
        self._row = number
        self._row_is_hidden = attributes.get("hidden") in {"1", "true"}
        self._column = 0
        self._cells = {}

    def _end_row(self) -> None:
        if not self._cells:
            return
        if len(self.rows) >= MOST_ROWS:
            raise self._archive.refusal(
                f"一个工作表超过 {MOST_ROWS} 行，请分成几个文件",
                f"a sheet has more than {MOST_ROWS} rows; split it into several files",
            )
        row = SheetRow(
            number=self._row, cells=self._cells, is_hidden=self._row_is_hidden
        )
        self.rows.append(row)
        self._cells = {}

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        self._column = self._column + 1 if reference is None else column_of(reference)
        self._in_cell = True
        self._type = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self._style = int(style) if style.isdigit() and len(style) < 7 else 0  # noqa: PLR2004
        self._value = ""
        self._formula = None

    def _start_in_cell(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._rich is not None:
            self._rich.start(tag, attributes)
        elif tag in {"v", "f"}:
            self._pieces = []
        elif tag == "is":
            self._rich = RichText()

    def _end_in_cell(self, tag: str) -> None:
        if tag == "c":
            self._in_cell = False
            self._pieces = self._rich = None
            return
        if tag == "is":
            self._keep(self._rich.value() if self._rich else "")
            self._rich = None
        elif self._rich is not None:
            self._rich.end(tag)
        elif tag == "f":
            self._formula = self._taken()
            shown = OddCell(kind=CellKind.FORMULA, text="", found=self._formula)
            self._keep(shown)
        elif tag == "v":
            self._value = self._taken()
            if self._formula is None:
                self._keep(self._cell())

    def _taken(self) -> str:
        text = "".join(self._pieces or ())
        self._pieces = None
        if len(text) > MOST_CELL_CHARACTERS:
            raise self._archive.damage(f"a cell of {len(text)} characters")
        return text

    def _keep(self, value: CellValue) -> None:
        if value == "":
            return
        if not 0 < self._column <= MOST_COLUMNS:
            self.far_cells += 1
            return
        self._cells[self._column] = value

    def _cell(self) -> CellValue:
        match self._type:
            case "s":
                return self._shared()
            case "str":
                return unescaped(self._value)
            case "b":
                text = "TRUE" if self._value.strip() == "1" else "FALSE"
                return OddCell(kind=CellKind.BOOLEAN, text=text)
            case "e":
                return OddCell(kind=CellKind.ERROR, text=self._value[:40])
            case "d":
                return OddCell(kind=CellKind.DATE, text=self._value[:40])
            case _:
                return self._number()

    def _shared(self) -> CellValue:
        index = self._whole(self._value)
        if index >= len(self._workbook.strings):
            raise self._archive.damage(f"no shared string {index}")
        return self._workbook.strings[index]

    def _number(self) -> CellValue:
        if not self._value.strip():
            return ""
        try:
            value = float(self._value)
        except ValueError as error:
            raise self._archive.damage(f"a number {self._value[:20]!r}") from error
        if not math.isfinite(value):
            raise self._archive.damage(f"a number {self._value[:20]!r}")
        if self._style in self._workbook.date_styles:
            return OddCell(kind=CellKind.DATE, text=plain_number(value))
        formats = self._workbook.formats
        code = formats[self._style] if self._style < len(formats) else GENERAL
        text = number_text(value, code)
        if text is None:
            return OddCell(kind=CellKind.NUMBER, text=plain_number(value), found=code)
        found = "E" if abs(value) >= LARGEST_EXACT else ""
        return OddCell(kind=CellKind.NUMBER, text=text, found=found)

    def _whole(self, text: str) -> int:
        text = text.strip()
        if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004
            raise self._damage_of(text)
        return int(text)

    def _damage_of(self, text: str) -> SpreadsheetError:
        return self._archive.damage(f"a whole number {text[:20]!r}")
