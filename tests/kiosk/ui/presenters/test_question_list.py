from kiosk.ui.presenters.question_list import question_list, unanswerable_tasks
from question_bank.formats.form import tasks_of
from question_bank.items.response import OptionsResponse, TextResponse
from tests.kiosk.ui.samples import a_form, a_record, some_responses

FORM = a_form()


def test_the_list_has_every_task_in_its_section_with_its_number() -> None:
    view = question_list(FORM, a_record())

    assert [entry.number for entry in view.entries] == list(
        range(1, len(tasks_of(FORM)) + 1)
    )
    assert view.sections[0].title == "一、选择题"


def test_counts_are_of_answered_unanswered_and_marked_tasks() -> None:
    record = a_record(some_responses(), marked=frozenset({"sc-2"}))

    view = question_list(FORM, record)

    assert (view.answered, view.unanswered, view.marked) == (4, 8, 1)


def test_a_choice_taken_back_and_blank_text_are_not_answers() -> None:
    record = a_record(
        {"sc-1": OptionsResponse(option_ids=()), "sa-1": TextResponse(text=" \n")}
    )

    assert question_list(FORM, record).answered == 0


def test_text_that_is_not_yet_an_entry_shows_as_answered() -> None:
    view = question_list(FORM, a_record(), {"sa-1": TextResponse(text="字")})

    assert view.answered == 1


def test_the_task_on_the_screen_is_the_current_one() -> None:
    view = question_list(FORM, a_record(), current_task="tf-1")

    assert [e.task_id for e in view.entries if e.is_current] == ["tf-1"]


def test_tasks_of_a_scene_to_come_are_closed() -> None:
    passed = frozenset({("case-2", "w1")})

    view = question_list(FORM, a_record(passed_scenes=passed))

    assert {e.task_id: e.is_open for e in view.entries if e.task_id[:2] == "c2"} == {
        "c2-1": True,
        "c2-2": False,
    }


def test_tasks_that_this_version_cannot_answer_are_named() -> None:
    assert [place.task.task_id for place in unanswerable_tasks(FORM)] == ["c1-4"]
