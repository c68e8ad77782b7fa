"""The rubric of an open answer: model answer, scoring points, wrong ideas. Pure."""

from collections.abc import Sequence
from fractions import Fraction

from question_bank.exchange.xlsx_columns import Column
from question_bank.exchange.xlsx_row import Row, missing
from question_bank.exchange.xlsx_scoring_points import (
    parse_listed,
    parse_scoring_points,
)
from question_bank.items.rubric import Rubric, ScoringPoint
from question_bank.items.score_line import Wording


def read_rubric(row: Row, points_of_task: Fraction) -> Rubric | None:
    """Return the rubric of a row; None if something was told that forbids it."""
    column = Column.MODEL_ANSWER
    if not row.text(column) and row.text(Column.ANSWER):
        column = Column.ANSWER
    model_answer = row.content(column)
    points = row.value(Column.SCORING_POINTS, lambda raw: _scoring_points(row, raw))
    what = Wording("常见错误", "wrong ideas")
    nothing: tuple[str, ...] = ()
    wrong = row.value(Column.WRONG_IDEAS, lambda raw: parse_listed(raw, what), nothing)
    missing(
        row,
        {
            column: Wording("没有参考答案", "no model answer"),
            Column.SCORING_POINTS: Wording(
                "没有采分点；每行一点，如 2分：及时识别风险",
                "no scoring points; a line each, such as 2分：及时识别风险",
            ),
        },
    )
    if not model_answer or points is None or wrong is None:
        return None
    _tell_sum(row, points, points_of_task)
    return Rubric(model_answer=model_answer, scoring_points=points, wrong_ideas=wrong)


def _scoring_points(row: Row, raw: str) -> tuple[ScoringPoint, ...]:
    points, was_turned = parse_scoring_points(raw)
    if was_turned:
        row.gather(
            Column.SCORING_POINTS,
            "SCORING_POINTS_TURNED",
            Wording(
                "采分点中“要点（2分）”的写法已读作“2分：要点”",
                "scoring points such as 要点（2分） were read as 2分：要点",
            ),
        )
    return points


def _tell_sum(row: Row, points: Sequence[ScoringPoint], worth: Fraction) -> None:
    total = sum((point.points for point in points), Fraction(0))
    if total < worth:
        row.error(
            Column.SCORING_POINTS,
            "SCORING_POINTS_TOO_FEW",
            f"采分点合计 {_plain(total)} 分，少于本题的 {_plain(worth)} 分",
            f"the scoring points are worth {_plain(total)}, the item {_plain(worth)}",
        )


def _plain(points: Fraction) -> str:
    return f"{float(points):g}"
