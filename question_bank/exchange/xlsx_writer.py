"""Write items into a spreadsheet that `read_xlsx_items` reads back as the same items.

Every item is read back from its cells before it is written: what would come back
otherwise (a table in a stem, option ids other than a, b, c, …) is first tried in markup,
and if that does not help left out and told. Texts are written as texts: none that begins
with = + - or @ ever becomes a formula.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

from question_bank.exchange.item_draft import ItemDraft, MediumFile
from question_bank.exchange.xlsx_case_rows import read_cases
from question_bank.exchange.xlsx_columns import Column, ColumnKey, find_header
from question_bank.exchange.xlsx_draft import Surroundings
from question_bank.exchange.xlsx_findings import SpreadsheetFindings
from question_bank.exchange.xlsx_item_cells import Cells, Writing, item_cells
from question_bank.exchange.xlsx_item_rows import SeenItems, read_items
from question_bank.exchange.xlsx_media import MediaShelf
from question_bank.exchange.xlsx_row import TableSheet
from question_bank.exchange.xlsx_sheet_style import (
    CASE_COLUMNS,
    CASE_SHEET,
    ITEM_COLUMNS,
    ITEM_SHEET,
    add_row,
    add_table,
    heading_of,
)
from question_bank.exchange.xlsx_table import (
    MOST_CELL_CHARACTERS,
    CellKind,
    CellValue,
    OddCell,
    Sheet,
    SheetRow,
)
from question_bank.formats.item_record import ItemRecord, item_id_of_record
from question_bank.formats.standard import Standard
from question_bank.identifiers import ItemId, MediaName
from question_bank.items.case import Case
from question_bank.items.estimate import EstimateOrigin, TaskEstimate
from question_bank.items.finding import Finding, Place, Severity
from question_bank.items.score_line import Wording

ItemAndEstimates = tuple[ItemRecord, Sequence[TaskEstimate]]


def write_xlsx_items(
    items: Iterable[ItemAndEstimates],
    path: Path,
    *,
    enemies: Iterable[tuple[ItemId, ItemId]] = (),
    standard: Standard | None = None,
) -> tuple[Finding, ...]:
    """Write the items and return what could not be said.

    Media are named, not written; they belong beside the file, under their names.

    Args:
        items: Each with its estimates, at most one a task.
        path: Written anew; what was there is replaced.
        enemies: Pairs; one of the two that is no case carries the other.
        standard: Gives tasks their names in the cells.

    Raises:
        OSError: the file cannot be written.
    """
    writer = _Writer(standard, enemies)
    for record, estimates in items:
        writer.add(record, tuple(estimates))
    writer.save(path)
    return tuple(writer.findings)


@dataclass(slots=True)
class _Writer:
    standard: Standard | None
    pairs: Iterable[tuple[ItemId, ItemId]]
    findings: list[Finding] = field(default_factory=list)
    _plain: dict[ItemId, Cells] = field(default_factory=dict)
    _cases: dict[ItemId, list[Cells]] = field(default_factory=dict)

    def add(self, record: ItemRecord, estimates: tuple[TaskEstimate, ...]) -> None:
        """Keep the rows of one item, or tell why it has none."""
        item_id = item_id_of_record(record)
        rows = _faithful_rows(record, estimates, self.standard)
        if rows is None:
            self._tell(item_id, "NOT_FOR_SPREADSHEET", Severity.ERROR, _NOT_WRITTEN)
            return
        if any(x.origin is not EstimateOrigin.AUTHOR for x in estimates):
            self._tell(item_id, "ORIGIN_NOT_SAID", Severity.NOTE, _ORIGIN)
        if isinstance(record.item, Case):
            self._cases[item_id] = rows
        else:
            [self._plain[item_id]] = rows

    def save(self, path: Path) -> None:
        """Write the file."""
        self._add_enemies()
        plain = list(self._plain.values())
        cases = [row for rows in self._cases.values() for row in rows]
        book = Workbook(write_only=True)
        for name, columns, rows in (
            (ITEM_SHEET, ITEM_COLUMNS, plain),
            (CASE_SHEET, CASE_COLUMNS, cases),
        ):
            shown = _columns_of(columns, rows)
            sheet = add_table(book, name, shown)
            for row in rows:
                add_row(sheet, [row.get(column, "") for column in shown])
        book.save(path)

    def _add_enemies(self) -> None:
        """Let a plain item carry each pair; two cases cannot say it and are told."""
        others: dict[ItemId, list[ItemId]] = {}
        for first, second in self.pairs:
            if first in self._plain:
                others.setdefault(first, []).append(second)
            elif second in self._plain:
                others.setdefault(second, []).append(first)
            elif first in self._cases:
                self._tell(first, "ENEMIES_NOT_SAID", Severity.WARNING, _ENEMIES)
        for item_id, found in others.items():
            self._plain[item_id][Column.ENEMIES] = "；".join(found)

    def _tell(
        self, item_id: ItemId, code: str, severity: Severity, wording: Wording
    ) -> None:
        place = Place(item_id=item_id)
        self.findings.append(
            Finding(code=code, severity=severity, place=place, wording=wording)
        )


_NOT_WRITTEN = Wording(
    "该题有表格文件写不下的内容（如选项编号不是 a、b、c，采分点编号不是 p1、p2，按选项计分的多选题，或文字含全角字母），未导出；请用 YAML 导出",
    "the item has what a spreadsheet cannot hold (such as option ids other than a, b, c, point ids "
    "other than p1, p2, points by option, full-width letters); it was left out, export it as YAML",
)
_ORIGIN = Wording(
    "难度来自试测或正式考试；再导入时会记为作者估计",
    "the estimate comes from candidates; imported again it counts as the author's",
)
_ENEMIES = Wording(
    "案例工作表没有“互斥试题”一列，它与另一案例的互斥关系未导出",
    "the sheet of cases has no column for enemies; its pair with another case was not written",
)


def _columns_of(
    columns: Sequence[ColumnKey], rows: Sequence[Cells]
) -> tuple[ColumnKey, ...]:
    """Return the usual columns, and those of further options that are needed."""
    used = {column for row in rows for column in row}
    more = sorted(x for x in used if isinstance(x, str) and x not in columns)
    last = max(index for index, column in enumerate(columns) if isinstance(column, str))
    return (*columns[: last + 1], *more, *columns[last + 1 :])


def _faithful_rows(
    record: ItemRecord,
    estimates: tuple[TaskEstimate, ...],
    standard: Standard | None,
) -> list[Cells] | None:
    """Return rows that read back as the same item; None if there are none."""
    for is_markup in (False, True):
        writing = Writing(standard=standard, is_markup=is_markup)
        rows = item_cells(record, estimates, writing)
        draft = _read_back(rows, record)
        if draft is not None and draft.record == record:
            said = [(x.task_id, *_figures(x)) for x in draft.estimates]
            wanted = [(x.task_id, *_figures(x)) for x in estimates]
            if sorted(map(str, said)) == sorted(map(str, wanted)):
                return rows
    return None


def _figures(estimate: TaskEstimate) -> tuple[int, int | None]:
    return estimate.difficulty_permille, estimate.discrimination_permille


def _read_back(rows: Sequence[Cells], record: ItemRecord) -> ItemDraft | None:
    """Return the item that our own reader makes of the rows."""
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    texts = [str(value) for row in rows for value in row.values()]
    if any(len(text) > MOST_CELL_CHARACTERS for text in texts):
        return None
    header: dict[int, CellValue] = {
        place: heading_of(column) for place, column in enumerate(columns, start=1)
    }
    cells = [
        {
            place: _cell(row[column])
            for place, column in enumerate(columns, start=1)
            if row.get(column, "") != ""
        }
        for row in rows
    ]
    sheet = Sheet(
        name="",
        rows=tuple(
            SheetRow(number=number, cells=found)
            for number, found in enumerate((header, *cells), start=1)
        ),
    )
    found_header = find_header(sheet)
    if found_header is None:
        return None
    table = TableSheet(
        sheet=sheet, order=1, header=found_header, findings=SpreadsheetFindings("")
    )
    around = Surroundings(
        level=None, standard=None, shelf=MediaShelf(files=_named_media(record.media))
    )
    read = read_cases if isinstance(record.item, Case) else read_items
    drafts = list(read(table, around, SeenItems(), lambda _rows: None))
    return drafts[0] if len(drafts) == 1 and drafts[0].has_own_id else None


def _cell(value: str | float) -> CellValue:
    if isinstance(value, str):
        return value
    return OddCell(kind=CellKind.NUMBER, text=f"{value:g}")


def _named_media(media: Mapping[MediaName, str]) -> dict[MediaName, MediumFile]:
    return {
        name: MediumFile(sha256=sha256, media_type="", size_bytes=0, read=lambda: b"")
        for name, sha256 in media.items()
    }
