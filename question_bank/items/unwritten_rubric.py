"""A rubric that is still to be written: open tasks from sources that have none. Pure.

Such a task comes into the bank as a draft that says so in its only scoring point; the
text is the mark, so that it goes through every format and whoever looks at it reads it.
It is nothing to mark by: checks tell it as an error.
"""

from fractions import Fraction

from question_bank.items.content import Paragraph, Run
from question_bank.items.rubric import Rubric, ScoringPoint

UNWRITTEN = (
    "【评分标准待编写】请写出采分点和参考答案 / the rubric has yet to be written"
)


def unwritten_rubric(points: Fraction) -> Rubric:
    """Return what stands in for the rubric of a task worth `points`."""
    one = ScoringPoint(point_id="1", points=points, text=UNWRITTEN)
    answer = Paragraph(runs=(Run(text=UNWRITTEN),))
    return Rubric(model_answer=(answer,), scoring_points=(one,))


def is_unwritten(rubric: Rubric) -> bool:
    """Return whether a scoring point still says that it has to be written."""
    return any(UNWRITTEN in point.text for point in rubric.scoring_points)
