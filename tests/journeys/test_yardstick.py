"""The exam day's own measures: what they let through, and what they don't."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.journeys.answer_plans import (
    Response,
    Task,
    earned,
    expected_points,
    planned_responses,
    read_tasks,
)
from tests.journeys.candidates import Candidate
from tests.journeys.day_checks import require_journal, require_score, rounded
from tests.journeys.journal_audit import AuditedJournal
from tests.journeys.people import PEOPLE, resident_id
from tests.journeys.processes import JourneyError, ProcessKeeper, wait_until
from tests.journeys.seat_process import SeatProcess
from tests.journeys.site_setup import SAMPLE

CHOICE: Response = {"options": ["a"]}


@pytest.fixture
def candidate(tmp_path: Path) -> Candidate:
    seat = SeatProcess(ProcessKeeper(tmp_path), "seat-01", tmp_path, "")
    seat.ledger["a-s1"] = CHOICE
    tasks = read_tasks(SAMPLE / "form-A.yaml")
    return Candidate(
        person=PEOPLE[0],
        plan="nothing",
        seat=seat,
        tasks=tasks,
        planned={},
        entered={"a-s1": CHOICE},
        receipt_code="7K3M-9QXDH",
    )


def a_journal(
    responses: dict[str, Response], *, code: str = "7K3M-9QXDH"
) -> AuditedJournal:
    return AuditedJournal(
        entries=3,
        responses=responses,
        receipt_code=code,
        reason="candidate",
        kinds=("started", "response_set", "handed_in"),
        is_time_monotonic=True,
    )


def test_a_journal_that_holds_what_was_shown_as_saved_passes(
    candidate: Candidate,
) -> None:
    require_journal(candidate, a_journal({"a-s1": CHOICE}), candidate.receipt_code)


@pytest.mark.parametrize(
    "responses", [{}, {"a-s1": {"options": ["b"]}}, {"a-s2": CHOICE}]
)
def test_something_shown_as_saved_that_is_missing_is_found(
    candidate: Candidate, responses: dict[str, Response]
) -> None:
    with pytest.raises(JourneyError, match="shown as saved"):
        require_journal(candidate, a_journal(responses), candidate.receipt_code)


def test_receipts_that_differ_are_found(candidate: Candidate) -> None:
    journal = a_journal({"a-s1": CHOICE})

    with pytest.raises(JourneyError, match="receipt codes differ"):
        require_journal(candidate, journal, "0000-00000")


def test_a_score_that_is_a_point_off_is_found(candidate: Candidate) -> None:
    marks = {f"第{n}题": "0" for n in range(1, len(candidate.tasks) + 1)}
    row = {"客观题得分": "1", "客观题满分": "65", "状态": "已交卷", "备注": "", **marks}

    with pytest.raises(JourneyError, match="expected 0"):
        require_score(candidate, row)


def a_task(credit: str) -> Task:
    return Task(
        task_id="m",
        kind="multiple_choice",
        points=Fraction(4),
        options=("a", "b", "c", "d"),
        right=("a", "b", "c"),
        is_true=False,
        credit=credit,
        scene_id="",
    )


@pytest.mark.parametrize(
    ("credit", "chosen", "points"),
    [
        ("exact", ["a", "b", "c"], "4"),
        ("exact", ["a", "b"], "0"),
        ("partial", ["a", "b"], "2.67"),
        ("partial", ["a", "d"], "0"),
        ("partial", ["a", "b", "c", "d"], "0"),
        ("partial", [], "0"),
    ],
)
def test_a_multiple_choice_earns_what_its_rule_says(
    credit: str, chosen: list[str], points: str
) -> None:
    assert Fraction(rounded(earned(a_task(credit), {"options": chosen}))) == Fraction(
        points
    )


@pytest.mark.parametrize("form", ["A", "B"])
def test_all_right_earns_every_point_and_all_wrong_none(form: str) -> None:
    tasks = read_tasks(SAMPLE / f"form-{form}.yaml")
    most = sum(task.points for task in tasks if task.is_objective)

    assert expected_points(tasks, planned_responses("all right", tasks)) == most
    assert expected_points(tasks, planned_responses("all wrong", tasks)) == 0


def test_the_check_character_is_the_standards_example() -> None:
    """The worked example of GB 11643-1999."""
    assert resident_id("110105", "19491231", "002") == "11010519491231002X"


def test_a_wait_ends_with_its_limit() -> None:
    with pytest.raises(JourneyError, match="never"):
        wait_until("never", lambda: False, 0.1)
