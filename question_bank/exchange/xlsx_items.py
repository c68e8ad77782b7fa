"""Read items out of a teacher's spreadsheet (.xlsx or .csv); docs/guides/author-spreadsheet.md.

    题型 | 题干 | 选项A | … | 选项D | 答案 | 解析 | 任务 | 难度 | 分值 | …

Every visible sheet with such a header is read, one named 案例 (a header with 案例编号) as
cases. Nothing stops at a bad row: all problems come back at once, each with sheet, row,
column and reason; what was tidied up comes back as notes.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from question_bank.exchange.item_draft import ItemDraft, MediumFile, SourceReading
from question_bank.exchange.xlsx_blocks import tables_of
from question_bank.exchange.xlsx_case_rows import read_cases
from question_bank.exchange.xlsx_columns import Column
from question_bank.exchange.xlsx_draft import Surroundings
from question_bank.exchange.xlsx_findings import Spot, SpreadsheetFindings
from question_bank.exchange.xlsx_item_rows import SeenItems, read_items
from question_bank.exchange.xlsx_layout import tell_layout
from question_bank.exchange.xlsx_media import MediaShelf
from question_bank.exchange.xlsx_pictures import SheetPictures
from question_bank.exchange.xlsx_row import TableSheet
from question_bank.exchange.xlsx_source import read_sheets
from question_bank.exchange.xlsx_table import Sheet
from question_bank.formats.standard import Standard
from question_bank.identifiers import MediaName
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording

NO_MEDIA: Mapping[MediaName, MediumFile] = MappingProxyType({})


def silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def read_xlsx_items(
    path: Path,
    *,
    level: str | None,
    media: Mapping[MediaName, MediumFile] = NO_MEDIA,
    progress: Callable[[int, int], None] = silent,
    standard: Standard | None = None,
) -> SourceReading:
    """Read all items of a spreadsheet.

    Args:
        path: .xlsx, or .csv in UTF-8 or GBK.
        level: For rows without a level of their own; a row with another one is refused.
        media: What lies beside the spreadsheet, by name.
        progress: Told (rows done, rows in all).
        standard: What levels and tasks are looked up in; None: numbers are believed.

    Raises:
        SpreadsheetError: the file cannot be read as a whole.
        OSError: the file system refuses.
    """
    findings = SpreadsheetFindings(path.name)
    reading = _Reading(findings, level, standard, media)
    for order, sheet, pictures in read_sheets(path, findings):
        reading.add(order, sheet, pictures)
    drafts = tuple(reading.drafts(progress))
    return SourceReading(
        drafts=drafts,
        findings=findings.whole(),
        enemies=tuple(reading.seen.enemies),
        media=_used_by(drafts, reading.shelf),
    )


def _used_by(drafts: tuple[ItemDraft, ...], shelf: MediaShelf) -> dict[str, MediumFile]:
    wanted = {sha256 for draft in drafts for sha256 in draft.record.media.values()}
    return {sha256: file for sha256, file in shelf.used.items() if sha256 in wanted}


class _Reading:
    """One file while it is read: first all sheets, then their rows."""

    def __init__(
        self,
        findings: SpreadsheetFindings,
        level: str | None,
        standard: Standard | None,
        media: Mapping[MediaName, MediumFile],
    ) -> None:
        self.seen = SeenItems()
        self._files = dict(media)
        self._pictures: dict[tuple[str, int], tuple[MediaName, ...]] = {}
        self.shelf = MediaShelf(files=self._files, pictures=self._pictures)
        self._around = Surroundings(level=level, standard=standard, shelf=self.shelf)
        self._findings = findings
        self._tables: list[TableSheet] = []

    def add(self, order: int, sheet: Sheet, pictures: SheetPictures) -> None:
        """Take a sheet; one without a header is told."""
        if not sheet.rows:
            return
        tables = [
            TableSheet(sheet=part, order=order, header=header, findings=self._findings)
            for part, header in tables_of(sheet)
        ]
        if not tables:
            self._tell_no_header(order, sheet)
            return
        for row, found in pictures.items():
            self._files.update(found)
            names = tuple(name for name, _ in found)
            self._pictures[sheet.name, row] = names
        for number, table in enumerate(tables, start=1):
            if number > 1:
                spot = table.spot(table.header.first_row)
                self._findings.tell("TABLE_BELOW", Severity.NOTE, spot, _TABLE_BELOW)
            tell_layout(table)
        self._tables += tables

    def drafts(self, progress: Callable[[int, int], None]) -> Iterator[ItemDraft]:
        """Yield the good items of all sheets."""
        if not self._tables:
            self._findings.tell("NO_ITEM_TABLE", Severity.ERROR, Spot(), _NO_TABLE)
        total = sum(len(table.sheet.rows) for table in self._tables)
        done = 0

        def step(rows: int) -> None:
            nonlocal done
            done = min(done + rows, total)
            progress(done, total)

        progress(0, total)
        for table in self._tables:
            if Column.CASE_ID in table.header.columns:
                yield from read_cases(table, self._around, self.seen, step)
            else:
                yield from read_items(table, self._around, self.seen, step)
        progress(total, total)

    def _tell_no_header(self, order: int, sheet: Sheet) -> None:
        spot = Spot(order=order, sheet=sheet.name, row=sheet.rows[0].number)
        self._findings.tell("NO_HEADER", Severity.WARNING, spot, _NO_HEADER)


_NO_TABLE = Wording(
    "文件中没有试题表：表头至少要有 题干、题型、答案 等列；可用 exam-bank template 生成模板",
    "there is no table of items: its header needs at least 题干, 题型, 答案; exam-bank template "
    "writes one to fill in",
)
_TABLE_BELOW = Wording(
    "从这一行起是另一张表（表头不同），按它自己的表头读取",
    "another table begins here; it is read under its own header",
)
_NO_HEADER = Wording(
    "前 20 行里找不到表头（题型、题干、答案……），此工作表未导入",
    "no header (题型, 题干, 答案, …) in the first 20 rows; this sheet was not imported",
)
