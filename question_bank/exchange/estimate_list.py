"""Estimates in a list (.csv): what a pretest or an exam showed of each task.

    题号,难度,区分度,来源,样本量,出处
    j-s-001,0.72,0.35,预测试,214,2026 年春预测试

Headings may be Chinese or English. 难度 is the share of the points that were earned, so
larger is easier. Pure.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from question_bank.errors import FormatError
from question_bank.formats.record import from_plain
from question_bank.identifiers import TaskId
from question_bank.items.estimate import ONE, EstimateOrigin, TaskEstimate
from question_bank.items.finding import Finding, Place, Severity
from question_bank.items.score_line import Wording

MOST_BYTES = 32 * 1024 * 1024

HEADINGS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "task_id": frozenset({"题号", "编号", "小题编号", "task_id", "item_id", "id"}),
        "difficulty": frozenset({"难度", "难度系数", "得分率", "difficulty"}),
        "discrimination": frozenset({"区分度", "discrimination"}),
        "origin": frozenset({"来源", "origin"}),
        "responses": frozenset({"样本量", "人数", "responses"}),
        "source": frozenset({"出处", "说明", "source"}),
    }
)

ORIGINS: Mapping[str, EstimateOrigin] = MappingProxyType(
    {
        "author": EstimateOrigin.AUTHOR,
        "命题估计": EstimateOrigin.AUTHOR,
        "估计": EstimateOrigin.AUTHOR,
        "命题": EstimateOrigin.AUTHOR,
        "pretest": EstimateOrigin.PRETEST,
        "预测试": EstimateOrigin.PRETEST,
        "试测": EstimateOrigin.PRETEST,
        "预试": EstimateOrigin.PRETEST,
        "operational": EstimateOrigin.OPERATIONAL,
        "正式考试": EstimateOrigin.OPERATIONAL,
        "实测": EstimateOrigin.OPERATIONAL,
        "考试": EstimateOrigin.OPERATIONAL,
    }
)

Cells = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateReading:
    """All that one list holds.

    Attributes:
        rows: The good estimates, each with its place.
    """

    rows: tuple[tuple[TaskEstimate, Place], ...]
    findings: tuple[Finding, ...]


def read_estimate_list(untrusted_bytes: bytes, *, name: str) -> EstimateReading:
    """Read a list of estimates; a bad row is a finding.

    Raises:
        FormatError: not text, too large, or without the headings that it needs.
    """
    if len(untrusted_bytes) > MOST_BYTES:
        raise FormatError(name, f"more than {MOST_BYTES} bytes")
    lines = csv.reader(io.StringIO(_text(untrusted_bytes, name)), strict=True)
    rows: list[tuple[TaskEstimate, Place]] = []
    findings: list[Finding] = []
    try:
        headings = _headings(next(lines, []), name)
        for cells in lines:
            place = Place(file=name, row=lines.line_num)
            if not any(cell.strip() for cell in cells):
                continue
            found = dict(zip(headings, map(_folded, cells), strict=False))
            _take(found, place, rows, findings)
    except csv.Error as error:
        raise FormatError(f"{name} row {lines.line_num}", str(error)) from error
    return EstimateReading(rows=tuple(rows), findings=tuple(findings))


def _text(untrusted_bytes: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return untrusted_bytes.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FormatError(name, "neither UTF-8 nor GBK text; save it as CSV UTF-8")


def _headings(cells: list[str], name: str) -> list[str]:
    found = [
        next((key for key, words in HEADINGS.items() if _folded(cell) in words), "")
        for cell in cells
    ]
    for needed in ("task_id", "difficulty"):
        if needed not in found:
            words = "、".join(sorted(HEADINGS[needed]))
            raise FormatError(f"{name} row 1", f"no column of these names: {words}")
    return found


def _folded(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def _take(
    cells: Cells,
    place: Place,
    rows: list[tuple[TaskEstimate, Place]],
    findings: list[Finding],
) -> None:
    problems = list(_cell_problems(cells))
    findings += [
        Finding(
            code="ESTIMATE",
            severity=Severity.ERROR,
            place=Place(file=place.file, row=place.row, column=column),
            wording=wording,
        )
        for column, wording in problems
    ]
    if not problems:
        rows.append((_estimate(cells), place))


def _cell_problems(cells: Cells) -> Iterator[tuple[str, Wording]]:
    share = Wording("应为 0 与 1 之间的小数，如 0.65", "expected a share, such as 0.65")
    if not cells.get("task_id"):
        yield "题号", Wording("缺题号", "no id of a task")
    else:
        try:
            from_plain(
                {"task_id": cells["task_id"], "difficulty_permille": 500},
                TaskEstimate,
                name="row",
            )
        except FormatError:
            yield "题号", Wording("题号含不允许的字符", "not an id of a task")
    if not 0 < (_permille(cells.get("difficulty", "")) or 0) < ONE:
        yield "难度", share
    found = cells.get("discrimination", "")
    correlation = _permille(found)
    if found and (correlation is None or not -ONE < correlation < ONE):
        wording = Wording("应为 -1 与 1 之间的小数", "expected a number from -1 to 1")
        yield "区分度", wording
    origin = cells.get("origin", "")
    if origin and origin.lower() not in ORIGINS:
        # Guessed, a pretest would count as an exam and stand above it for ever.
        wording = Wording(
            f"“{origin}”不明，应为命题估计、预测试或正式考试；具体出处请写在“出处”一列",
            f"{origin}: expected author, pretest or operational; where it comes from"
            " stands in the column source",
        )
        yield "来源", wording
    responses = cells.get("responses", "")
    if responses and not (
        responses.isascii() and responses.isdigit() and int(responses)
    ):
        yield "样本量", Wording("应为正整数", "expected a whole number above 0")


def _permille(cell: str) -> int | None:
    """Return thousandths; None if it is not a number.

    0 and what rounds to it is told as out of range by whoever asks.
    """
    try:
        value = float(cell.removesuffix("%")) / (100 if cell.endswith("%") else 1)
        return round(value * ONE)
    except (ValueError, OverflowError):
        return None


def _estimate(cells: Cells) -> TaskEstimate:
    said = cells.get("origin", "")
    responses = cells.get("responses", "")
    judged = EstimateOrigin.OPERATIONAL if responses else EstimateOrigin.AUTHOR
    source = cells.get("source", "")
    discrimination = cells.get("discrimination", "")
    return TaskEstimate(
        task_id=TaskId(cells["task_id"]),
        difficulty_permille=_permille(cells["difficulty"]) or 1,
        discrimination_permille=_permille(discrimination) if discrimination else None,
        origin=ORIGINS.get(said.lower(), judged),
        responses=int(responses) if responses else None,
        source=source[:200] or None,
    )


def estimate_list_bytes(estimates: Mapping[TaskId, TaskEstimate]) -> bytes:
    """Return a list that reads back as these estimates; opens in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["题号", "难度", "区分度", "来源", "样本量", "出处"])
    for task_id in sorted(estimates):
        found = estimates[task_id]
        discrimination = found.discrimination_permille
        writer.writerow(
            [
                found.task_id,
                found.difficulty_permille / ONE,
                "" if discrimination is None else discrimination / ONE,
                found.origin.value,
                found.responses or "",
                found.source or "",
            ]
        )
    return ("\ufeff" + text.getvalue()).encode("utf-8")
