"""One row of an item table while it is read: its cells by column, what is said of them.

A cell is looked at once; formulas, dates and errors in any column that is read are told,
whatever the item's kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from question_bank.exchange.content_markup import parse_markup
from question_bank.exchange.xlsx_cells import CellProblemError
from question_bank.exchange.xlsx_columns import Column, ColumnKey, Header, shown
from question_bank.exchange.xlsx_content import (
    LONGEST_PARAGRAPH,
    MOST_PARAGRAPHS,
    MOST_RUNS,
    CellRuns,
    paragraphs,
    rich_paragraphs,
    tidy_runs,
    without_start,
)
from question_bank.exchange.xlsx_findings import Spot, SpreadsheetFindings
from question_bank.exchange.xlsx_odd_cells import ODD_CELLS, odd_cell_problem
from question_bank.exchange.xlsx_rule_words import markup_wording
from question_bank.exchange.xlsx_sections import NO_SECTION, Section
from question_bank.exchange.xlsx_table import CellKind, OddCell, Sheet, SheetRow
from question_bank.exchange.xlsx_text import TIDIED_WORDINGS, tidy_code, tidy_prose
from question_bank.items.content import Block, content_problems
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording

MARKUP_WORDS = frozenset({"标记", "markup", "md", "markdown"})

_PROSE = frozenset(
    {
        Column.STEM,
        Column.OPTIONS,
        Column.EXPLANATION,
        Column.MODEL_ANSWER,
        Column.SCORING_POINTS,
        Column.WRONG_IDEAS,
        Column.TRANSCRIPT,
        Column.CASE_TITLE,
        Column.CASE_STEM,
        Column.SCENE_TITLE,
        Column.SCENE_CONTENT,
        Column.SCENE_TRANSCRIPT,
        Column.IMAGES,
        Column.SOUNDS,
        Column.SCENE_IMAGES,
        Column.SCENE_SOUNDS,
    }
)
"""Sentences; in the others, and in answers, only what is meant counts."""

NOT_READ = frozenset({Column.REMARK, Column.NUMBERING})
"""For the authors themselves."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """A sheet whose header was found; what all its rows share."""

    sheet: Sheet
    order: int
    header: Header
    findings: SpreadsheetFindings

    def spot(self, row: int | None = None, column: int | None = None) -> Spot:
        """Return a place in this sheet."""
        heading = self.header.headings.get(column, "") if column else ""
        return Spot(
            order=self.order,
            sheet=self.sheet.name,
            row=row,
            column=column,
            heading=heading,
        )


@dataclass(slots=True)
class Row:
    """The cells of one row.

    Attributes:
        texts: Tidied, by column; empty ones are missing.
        is_good: Whether nothing was told that forbids taking the row.
        is_markup: Whether its texts are written in markup.
        used: Columns that were asked for; the rest is told as not used.
        section: What the title above says.
        refused: Columns whose cell holds what is never taken, which is told already.
    """

    table: TableSheet
    number: int
    texts: dict[ColumnKey, str] = field(default_factory=dict)
    runs: dict[ColumnKey, CellRuns] = field(default_factory=dict)
    is_good: bool = True
    is_markup: bool = False
    section: Section = NO_SECTION
    used: set[ColumnKey] = field(default_factory=set)
    refused: set[ColumnKey] = field(default_factory=set)

    @property
    def characters(self) -> int:
        """How much text stands in the row."""
        return sum(map(len, self.texts.values()))

    def text(self, column: ColumnKey) -> str:
        """Return the text of a cell; empty if nothing is there."""
        self.used.add(column)
        return self.texts.get(column, "")

    def content(
        self, column: ColumnKey, *, skip_start: Callable[[str], int] | None = None
    ) -> tuple[Block, ...]:
        """Return the content of a cell, empty if nothing is there or it was refused.

        Args:
            skip_start: How many characters at the start are not part of it.
        """
        text = self.text(column)
        count = skip_start(text) if skip_start else 0
        try:
            return self._content(column, text, count)
        except ValueError as error:
            wording = markup_wording(str(error))
            self.error(
                column,
                "MARKUP",
                f"{wording.zh}；如不想使用标记，请清空“格式”一格",
                f"{wording.en}; empty the column 格式 for plain text",
            )
            return ()

    def value(
        self,
        column: ColumnKey,
        parse: Callable[[str], Value],
        fallback: Value | None = None,
    ) -> Value | None:
        """Return what a cell says; the fallback if it is empty or was refused."""
        text = self.text(column)
        if not text:
            return fallback
        try:
            return parse(text)
        except CellProblemError as problem:
            self.error(column, problem.code, *problem.wording)
            return fallback

    def error(self, column: ColumnKey | None, code: str, zh: str, en: str) -> None:
        """Tell what forbids taking this row."""
        self.is_good = False
        spot = self.spot(column)
        self.table.findings.tell(code, Severity.ERROR, spot, Wording(zh, en))

    def gather(
        self,
        column: ColumnKey | None,
        code: str,
        wording: Wording,
        *,
        severity: Severity = Severity.NOTE,
        sample: str | Wording = "",
    ) -> None:
        """Say what was done, together with other rows of the same column."""
        self.table.findings.gather(
            code, severity, self.spot(column), wording, sample=sample
        )

    def spot(self, column: ColumnKey | None = None) -> Spot:
        """Return the place of this row, or of one of its cells."""
        place = self.table.header.columns.get(column) if column is not None else None
        spot = self.table.spot(self.number, place)
        if column is None or place is not None:
            return spot
        name = column.value if isinstance(column, Column) else f"选项{column}"
        return Spot(
            order=spot.order, sheet=spot.sheet, row=self.number, heading=name
        )  # there is no such column: its usual name says what was expected

    def _content(self, column: ColumnKey, text: str, count: int) -> tuple[Block, ...]:
        runs = self.runs.get(column)
        if not self.is_markup and not runs:
            return paragraphs(text[count:])
        if self.is_markup:
            found = parse_markup(text[count:])
        else:
            assert runs, "a row without markup has text or runs"
            found = rich_paragraphs(without_start(runs, count))
        for problem in content_problems(found, may_be_empty=True):
            raise ValueError(problem)
        return found


def read_row(table: TableSheet, raw: SheetRow) -> Row:
    """Look at every cell of a row that has a known heading."""
    row = Row(table=table, number=raw.number)
    for column, place in table.header.columns.items():
        value = raw.cells.get(place)
        if value is None or column in NOT_READ:
            continue
        if isinstance(value, OddCell) and value.kind in ODD_CELLS:
            row.error(column, *odd_cell_problem(value))
            row.refused.add(column)
            continue
        if isinstance(value, OddCell):
            _tell_number_format(row, column, value)
        text = _tidied(row, column, shown(value))
        if text:
            row.texts[column] = text
        if isinstance(value, OddCell) and value.kind is CellKind.RICH:
            row.runs[column] = tidy_runs(value.runs)[0]
    row.is_markup = tidy_code(row.text(Column.MARKUP)).lower() in MARKUP_WORDS
    _tell_markup(row)
    return row


def missing(row: Row, columns: Mapping[ColumnKey, Wording]) -> bool:
    """Tell each of the columns that is empty in this row; return whether any is."""
    absent = [column for column in columns if not row.text(column)]
    for column in absent:
        zh, en = columns[column]
        if column in row.table.header.columns:
            if column not in row.refused:
                row.error(column, "CELL_EMPTY", zh, en)
            continue
        row.is_good = False
        name = column.value if isinstance(column, Column) else f"选项{column}"
        wording = Wording(f"没有“{name}”一列：{zh}", f"no column {name}: {en}")
        row.gather(column, "COLUMN_MISSING", wording, severity=Severity.ERROR)
    return bool(absent)


def _tidied(row: Row, column: ColumnKey, raw: str) -> str:
    if column not in _PROSE and isinstance(column, Column):
        return raw.strip() if column is Column.ANSWER else tidy_code(raw)
    tidy = tidy_prose(raw)
    for done in tidy.done:
        row.gather(column, f"TIDIED_{done.name}", TIDIED_WORDINGS[done])
    _tell_length(row, column, tidy.text)
    return tidy.text


def _tell_length(row: Row, column: ColumnKey, text: str) -> None:
    if len(text) <= MOST_PARAGRAPHS:
        return
    parts = text.split("\n\n")
    longest = max(map(len, parts))
    if longest > LONGEST_PARAGRAPH or len(parts) > MOST_PARAGRAPHS:
        row.error(
            column,
            "TEXT_TOO_LONG",
            f"文字过长：一段最多 {LONGEST_PARAGRAPH} 字，最多 {MOST_PARAGRAPHS} 段",
            f"too long: at most {LONGEST_PARAGRAPH} characters a paragraph, "
            f"{MOST_PARAGRAPHS} paragraphs",
        )


def _tell_number_format(row: Row, column: ColumnKey, value: OddCell) -> None:
    if value.kind is CellKind.RICH:
        if len(value.runs) > MOST_RUNS:
            row.error(
                column,
                "TEXT_TOO_LONG",
                f"单元格内格式变化超过 {MOST_RUNS} 处",
                f"more than {MOST_RUNS} changes of format inside a cell",
            )
        row.gather(
            column,
            "RICH_TEXT",
            Wording(
                "单元格内的加粗、斜体、下划线、上下标已保留，字体和颜色未保留",
                "bold, italic, underline, sub- and superscript inside cells are kept, "
                "fonts and colours are not",
            ),
        )
    elif value.found:
        row.gather(
            column,
            "NUMBER_FORMAT",
            Wording(
                "单元格是数，显示格式无法照搬或位数过多；请核对，必要时设为“文本”格式后重新输入",
                "a number whose display format is not understood or that is too long; "
                "check it, or enter it again as text",
            ),
            severity=Severity.WARNING,
            sample=value.text,
        )


def _tell_markup(row: Row) -> None:
    asked = row.texts.get(Column.MARKUP, "")
    if asked and not row.is_markup and tidy_code(asked) not in {"纯文本", "文本"}:
        row.error(
            Column.MARKUP,
            "MARKUP_UNKNOWN",
            f"“格式”只能填 标记 或留空，不能是“{asked[:20]}”",
            f"the column 格式 takes 标记 or nothing, not “{asked[:20]}”",
        )
