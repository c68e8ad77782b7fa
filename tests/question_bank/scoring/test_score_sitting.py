from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.entry_bodies import Started
from question_bank.formats.form import Form, objective_points, tasks_of, total_points
from question_bank.items.response import (
    OptionsResponse,
    Response,
    SpokenResponse,
    TextResponse,
    TruthResponse,
)
from question_bank.items.score_line import Reason
from question_bank.journal.sitting_record import SittingRecord
from question_bank.scoring.score_sitting import AwaitingMark, score_objective
from tests.builders.forms import a_form, chosen, keys_for

FORM, KEYS = a_form(), keys_for(a_form())

responses: st.SearchStrategy[Response] = st.one_of(
    st.builds(
        OptionsResponse,
        option_ids=st.lists(st.sampled_from("abcdez"), max_size=6).map(tuple),
    ),
    st.builds(TruthResponse, is_true=st.none() | st.booleans()),
    st.builds(TextResponse, text=st.text(max_size=300)),
    st.builds(SpokenResponse, take=st.none() | st.integers(1, 5)),
)
task_ids = st.sampled_from([p.task.task_id for p in tasks_of(FORM)] + ["stranger"])


def a_record(given_responses: dict[str, Response]) -> SittingRecord:
    return SittingRecord(responses=MappingProxyType(given_responses))


def a_start(form_code: str) -> Started:
    return Started(
        seat_uuid="seat",
        package_uuid="package",
        manifest_sha256=bytes(32),
        form_code=form_code,
        duration_ms=1,
        program_version="0.1.0",
        order_number=1,
        boot_id="boot",
        boot_time_ms=0,
    )


def test_a_worked_sitting_is_scored_task_by_task() -> None:
    sheet = score_objective(
        FORM,
        KEYS,
        a_record(
            {
                "s1": chosen("a"),  # the key
                "m1": chosen("a", "b", "c"),  # three of four
                "t1": TruthResponse(is_true=False),  # wrong
                "q1": TextResponse(text="因为如此"),
                "v1": SpokenResponse(take=None),
                "c1-3": SpokenResponse(take=1),
            }
        ),
    )

    assert [(line.task_id, str(line.points)) for line in sheet.lines] == [
        ("s1", "2"),
        ("m1", "3/2"),
        ("t1", "0"),
        ("c1-1", "0"),
    ]
    assert [line.reasons[-1].reason for line in sheet.lines] == [
        Reason.CORRECT,
        Reason.OPTIONS_MISSING,
        Reason.JUDGED_FALSE,
        Reason.NOT_ANSWERED,
    ]
    assert sheet.objective_points == Fraction(7, 2)
    assert [(m.task_id, m.is_answered) for m in sheet.awaiting] == [
        ("q1", True),
        ("v1", False),
        ("c1-2", False),
        ("c1-3", True),
    ]
    assert sheet.awaiting_points == 8 + 10


@given(st.dictionaries(task_ids, responses))
def test_whatever_was_stored_the_sheet_stays_within_its_bounds(
    stored: dict[str, Response],
) -> None:
    sheet = score_objective(FORM, KEYS, a_record(stored))

    assert 0 <= sheet.objective_points <= sheet.of_objective_points
    assert sheet.of_objective_points == objective_points(FORM)
    assert sheet.of_points == total_points(FORM)
    waiting = sheet.of_points - sheet.of_objective_points
    assert 0 <= sheet.awaiting_points <= waiting
    assert [entry.number for entry in sheet.entries] == list(range(1, 9))
    assert sheet.strangers == (("stranger",) if "stranger" in stored else ())
    assert score_objective(FORM, KEYS, a_record(stored)) == sheet


def test_an_empty_sitting_has_nothing_and_awaits_nothing() -> None:
    sheet = score_objective(FORM, KEYS, SittingRecord())

    assert sheet.objective_points == sheet.awaiting_points == 0
    assert all(m.problem is None and not m.is_answered for m in sheet.awaiting)


def test_an_open_answer_that_does_not_fit_is_told_and_not_lost() -> None:
    stored: dict[str, Response] = {"q1": TextResponse(text="长" * 201)}

    outcome = score_objective(FORM, KEYS, a_record(stored)).entries[3].outcome

    assert isinstance(outcome, AwaitingMark)
    assert outcome.is_answered
    assert outcome.problem == "201 characters, at most 200"


def test_a_sitting_of_another_form_is_not_scored() -> None:
    right = SittingRecord(started=a_start("A"))
    wrong = SittingRecord(started=a_start("B"))

    assert score_objective(FORM, KEYS, right).form_code == "A"
    with pytest.raises(ValueError, match="form B, not A"):
        score_objective(FORM, KEYS, wrong)


def test_keys_of_another_form_score_nothing() -> None:
    other: Form = a_form(code="B")

    with pytest.raises(FormatError, match="form_code"):
        score_objective(FORM, keys_for(other), SittingRecord())
