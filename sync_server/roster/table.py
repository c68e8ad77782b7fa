"""A sheet of text cells, whatever file it came from. Pure."""

from dataclasses import dataclass

from sync_server.roster.report import RosterFinding

MOST_ROWS = 5000
"""A site's biggest day is some hundreds of candidates."""

MOST_COLUMNS = 60
MOST_CELL_CHARACTERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row; `number` is what the spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in the row."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows as read, header among them, and what was noticed while reading."""

    file: str
    sheet: str = ""
    rows: tuple[TableRow, ...] = ()
    findings: tuple[RosterFinding, ...] = ()
