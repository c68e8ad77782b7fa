"""Rows of a score sheet, and of the sheet that gives the reasons. Pure.

Columns are named as the platform's lists name them; the template of its import was not
public (docs/decisions/0155).
"""

from fractions import Fraction

from question_bank.items.score_line import REASON_WORDINGS, ScoreLine
from question_bank.scoring.score_sitting import AwaitingMark, SheetEntry
from sync_server.results.rounding import rounded_points
from sync_server.results.sitting_result import SessionResults, SittingResult

FIXED_HEADINGS = (
    "准考证号",
    "姓名",
    "考场",
    "机位",
    "试卷",
    "状态",
    "客观题得分",
    "客观题满分",
    "待评分",
    "回执码",
    "备注",
)
REASON_HEADINGS = (
    "准考证号",
    "试卷",
    "题号",
    "题目编号",
    "得分",
    "满分",
    "精确得分",
    "理由",
    "选项",
)

DATA_CLASS_NAMES = {"formal": "正式", "trial": "试考", "practice": "练习"}

Cell = str | int
Row = tuple[Cell, ...]


def score_rows(results: SessionResults) -> tuple[Row, ...]:
    """Return the header and a row a sitting; tasks stand in the order of the form."""
    most_tasks = max(
        (len(x.sheet.entries) for x in results.sittings if x.sheet), default=0
    )
    tasks = tuple(f"第{number}题" for number in range(1, most_tasks + 1))
    return (
        (*FIXED_HEADINGS, *tasks),
        *(_score_row(sitting, most_tasks) for sitting in results.sittings),
    )


def reason_rows(results: SessionResults) -> tuple[Row, ...]:
    """Return the header and a row for each reason of each task of each sitting."""
    rows: list[Row] = [REASON_HEADINGS]
    for sitting in results.sittings:
        if sitting.sheet is None:
            continue
        for entry in sitting.sheet.entries:
            rows.extend(_reason_rows(sitting, entry))
    return tuple(rows)


def about_rows(results: SessionResults) -> tuple[Row, ...]:
    """Return what the figures rest on."""
    return (
        ("场次", f"{results.session_code} {results.session_name}"),
        ("数据类别", DATA_CLASS_NAMES[results.data_class]),
        ("考试包 SHA-256", results.manifest_sha256.hex()),
        ("评分程序版本", results.engine_version),
        ("取整规则", "四舍五入到 0.01 分 (half-up-2)，仅在本表取整"),
        (
            "系统收卷后补传",
            "服务器收卷之后才收到的记录，用时在允许时间内的才计分；请人工核对",
        ),
        ("生成时间 (UTC)", results.made_utc),
        ("生成人", results.made_by),
        ("待评分", "简答题、口述题等由评卷员评分的题目分值，不含在客观题得分内"),
    )


def _score_row(sitting: SittingResult, most_tasks: int) -> Row:
    sheet = sitting.sheet
    marks = [_mark(entry) for entry in sheet.entries] if sheet else []
    marks += [""] * (most_tasks - len(marks))
    return (
        sitting.admission_number,
        sitting.name,
        sitting.room_code,
        sitting.seat_code,
        sitting.form_code,
        sitting.end.value[0],
        rounded_points(sheet.objective_points) if sheet else "",
        rounded_points(sheet.of_objective_points) if sheet else "",
        rounded_points(sheet.awaiting_points) if sheet else "",
        sitting.receipt_code,
        _remark(sitting),
        *marks,
    )


def _remark(sitting: SittingResult) -> str:
    """Return what a person should know: a code, and what came after the closing."""
    parts = [sitting.problem] if sitting.problem else []
    if sitting.late_entries:
        parts.append(f"收卷后补传 {sitting.late_entries} 条记录")
    if sitting.late_not_counted:
        parts.append(f"其中 {sitting.late_not_counted} 条超出允许用时，未计")
    return "，".join(parts)


def _mark(entry: SheetEntry) -> str:
    match entry.outcome:
        case ScoreLine(points=points):
            return rounded_points(points)
        case AwaitingMark(is_answered=True):
            return "待评"
        case _:
            return "未答"


def _reason_rows(sitting: SittingResult, entry: SheetEntry) -> list[Row]:
    start = (sitting.admission_number, sitting.form_code, entry.number)
    outcome = entry.outcome
    if isinstance(outcome, AwaitingMark):
        reason = "待人工评分" if outcome.is_answered else "未作答"
        full = rounded_points(outcome.of_points)
        return [(*start, outcome.task_id, "", full, "", reason, "")]
    rows: list[Row] = []
    for reason_found in outcome.reasons:
        points: Fraction = reason_found.points
        rows.append(
            (
                *start,
                outcome.task_id,
                rounded_points(points),
                rounded_points(outcome.of_points),
                str(points),
                REASON_WORDINGS[reason_found.reason].zh,
                reason_found.option_id or "",
            )
        )
    return rows
