"""Pairing, log-in, codes, hand-in, trouble: small presenters, one table each."""

from fractions import Fraction

import pytest

from kiosk.ui.presenters.code_entry import code_entry_view
from kiosk.ui.presenters.hand_in_view import hand_in_reason, hand_in_view
from kiosk.ui.presenters.log_in_view import (
    PackageStage,
    log_in_problem,
    package_line,
    server_line,
)
from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.pairing_view import PairingStage, pairing_view
from kiosk.ui.presenters.question_list import question_list
from kiosk.ui.presenters.reach import tasks_ahead
from kiosk.ui.presenters.task_line import points_text, task_line
from kiosk.ui.presenters.trouble_view import trouble_view
from question_bank.formats.entry_bodies import HandInReason
from question_bank.formats.form import tasks_of
from question_bank.items.multiple_choice import Credit
from tests.builders.forms import a_multiple_choice
from tests.kiosk.ui.samples import a_form, a_record, some_responses


@pytest.mark.parametrize("stage", PairingStage)
def test_the_short_code_is_shown_only_while_it_is_to_be_compared(
    stage: PairingStage,
) -> None:
    view = pairing_view(stage, code="7F3K-Q9XM", problem="X")

    assert bool(view.code) == (stage is PairingStage.WAITING)


@pytest.mark.parametrize("stage", PairingStage)
def test_an_address_can_be_typed_while_nothing_is_under_way(
    stage: PairingStage,
) -> None:
    under_way = stage in (PairingStage.CONNECTING, PairingStage.WAITING)

    assert pairing_view(stage).can_edit != under_way


def test_an_unreachable_address_has_its_own_words() -> None:
    view = pairing_view(PairingStage.FAILED, problem="SERVER_UNREACHABLE")

    assert view.status == message("pairing.unreachable")
    assert view.is_problem


def test_a_known_refusal_is_in_plain_words_and_another_names_its_code() -> None:
    assert log_in_problem("LOG_IN_REFUSED") == message("log_in.refused")
    assert log_in_problem("ODD") == message("log_in.failed", code="ODD")


@pytest.mark.parametrize("stage", PackageStage)
def test_every_stage_of_the_package_has_words(stage: PackageStage) -> None:
    assert package_line(stage).key == f"package.{stage}"


def test_the_server_line_says_whether_it_answers() -> None:
    assert server_line(is_silent=True) != server_line(is_silent=False)


def test_a_wait_between_tries_is_rounded_up() -> None:
    assert code_entry_view(wait_ms=1001).wait == message("code.wait", seconds=2)
    assert code_entry_view().wait is None


def test_a_mistyped_code_is_told_from_a_wrong_one() -> None:
    for code in ("FORMAT", "OPENING_CODE_MISTYPED"):
        assert code_entry_view(code).problem == message("code.mistyped")
    assert code_entry_view("RESUME_CODE_WRONG").problem == message(
        "code.wrong", code="RESUME_CODE_WRONG"
    )


def test_the_hand_in_counts_and_names_what_is_open() -> None:
    record = a_record(some_responses(), marked=frozenset({"sc-2"}))

    view = hand_in_view(question_list(a_form(), record))

    assert (view.answered_count, view.unanswered_count, view.marked_count) == (4, 8, 1)
    assert [entry.number for entry in view.unanswered][:2] == [2, 5]
    assert [entry.task_id for entry in view.marked] == ["sc-2"]
    assert view.opens_in is None


def test_tasks_of_later_scenes_are_not_called_closed() -> None:
    record = a_record(some_responses(), passed_scenes=frozenset({("case-2", "w1")}))
    ahead = tasks_ahead(a_form(), a_record())

    view = hand_in_view(question_list(a_form(), a_record()), ahead=ahead)

    assert view.ahead
    assert {entry.task_id for entry in view.ahead} == ahead
    assert not view.closed
    assert tasks_ahead(a_form(), record) < ahead


def test_a_hand_in_that_is_too_early_says_for_how_long() -> None:
    questions = question_list(a_form(), a_record())

    assert hand_in_view(questions, 60_001).opens_in == message(
        "hand_in.too_early", minutes=2
    )


def test_each_end_of_a_sitting_has_its_own_words() -> None:
    assert len({hand_in_reason(reason) for reason in HandInReason}) == 3


def test_an_unknown_trouble_has_the_plain_sentence_and_keeps_its_code() -> None:
    view = trouble_view("NEVER_HEARD_OF")

    assert view.what == message("trouble.unknown")
    assert view.code == "NEVER_HEARD_OF"


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (Fraction(2), "2"),
        (Fraction(3, 2), "1.5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_points_are_written_exactly(points: Fraction, text: str) -> None:
    assert points_text(points) == text


def test_every_rule_of_credit_has_its_own_line() -> None:
    lines = [task_line(1, a_multiple_choice(credit=credit)) for credit in Credit]

    assert len({line.key for line in lines}) == len(Credit)


def test_every_kind_of_task_has_its_line() -> None:
    keys = {task_line(p.number, p.task).key for p in tasks_of(a_form())}

    assert keys == {
        "task.single_choice",
        "task.multiple_partial",
        "task.true_false",
        "task.short_answer",
        "task.spoken_answer",
    }
