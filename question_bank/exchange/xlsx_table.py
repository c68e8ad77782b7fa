"""What a table of cells is, whatever file it came from: sheets, rows, cells. Pure.

A plain text is a `str`; everything else that a cell can hold is an `OddCell`, so that
whoever reads a cell cannot take a formula or a date for a text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from question_bank.items.content import Mark

MOST_CELL_CHARACTERS = 32_767
"""Excel's own limit."""

MOST_COLUMNS = 256
"""Cells further right are counted, not kept."""

_LETTERS = 26


class CellKind(Enum):
    """What a cell holds that is not plain text."""

    NUMBER = auto()
    BOOLEAN = auto()
    DATE = auto()
    ERROR = auto()
    FORMULA = auto()
    RICH = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class OddCell:
    """A cell that is not plain text.

    Attributes:
        text: What a person sees in it, as near as we know.
        found: The formula, or the number format that was not understood.
        runs: Of rich text: (text, marks) in order.
    """

    kind: CellKind
    text: str
    found: str = ""
    runs: tuple[tuple[str, tuple[Mark, ...]], ...] = ()


CellValue = str | OddCell


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row that has at least one cell with something in it.

    Attributes:
        number: As the program shows it, from 1.
        cells: By column, from 1; empty cells are missing.
    """

    number: int
    cells: Mapping[int, CellValue]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRange:
    """A rectangle of cells, bounds included, counted from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def label(self) -> str:
        """The range as a spreadsheet writes it, such as `A3:C3`."""
        start = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{start}:{column_letters(self.last_column)}{self.last_row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of a file; a .csv has one without a name.

    Attributes:
        far_cells: How many cells with something in them lie beyond MOST_COLUMNS.
        drawing_ids: Relationship ids of drawings (pictures that float over cells).
    """

    name: str
    rows: tuple[SheetRow, ...]
    merged: tuple[CellRange, ...] = ()
    hidden_columns: tuple[CellRange, ...] = ()
    far_cells: int = 0
    drawing_ids: tuple[str, ...] = field(default=())

    def is_hidden_column(self, column: int) -> bool:
        """Return whether the column is hidden."""
        return any(
            hidden.first_column <= column <= hidden.last_column
            for hidden in self.hidden_columns
        )


def column_letters(column: int) -> str:
    """Return the letters of a column that is counted from 1: A, …, Z, AA, …."""
    letters = ""
    while column > 0:
        column, place = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + place) + letters
    return letters


def column_of(reference: str) -> int:
    """Return the column of a cell reference such as `AB12`; 0 if it names none."""
    column = 0
    for character in reference:
        if not "A" <= character <= "Z":
            break
        column = column * _LETTERS + ord(character) - ord("A") + 1
    return column


def row_of(reference: str) -> int:
    """Return the row of a cell reference such as `AB12`; 0 if it names none."""
    digits = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def range_of(reference: str) -> CellRange | None:
    """Return the range that a reference such as `A3:C3` names; None if it is none."""
    start, _, end = reference.replace("$", "").partition(":")
    end = end or start
    found = CellRange(
        first_row=row_of(start[:20]),
        last_row=row_of(end[:20]),
        first_column=column_of(start[:4]),
        last_column=column_of(end[:4]),
    )
    return found if found.first_row and found.first_column else None
