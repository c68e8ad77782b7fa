"""Scoring points and lists as cells hold them, a line each. Pure.

2分：及时识别风险｜也可写作：发现危险；看出危险
"""

import re

from question_bank.exchange.xlsx_cells import CellProblemError, parse_points, quoted
from question_bank.items.rubric import ScoringPoint
from question_bank.items.score_line import Wording

_POINT_LINE = re.compile(
    r"(?:[(（]?[0-9]{1,2}(?:[)）、]|[.．](?![0-9]))\s*|[①-⑳]\s*)?"
    r"(?P<points>[0-9]+(?:\.[0-9]{1,3}|/[1-9][0-9]{0,3})?)\s*分\s*[:：]\s*"
    r"(?P<text>.+)"
)
_POINT_LINE_TURNED = re.compile(
    r"(?:[(（]?[0-9]{1,2}(?:[)）、]|[.．](?![0-9]))\s*|[①-⑳]\s*)?(?P<text>.+?)"
    r"[(（]\s*(?P<points>[0-9]+(?:\.[0-9]{1,3})?)\s*分\s*[)）][。；;]?"
)
_SECOND_POINT = re.compile(
    r"[(（]\s*[0-9.]+\s*分\s*[)）]|[；;。，,]\s*[0-9.]+\s*分\s*[:：]"
)
"""Inside the text of a point: another one on the same line."""

_ALSO = re.compile(
    r"[｜|]\s*(?:也可写作|也可写为|可接受|或写作|also)\s*[:：]\s*", re.IGNORECASE
)
_LISTED = re.compile(r"[；;]")
LONGEST_POINT_TEXT = 1000
LONGEST_POINT_LINE = 12_000
"""A text, and 50 wordings of 200 characters."""

LONGEST_LINE = 200
MOST_LISTED = 50


def parse_scoring_points(text: str) -> tuple[tuple[ScoringPoint, ...], bool]:
    """Return the scoring points, a line each, and whether any was written another way.

    Raises:
        CellProblemError: a line is not `2分：要点｜也可写作：说法；说法`.
    """
    points: list[ScoringPoint] = []
    was_turned = False
    for line in filter(None, map(str.strip, text.split("\n"))):
        found = None
        if len(line) <= LONGEST_POINT_LINE:
            found = _POINT_LINE.fullmatch(line)
        if found is None and len(line) <= LONGEST_POINT_LINE:
            found = _POINT_LINE_TURNED.fullmatch(line)
            was_turned = True
        if found is None:
            raise CellProblemError(
                "SCORING_POINT_UNREADABLE",
                f"采分点“{quoted(line)}”看不懂；每行一点，如 2分：及时识别风险｜也可写作：发现危险；看出危险",
                f"the scoring point “{quoted(line)}” is not understood; write a line each, "
                "such as 2分：及时识别风险｜也可写作：发现危险；看出危险",
            )
        points.append(_scoring_point(len(points) + 1, found["points"], found["text"]))
    if len(points) > MOST_LISTED:
        raise CellProblemError(
            "TOO_MANY_SCORING_POINTS",
            f"采分点有 {len(points)} 个，最多 {MOST_LISTED} 个",
            f"{len(points)} scoring points, at most {MOST_LISTED}",
        )
    return tuple(points), was_turned


def parse_listed(text: str, what: Wording) -> tuple[str, ...]:
    """Return a list, an entry a line or between ；, each short enough.

    Raises:
        CellProblemError: an entry is too long, or there are too many.
    """
    entries = (entry for line in text.split("\n") for entry in _LISTED.split(line))
    listed = tuple(filter(None, map(str.strip, entries)))
    if len(listed) > MOST_LISTED or any(len(x) > LONGEST_LINE for x in listed):
        raise CellProblemError(
            "LIST_TOO_LONG",
            f"{what.zh}最多 {MOST_LISTED} 条，每条不超过 {LONGEST_LINE} 字，用“；”或换行分开",
            f"{what.en}: at most {MOST_LISTED} entries of {LONGEST_LINE} characters, "
            "between ； or on lines",
        )
    return listed


def _scoring_point(number: int, points: str, text: str) -> ScoringPoint:
    if _SECOND_POINT.search(text):
        raise CellProblemError(
            "SCORING_POINTS_ON_ONE_LINE",
            f"“{quoted(text)}”一行里写了几个采分点；请每行只写一点（单元格内换行用 Alt+Enter）",
            f"several scoring points on one line: “{quoted(text)}”; write one a line (Alt+Enter)",
        )
    text, *also = map(str.strip, _ALSO.split(text))
    wordings = parse_listed(";".join(also), Wording("可接受的说法", "wordings"))
    worth = parse_points(points)
    if not 0 < len(text) <= LONGEST_POINT_TEXT:
        raise CellProblemError(
            "SCORING_POINT_UNREADABLE",
            f"第 {number} 个采分点应有 1 到 {LONGEST_POINT_TEXT} 字",
            f"scoring point {number}: 1 to {LONGEST_POINT_TEXT} characters",
        )
    return ScoringPoint(
        point_id=f"p{number}", points=worth, text=text, acceptable_wordings=wordings
    )
