from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, strategies as st

from question_bank.identifiers import OptionId, TaskId
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
    multiple_choice_key_problems,
    score_multiple_choice,
)
from question_bank.items.response import (
    OptionsResponse,
    Response,
    SpokenResponse,
    TextResponse,
    TruthResponse,
)
from question_bank.items.score_line import REASON_WORDINGS, Reason
from question_bank.items.single_choice import (
    SingleChoice,
    SingleChoiceKey,
    score_single_choice,
    single_choice_key_problems,
)
from question_bank.items.true_false import TrueFalseKey, score_true_false
from tests.builders.forms import (
    ALL_OPTION_IDS,
    a_multiple_choice,
    a_multiple_choice_key,
    a_single_choice,
    a_true_false,
    chosen,
    points,
    some_options,
    words,
)

ONE_KEY = SingleChoiceKey(correct_option=OptionId("b"))
UNFIT: list[Response] = [
    TextResponse(text="b"),
    TruthResponse(is_true=True),
    SpokenResponse(take=1),
    chosen("z"),
    OptionsResponse(option_ids=("b", "a")),
    OptionsResponse(option_ids=("b", "b")),
]


@st.composite
def choices(
    draw: st.DrawFn,
) -> tuple[MultipleChoice, MultipleChoiceKey, OptionsResponse]:
    ids = ALL_OPTION_IDS[: draw(st.integers(2, len(ALL_OPTION_IDS)))]
    correct = draw(st.sets(st.sampled_from(ids), min_size=1, max_size=len(ids) - 1))
    task = MultipleChoice(
        task_id=TaskId("m"),
        points=draw(points),
        stem=words("x"),
        options=some_options(tuple(draw(st.permutations(ids)))),
        credit=draw(st.sampled_from((Credit.EXACT, Credit.PARTIAL))),
    )
    response = chosen(*draw(st.sets(st.sampled_from(ids))))
    return task, a_multiple_choice_key(*correct), response


# ---------------------------------------------------------------- multiple choice


@given(choices())
def test_points_stay_within_the_task_and_are_those_of_the_reasons(
    given_choice: tuple[MultipleChoice, MultipleChoiceKey, OptionsResponse],
) -> None:
    task, key, response = given_choice

    line = score_multiple_choice(task, key, response)

    assert 0 <= line.points <= line.of_points == task.points
    assert line.reasons
    assert sum(reason.points for reason in line.reasons) == line.points


@given(choices())
def test_choosing_everything_never_pays(
    given_choice: tuple[MultipleChoice, MultipleChoiceKey, OptionsResponse],
) -> None:
    task, key, _ = given_choice
    assert multiple_choice_key_problems(task, key) == ()

    everything = chosen(*(option.option_id for option in task.options))

    assert score_multiple_choice(task, key, everything).points == 0


@given(choices(), st.randoms(use_true_random=False))
def test_the_order_of_the_options_changes_nothing(
    given_choice: tuple[MultipleChoice, MultipleChoiceKey, OptionsResponse],
    random: Random,
) -> None:
    task, key, response = given_choice
    turned = MultipleChoice(
        task_id=task.task_id,
        points=task.points,
        stem=task.stem,
        options=tuple(random.sample(task.options, len(task.options))),
        credit=task.credit,
    )

    assert score_multiple_choice(task, key, response) == score_multiple_choice(
        turned, key, response
    )


@given(choices())
def test_full_points_are_for_exactly_the_key(
    given_choice: tuple[MultipleChoice, MultipleChoiceKey, OptionsResponse],
) -> None:
    task, key, response = given_choice

    line = score_multiple_choice(task, key, response)

    assert (line.points == task.points) == (
        response.option_ids == tuple(sorted(key.correct_options))
    )


@given(choices())
def test_one_more_correct_option_never_costs_anything(
    given_choice: tuple[MultipleChoice, MultipleChoiceKey, OptionsResponse],
) -> None:
    task, key, response = given_choice
    before = score_multiple_choice(task, key, response).points

    for option in key.correct_options:
        more = chosen(*{*response.option_ids, option})
        assert score_multiple_choice(task, key, more).points >= before


def test_partial_credit_is_an_exact_share() -> None:
    task, key = a_multiple_choice(points="2"), a_multiple_choice_key("a", "b", "d")

    line = score_multiple_choice(task, key, chosen("a", "d"))

    assert line.points == Fraction(4, 3)
    assert [(reason.reason, reason.option_id) for reason in line.reasons] == [
        (Reason.CORRECT_OPTION, "a"),
        (Reason.CORRECT_OPTION, "d"),
        (Reason.OPTIONS_MISSING, "b"),
    ]


def test_exact_credit_gives_nothing_for_a_part() -> None:
    task = a_multiple_choice(credit=Credit.EXACT)
    key = a_multiple_choice_key("a", "b")

    assert score_multiple_choice(task, key, chosen("a")).points == 0
    assert score_multiple_choice(task, key, chosen("a", "b")).points == task.points


def test_every_choice_of_a_small_item_is_as_worked_out_by_hand() -> None:
    task, key = a_multiple_choice(options="abcd"), a_multiple_choice_key("a", "b")

    earned = {
        "".join(some): score_multiple_choice(task, key, chosen(*some)).points
        for size in range(5)
        for some in combinations("abcd", size)
    }

    assert {some: worth for some, worth in earned.items() if worth} == {
        "a": 1,
        "b": 1,
        "ab": 2,
    }


def test_a_wrong_option_is_named() -> None:
    line = score_multiple_choice(
        a_multiple_choice(), a_multiple_choice_key("a", "b"), chosen("a", "b", "e")
    )

    assert line.points == 0
    assert [(reason.reason, reason.option_id) for reason in line.reasons] == [
        (Reason.WRONG_OPTION, "e")
    ]


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ("abcde", "choosing all would pay"),
        ("az", "no such option"),
    ],
)
def test_a_key_that_cannot_be_is_refused(ids: str, said: str) -> None:
    key = a_multiple_choice_key(*ids)

    [problem] = multiple_choice_key_problems(a_multiple_choice(), key)

    assert said in problem


def test_a_key_is_sorted_and_without_repeats() -> None:
    for correct in (("b", "a"), ("a", "a")):
        key = MultipleChoiceKey(correct_options=tuple(map(OptionId, correct)))
        [problem] = multiple_choice_key_problems(a_multiple_choice(), key)
        assert "not sorted" in problem


@pytest.mark.parametrize("response", UNFIT)
def test_a_multiple_choice_response_that_does_not_fit_earns_nothing(
    response: Response,
) -> None:
    line = score_multiple_choice(
        a_multiple_choice(), a_multiple_choice_key("a", "b"), response
    )

    assert line.points == 0
    assert line.reasons[0].reason is Reason.RESPONSE_UNUSABLE


# ---------------------------------------------------------------- single choice


def test_the_correct_option_earns_all_points_and_another_none() -> None:
    task = a_single_choice(points="3/2")

    earned = {
        option: score_single_choice(task, ONE_KEY, chosen(option)).points
        for option in "abcd"
    }

    assert earned == {"a": 0, "b": Fraction(3, 2), "c": 0, "d": 0}


@pytest.mark.parametrize("response", [*UNFIT, chosen("a", "b")])
def test_a_single_choice_response_that_does_not_fit_earns_nothing(
    response: Response,
) -> None:
    line = score_single_choice(a_single_choice(), ONE_KEY, response)

    assert line.points == 0
    assert line.reasons[0].reason is Reason.RESPONSE_UNUSABLE


@given(st.permutations("abcd"))
def test_a_single_choice_is_scored_by_id_and_not_by_position(order: list[str]) -> None:
    task: SingleChoice = a_single_choice(options="".join(order))

    assert score_single_choice(task, ONE_KEY, chosen("b")).points == task.points


def test_a_single_choice_key_names_an_option_of_the_task() -> None:
    wrong = SingleChoiceKey(correct_option=OptionId("z"))

    assert single_choice_key_problems(a_single_choice(), ONE_KEY) == ()
    assert "no such option" in single_choice_key_problems(a_single_choice(), wrong)[0]


# ---------------------------------------------------------------- true/false


@pytest.mark.parametrize("is_true", [True, False])
def test_the_right_judgement_earns_all_points(is_true: bool) -> None:
    task, key = a_true_false(), TrueFalseKey(is_true=is_true)

    right = score_true_false(task, key, TruthResponse(is_true=is_true))
    wrong = score_true_false(task, key, TruthResponse(is_true=not is_true))
    odd = score_true_false(task, key, TextResponse(text="对"))

    nothing = Fraction(0)
    assert (right.points, wrong.points, odd.points) == (task.points, nothing, nothing)
    assert odd.reasons[0].reason is Reason.RESPONSE_UNUSABLE


# ---------------------------------------------------------------- all kinds


@pytest.mark.parametrize("taken_back", [True, False])
def test_no_answer_earns_nothing_and_says_so(taken_back: bool) -> None:
    none = chosen() if taken_back else None
    lines = [
        score_single_choice(a_single_choice(), ONE_KEY, none),
        score_multiple_choice(
            a_multiple_choice(), a_multiple_choice_key("a", "b"), none
        ),
        score_true_false(
            a_true_false(),
            TrueFalseKey(is_true=True),
            TruthResponse(is_true=None) if taken_back else None,
        ),
    ]

    assert [(line.points, line.reasons[0].reason) for line in lines] == [
        (Fraction(0), Reason.NOT_ANSWERED)
    ] * 3


def test_every_reason_has_words_in_both_languages() -> None:
    assert set(REASON_WORDINGS) == set(Reason)
    for wording in REASON_WORDINGS.values():
        assert any("\u4e00" <= character <= "\u9fff" for character in wording.zh)
        assert wording.en.isascii()


def test_a_wrong_single_choice_names_the_option_that_was_chosen() -> None:
    line = score_single_choice(
        a_single_choice(), SingleChoiceKey(correct_option=OptionId("a")), chosen("c")
    )

    assert [(found.reason, found.option_id) for found in line.reasons] == [
        (Reason.WRONG, "c")
    ]


@pytest.mark.parametrize(
    ("judged", "reason"), [(True, Reason.JUDGED_TRUE), (False, Reason.JUDGED_FALSE)]
)
def test_a_wrong_judgement_says_which_it_was(*, judged: bool, reason: Reason) -> None:
    line = score_true_false(
        a_true_false(),
        TrueFalseKey(is_true=not judged),
        TruthResponse(is_true=judged),
    )

    assert [found.reason for found in line.reasons] == [reason]


def test_every_option_that_was_left_out_is_named_where_only_all_count() -> None:
    line = score_multiple_choice(
        a_multiple_choice(credit=Credit.EXACT),
        MultipleChoiceKey(
            correct_options=(OptionId("a"), OptionId("b"), OptionId("d"))
        ),
        chosen("b"),
    )

    assert [found.option_id for found in line.reasons] == ["a", "d"]
    assert line.points == 0
