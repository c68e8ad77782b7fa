"""Which heading stands for what. Pure."""

from enum import Enum

from sync_server.roster.report import Finding, RosterFinding
from sync_server.roster.table import Table, TableRow
from sync_server.roster.widths import folded

MOST_LINES_ABOVE_HEADER = 5
"""Sites like a title above the table."""


class Column(Enum):
    """A column: its heading as we name it, then other headings that are understood."""

    ADMISSION_NUMBER = ("准考证号", "准考证号码", "考号", "admission_number")
    NAME = ("姓名", "考生姓名", "name")
    ID_NUMBER = ("证件号", "证件号码", "身份证号", "身份证号码", "id_number")
    FORM_OF_ADDRESS = ("称谓", "form_of_address")
    SESSION = ("场次", "场次代码", "session")
    ROOM = ("考场", "考场号", "考场代码", "room")
    SEAT = ("机位", "机位号", "座位号", "考位", "seat")
    FORM = ("试卷", "试卷代码", "form")
    EXTRA_TIME = ("加时", "延时", "加时（分钟）", "加时(分钟)", "extra_time")

    @property
    def heading(self) -> str:
        """The heading that the report and the template use."""
        heading: str = self.value[0]
        return heading


REQUIRED = (
    Column.ADMISSION_NUMBER,
    Column.NAME,
    Column.ID_NUMBER,
    Column.SESSION,
    Column.ROOM,
    Column.SEAT,
)

_BY_HEADING = {
    folded(alias)[0].lower(): column for column in Column for alias in column.value
}


def find_header(table: Table) -> TableRow | None:
    """Return the first row among the top ones with at least three known headings."""
    for row in table.rows[: MOST_LINES_ABOVE_HEADER + 1]:
        known = {_BY_HEADING.get(_heading(cell)) for cell in row.cells} - {None}
        if len(known) >= min(3, len(REQUIRED)):
            return row
    return None


def read_header(
    table: Table, header: TableRow
) -> tuple[dict[Column, int], list[RosterFinding]]:
    """Return where each column stands, and what is wrong with the headings."""
    places: dict[Column, int] = {}
    findings: list[RosterFinding] = []

    def note(finding: Finding, found: str) -> None:
        findings.append(
            RosterFinding(
                finding=finding,
                file=table.file,
                sheet=table.sheet,
                row=header.number,
                found=found,
            )
        )

    for index, cell in enumerate(header.cells):
        heading = _heading(cell)
        if not heading:
            continue
        column = _BY_HEADING.get(heading)
        if column is None:
            note(Finding.COLUMN_UNKNOWN, cell.strip()[:40])
        elif column in places:
            note(Finding.COLUMN_TWICE, column.heading)
        else:
            places[column] = index
    for column in REQUIRED:
        if column not in places:
            note(Finding.COLUMN_MISSING, column.heading)
    return places, findings


def _heading(cell: str) -> str:
    return folded(cell)[0].strip().replace(" ", "").lower()
