import pytest

from question_bank.errors import FormatError
from question_bank.formats.record import from_plain, to_plain
from question_bank.identifiers import TaskId
from question_bank.items.estimate import EstimateOrigin, TaskEstimate


def test_an_estimate_goes_through_plain_values_and_back() -> None:
    estimate = TaskEstimate(
        task_id=TaskId("j-s-001"),
        difficulty_permille=720,
        discrimination_permille=-50,
        origin=EstimateOrigin.OPERATIONAL,
        responses=412,
        source="2026-04 上午场",
    )

    assert from_plain(to_plain(estimate), TaskEstimate, name="estimate") == estimate


@pytest.mark.parametrize("difficulty_permille", [0, 1000, -1, 65_000])
def test_a_task_that_all_or_none_solve_cannot_be_expected(
    difficulty_permille: int,
) -> None:
    plain = {"task_id": "j-s-001", "difficulty_permille": difficulty_permille}

    with pytest.raises(FormatError, match="difficulty_permille"):
        from_plain(plain, TaskEstimate, name="estimate")
