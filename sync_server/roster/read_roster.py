"""A roster file as rows, or a report that names each row that is wrong. Pure."""

from dataclasses import dataclass

from sync_server.roster.columns import Column, find_header, read_header
from sync_server.roster.csv_table import read_csv
from sync_server.roster.report import Finding, RosterFinding, has_errors
from sync_server.roster.roster_row import RosterRow, parse_row
from sync_server.roster.table import Table, TableRow
from sync_server.roster.xlsx_table import read_xlsx

_ZIP_MAGIC = b"PK"
_OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReading:
    """What a file holds; rows are usable only if nothing in `findings` is an error."""

    file: str
    rows: tuple[RosterRow, ...]
    findings: tuple[RosterFinding, ...]

    @property
    def is_good(self) -> bool:
        """Whether the rows may be imported."""
        return not has_errors(self.findings)


def read_roster(untrusted_bytes: bytes, file: str) -> RosterReading:
    """Read a roster; whatever the bytes are, the answer is rows and a report.

    Args:
        file: The file's name for the report; the kind of file is told by its bytes.
    """
    table = _read_table(untrusted_bytes, file)
    if has_errors(table.findings) and not table.rows:
        return RosterReading(file=file, rows=(), findings=table.findings)
    header = find_header(table)
    if header is None:
        return _without_header(table)
    places, findings = read_header(table, header)
    findings = [*_below_title(table, header), *findings]
    if has_errors(tuple(findings)) and any(
        finding.finding is Finding.COLUMN_MISSING for finding in findings
    ):
        return RosterReading(file=file, rows=(), findings=tuple(findings))
    rows = _rows(table, header, places, findings)
    if not rows and not has_errors(tuple(findings)):
        findings.append(RosterFinding(finding=Finding.NO_ROWS, file=file))
    findings.extend(_clashes(rows, table))
    findings.sort(key=lambda finding: finding.row)
    return RosterReading(file=file, rows=tuple(rows), findings=tuple(findings))


def _read_table(untrusted_bytes: bytes, file: str) -> Table:
    if untrusted_bytes.startswith(_ZIP_MAGIC):
        return read_xlsx(untrusted_bytes, file)
    if untrusted_bytes.startswith(_OLD_EXCEL_MAGIC):
        old = RosterFinding(finding=Finding.NOT_A_TABLE, file=file, found=".xls")
        return Table(file=file, findings=(old,))
    return read_csv(untrusted_bytes, file)


def _without_header(table: Table) -> RosterReading:
    top = table.rows[0] if table.rows else TableRow(number=1, cells=())
    _, missing = read_header(table, top)
    findings = (*table.findings, *missing)
    if not table.rows:
        findings = (
            *table.findings,
            RosterFinding(finding=Finding.NO_ROWS, file=table.file),
        )
    return RosterReading(file=table.file, rows=(), findings=findings)


def _below_title(table: Table, header: TableRow) -> list[RosterFinding]:
    """Leave out what concerns a title above the header, such as its merged cells."""
    return [
        finding
        for finding in table.findings
        if finding.row == 0 or finding.row >= header.number
    ]


def _rows(
    table: Table,
    header: TableRow,
    places: dict[Column, int],
    findings: list[RosterFinding],
) -> list[RosterRow]:
    rows = []
    for line in table.rows:
        if line.number <= header.number or line.is_blank:
            continue
        cells = {
            column: line.cells[index]
            for column, index in places.items()
            if index < len(line.cells)
        }

        def note(
            finding: Finding,
            column: Column,
            found: str,
            most: int,
            row_number: int = line.number,
        ) -> None:
            findings.append(
                RosterFinding(
                    finding=finding,
                    file=table.file,
                    sheet=table.sheet,
                    row=row_number,
                    column=column.heading,
                    found=found,
                    most=most,
                )
            )

        row = parse_row(line.number, cells, note)
        if row is not None:
            rows.append(row)
    return rows


def _clashes(rows: list[RosterRow], table: Table) -> list[RosterFinding]:
    """Return what rows say against each other."""
    findings = []
    by_number: dict[tuple[str, str], int] = {}
    by_seat: dict[tuple[str, str, str], int] = {}
    people: dict[str, RosterRow] = {}

    def note(finding: Finding, row: RosterRow, column: Column, other: int) -> None:
        findings.append(
            RosterFinding(
                finding=finding,
                file=table.file,
                sheet=table.sheet,
                row=row.row,
                column=column.heading,
                found=str(other),
            )
        )

    for row in rows:
        number = (row.session_code, row.admission_number)
        seat = (row.session_code, row.room_code, row.seat_code)
        if number in by_number:
            other = by_number[number]
            note(Finding.DUPLICATE_NUMBER, row, Column.ADMISSION_NUMBER, other)
        elif seat in by_seat:
            note(Finding.DUPLICATE_SEAT, row, Column.SEAT, by_seat[seat])
        person = people.setdefault(row.admission_number, row)
        if (person.name, person.id_number) != (row.name, row.id_number):
            note(Finding.PERSON_DIFFERS, row, Column.NAME, person.row)
        by_number.setdefault(number, row.row)
        by_seat.setdefault(seat, row.row)
    return findings
