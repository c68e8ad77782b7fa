"""Collecting what is said of a spreadsheet: each problem by itself, notes gathered.

What was tidied up in 4,000 rows is one note that names the column, the number of rows
and the first of them; a problem is one finding with its row and column. For one file.
"""

from dataclasses import dataclass, field

from question_bank.exchange.xlsx_table import column_letters
from question_bank.items.finding import Finding, Place, Severity
from question_bank.items.score_line import Wording

MOST_ROWS_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in a spreadsheet.

    Attributes:
        order: Position of the sheet in the file, for sorting.
        heading: Of the column, as it was written.
    """

    order: int = 0
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    heading: str = ""
    item_id: str | None = None


@dataclass(slots=True)
class _Gathered:
    spot: Spot
    severity: Severity
    wording: Wording
    rows: list[int] = field(default_factory=list)
    samples: list[Wording] = field(default_factory=list)


class SpreadsheetFindings:
    """All that was found in one file, in the order of the file at the end."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._single: list[tuple[Spot, Finding]] = []
        self._gathered: dict[tuple[object, ...], _Gathered] = {}

    def tell(self, code: str, severity: Severity, spot: Spot, wording: Wording) -> None:
        """Add one finding of its own."""
        finding = Finding(
            code=code, severity=severity, place=self.place(spot), wording=wording
        )
        self._single.append((spot, finding))

    def gather(
        self,
        code: str,
        severity: Severity,
        spot: Spot,
        wording: Wording,
        *,
        sample: str | Wording = "",
    ) -> None:
        """Add a row to the finding that all rows of the column with this code share."""
        example = Wording(sample, sample) if isinstance(sample, str) else sample
        key = (code, severity, spot.sheet, spot.column, wording)
        found = self._gathered.get(key)
        if found is None:
            found = _Gathered(spot=spot, severity=severity, wording=wording)
            self._gathered[key] = found
        if spot.row is not None:
            found.rows.append(spot.row)
        is_shown = len(found.samples) < 3 and example not in found.samples  # noqa: PLR2004
        if example.zh and is_shown:
            found.samples.append(example)

    def whole(self) -> tuple[Finding, ...]:
        """Return all findings by sheet, row and column."""
        gathered = [
            (found.spot, self._finding(str(key[0]), found))
            for key, found in self._gathered.items()
        ]
        found = sorted((*self._single, *gathered), key=lambda pair: _order(pair[0]))
        return tuple(finding for _, finding in found)

    def place(self, spot: Spot) -> Place:
        """Return the place as findings and drafts name it."""
        return Place(
            file=self._file,
            part=spot.sheet or None,
            row=spot.row,
            column=column_label(spot.column, spot.heading),
            item_id=spot.item_id,
        )

    def _finding(self, code: str, found: _Gathered) -> Finding:
        zh, en = found.wording
        if found.samples:
            zh += f"，如{'、'.join(sample.zh for sample in found.samples)}"
            en += f", such as {', '.join(sample.en for sample in found.samples)}"
        rows = sorted(set(found.rows))
        if len(rows) > 1:
            named = "、".join(map(str, rows[:MOST_ROWS_NAMED]))
            listed = ", ".join(map(str, rows[:MOST_ROWS_NAMED]))
            more = "…" if len(rows) > MOST_ROWS_NAMED else ""
            zh += f"（共 {len(rows)} 行：{named}{more}）"
            en += f" ({len(rows)} rows: {listed}{more})"
        return Finding(
            code=code,
            severity=found.severity,
            place=self.place(found.spot),
            wording=Wording(zh, en),
        )


def column_label(column: int | None, heading: str) -> str | None:
    """Return a column's letters with its heading, such as `C（答案）`."""
    if column is None:
        return heading or None
    letters = column_letters(column)
    short = " ".join(heading.split())[:20]
    return f"{letters}（{short}）" if short else letters


def _order(spot: Spot) -> tuple[int, int, int]:
    return (spot.order, spot.row or 0, spot.column or 0)
