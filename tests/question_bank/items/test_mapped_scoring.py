"""Points by option: the standard's example of water, and what holds for every mapping."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, strategies as st

from question_bank.formats.record import from_plain, record_bytes, to_plain
from question_bank.identifiers import OptionId, TaskId
from question_bank.items.mapped_points import MappedPoints, rewarded_options
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
    multiple_choice_key_problems,
    score_multiple_choice,
)
from question_bank.items.response import OptionsResponse
from question_bank.items.score_line import Reason, ScoreLine
from tests.builders.forms import (
    ALL_OPTION_IDS,
    a_multiple_choice_key,
    chosen,
    some_options,
    words,
)
from tests.builders.generated_records import mapped_keys

WATER = {"C": "-2", "Cl": "-1", "H": "1", "He": "-2", "N": "-2", "O": "1"}


def a_mapped_choice(
    worths: Mapping[str, str], *, points: str = "2", credit: Credit = Credit.MAPPED
) -> MultipleChoice:
    return MultipleChoice(
        task_id=TaskId("m"),
        points=Fraction(points),
        stem=words("水由哪些元素组成？"),
        options=some_options(tuple(map(OptionId, worths))),
        credit=credit,
    )


def a_mapped_key(worths: Mapping[str, str], *, least: str = "0") -> MultipleChoiceKey:
    mapped = MappedPoints(
        points_by_option={OptionId(k): Fraction(v) for k, v in worths.items()},
        least=Fraction(least),
    )
    return MultipleChoiceKey(correct_options=rewarded_options(mapped), mapped=mapped)


@st.composite
def mapped_choices(
    draw: st.DrawFn,
) -> tuple[MultipleChoice, MultipleChoiceKey, OptionsResponse]:
    ids = ALL_OPTION_IDS[: draw(st.integers(2, len(ALL_OPTION_IDS)))]
    points, key = draw(mapped_keys(tuple(map(OptionId, ids))))
    task = MultipleChoice(
        task_id=TaskId("m"),
        points=points,
        stem=words("x"),
        options=some_options(tuple(draw(st.permutations(ids)))),
        credit=Credit.MAPPED,
    )
    return task, key, chosen(*draw(st.sets(st.sampled_from(ids))))


Given = tuple[MultipleChoice, MultipleChoiceKey, OptionsResponse]


def of(line: ScoreLine) -> list[tuple[Reason, Fraction, str | None]]:
    return [(found.reason, found.points, found.option_id) for found in line.reasons]


# ---------------------------------------------------------------- the standard's example


@pytest.mark.parametrize(
    ("elements", "earned"),
    [
        (["H", "O"], 2),
        (["H"], 1),
        (["O"], 1),
        (["H", "O", "Cl"], 1),
        (["H", "Cl"], 0),
        (["H", "N", "O"], 0),
        (["Cl"], 0),
        (list(WATER), 0),
        ([], 0),
    ],
)
def test_water_is_scored_as_the_standard_says(elements: list[str], earned: int) -> None:
    task, key = a_mapped_choice(WATER), a_mapped_key(WATER)
    assert multiple_choice_key_problems(task, key) == ()

    line = score_multiple_choice(task, key, chosen(*elements))

    assert line.points == earned


def test_every_option_has_its_reason_and_the_bound_the_difference() -> None:
    task, key = a_mapped_choice(WATER), a_mapped_key(WATER)

    line = score_multiple_choice(task, key, chosen("H", "Cl", "N"))

    assert of(line) == [
        (Reason.OPTION_COSTS, Fraction(-1), "Cl"),
        (Reason.OPTION_ADDS, Fraction(1), "H"),
        (Reason.OPTION_COSTS, Fraction(-2), "N"),
        (Reason.RAISED_TO_LEAST, Fraction(2), None),
    ]


def test_more_than_the_points_is_cut_and_said() -> None:
    worths = {"a": "3/2", "b": "1", "c": "0", "d": "-5/2"}
    task, key = a_mapped_choice(worths), a_mapped_key(worths)

    line = score_multiple_choice(task, key, chosen("a", "b", "c"))

    assert of(line) == [
        (Reason.OPTION_ADDS, Fraction(3, 2), "a"),
        (Reason.OPTION_ADDS, Fraction(1), "b"),
        (Reason.OPTION_COUNTS_NOTHING, Fraction(0), "c"),
        (Reason.CUT_TO_MOST, Fraction(-1, 2), None),
    ]


def test_no_answer_earns_nothing_even_where_a_wrong_one_earns_the_least() -> None:
    worths = {"a": "2", "b": "-2"}
    task, key = a_mapped_choice(worths), a_mapped_key(worths, least="1/2")
    assert multiple_choice_key_problems(task, key) == ()

    none = score_multiple_choice(task, key, chosen())
    wrong = score_multiple_choice(task, key, chosen("b"))

    assert (none.points, wrong.points) == (Fraction(0), Fraction(1, 2))
    assert none.reasons[0].reason is Reason.NOT_ANSWERED


# ---------------------------------------------------------------- for every mapping


@given(mapped_choices())
def test_points_stay_between_the_bounds_and_are_those_of_the_reasons(
    given_choice: Given,
) -> None:
    task, key, response = given_choice
    assert multiple_choice_key_problems(task, key) == ()
    assert key.mapped is not None

    line = score_multiple_choice(task, key, response)

    if response.option_ids:
        assert key.mapped.least <= line.points <= task.points
    assert sum(reason.points for reason in line.reasons) == line.points


@given(mapped_choices())
def test_choosing_everything_earns_no_more_than_the_least(given_choice: Given) -> None:
    task, key, _ = given_choice
    assert key.mapped is not None

    line = score_multiple_choice(task, key, chosen(*key.mapped.points_by_option))

    assert line.points == key.mapped.least < task.points


@given(mapped_choices())
def test_the_correct_options_and_no_others_earn_everything(given_choice: Given) -> None:
    task, key, _ = given_choice

    line = score_multiple_choice(task, key, chosen(*key.correct_options))

    assert line.points == task.points


@given(mapped_choices())
def test_a_right_option_more_never_costs_and_a_wrong_one_never_pays(
    given_choice: Given,
) -> None:
    task, key, response = given_choice
    if not response.option_ids:
        response = chosen(key.correct_options[0])
    before = score_multiple_choice(task, key, response).points

    for option in task.options:
        more = chosen(*{*response.option_ids, option.option_id})
        after = score_multiple_choice(task, key, more).points
        if option.option_id in key.correct_options:
            assert after >= before
        elif option.option_id not in response.option_ids:
            assert after <= before


@given(mapped_choices())
def test_a_key_comes_back_from_its_record(given_choice: Given) -> None:
    _, key, _ = given_choice

    assert from_plain(to_plain(key), MultipleChoiceKey, name="key") == key


def test_every_choice_is_the_sum_that_was_worked_out_by_hand() -> None:
    worths = {"a": "1", "b": "1/2", "c": "-1/2", "d": "-1"}
    task, key = a_mapped_choice(worths, points="3/2"), a_mapped_key(worths)

    earned = {
        "".join(some): score_multiple_choice(task, key, chosen(*some)).points
        for size in range(5)
        for some in combinations("abcd", size)
    }

    assert {some: str(worth) for some, worth in earned.items() if worth} == {
        "a": "1",
        "b": "1/2",
        "ab": "3/2",
        "ac": "1/2",
        "abc": "1",
        "abd": "1/2",
    }


# ---------------------------------------------------------------- keys that cannot be


@pytest.mark.parametrize(
    ("worths", "least", "said"),
    [
        ({"a": "2", "b": "-1"}, "0", "choosing every option sums to 1"),
        ({"a": "2", "b": "0"}, "0", "wrong options have to cost more"),
        ({"a": "2", "b": "-3"}, "2", "least: 2; from 0 to below"),
        ({"a": "2", "b": "-3"}, "-1", "least: -1; from 0 to below"),
        ({"a": "2", "b": "-3"}, "1/1001", "least: 1/1001"),
        ({"a": "1", "b": "-3"}, "0", "at most 1 can be earned, the task has 2"),
        ({"a": "2001", "b": "-2001"}, "0", "at most 1000 either way"),
        ({"a": "2", "b": "-2001/1001"}, "0", "the denominator"),
    ],
)
def test_a_mapping_that_would_pay_wrongly_is_refused(
    worths: dict[str, str], least: str, said: str
) -> None:
    problems = multiple_choice_key_problems(
        a_mapped_choice(worths), a_mapped_key(worths, least=least)
    )

    assert said in " ".join(problems)
    assert all(problem.startswith("mapped.") for problem in problems)


def test_a_mapping_has_every_option_and_no_stranger() -> None:
    task = a_mapped_choice({"a": "2", "b": "-2", "c": "0"})

    for worths in ({"a": "2", "b": "-2"}, {"a": "2", "b": "-2", "c": "0", "d": "0"}):
        [problem] = multiple_choice_key_problems(task, a_mapped_key(worths))
        assert "is not in both" in problem


def test_the_correct_options_are_those_worth_more_than_nothing() -> None:
    task, key = a_mapped_choice(WATER), a_mapped_key(WATER)
    less = msgspec.structs.replace(key, correct_options=(OptionId("H"),))

    [problem] = multiple_choice_key_problems(task, less)

    assert "correct_options" in problem


@pytest.mark.parametrize("credit", Credit)
def test_points_by_option_go_with_mapped_credit_and_with_no_other(
    credit: Credit,
) -> None:
    task = a_mapped_choice(WATER, credit=credit)
    plain, mapped = a_multiple_choice_key("H", "O"), a_mapped_key(WATER)
    fitting, other = (mapped, plain) if credit is Credit.MAPPED else (plain, mapped)

    assert multiple_choice_key_problems(task, fitting) == ()
    [problem] = multiple_choice_key_problems(task, other)
    assert problem.startswith("mapped: ")


def test_a_key_without_mapping_has_the_bytes_that_it_always_had() -> None:
    key = a_multiple_choice_key("a", "b")

    assert to_plain(key) == {
        "kind": "multiple_choice",
        "correct_options": ("a", "b"),
    }
    assert record_bytes(key) == msgspec.msgpack.encode(
        {"kind": "multiple_choice", "correct_options": ["a", "b"]}
    )
