"""A rubric that is still to be written says so in its text."""

from fractions import Fraction

import msgspec
import pytest

from question_bank.items.rubric import Rubric, ScoringPoint, rubric_problems
from question_bank.items.unwritten_rubric import is_unwritten, unwritten_rubric


@pytest.mark.parametrize("points", [Fraction(1), Fraction(5, 2), Fraction(100)])
def test_what_stands_in_for_a_rubric_keeps_the_rules_and_is_known_again(
    points: Fraction,
) -> None:
    rubric = unwritten_rubric(points)

    assert not list(rubric_problems(rubric, points))
    assert is_unwritten(rubric)


def test_one_point_that_was_left_unwritten_among_others_is_found() -> None:
    (left,) = unwritten_rubric(Fraction(1)).scoring_points
    written = ScoringPoint(point_id="2", points=Fraction(1), text="说出保密例外")
    rubric = Rubric(model_answer=(), scoring_points=(written, left))

    assert is_unwritten(rubric)


def test_a_rubric_whose_words_were_written_is_none_of_these() -> None:
    rubric = unwritten_rubric(Fraction(1))
    (point,) = rubric.scoring_points
    mended = msgspec.structs.replace(point, text="说出保密例外")

    assert not is_unwritten(msgspec.structs.replace(rubric, scoring_points=(mended,)))
