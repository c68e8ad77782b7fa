from collections.abc import Iterable

from kiosk.ui.presenters.exam_view import (
    ExamView,
    NextKind,
    NextStep,
    exam_view,
    open_task_id,
)
from question_bank.formats.form import tasks_of
from question_bank.journal.sitting_record import SittingRecord
from tests.kiosk.ui.samples import a_form, a_record, some_responses

FORM = a_form()


def passed(*scenes: str) -> frozenset[tuple[str, str]]:
    return frozenset(("case-2", scene) for scene in scenes)


def task_of(view: ExamView) -> str:
    return view.task.task.task_id if view.task else ""


def walk(record: SittingRecord, first: str) -> Iterable[str]:
    """Go on as the button does, confirming every scene."""
    task, left = first, set(record.passed_scenes)
    while True:
        record = a_record(passed_scenes=frozenset(left))
        view = exam_view(FORM, record, current_task=task)
        yield task_of(view) or f"scene {view.case.scene_id if view.case else ''}"
        step = view.next_step
        if step.kind is NextKind.LAST:
            return
        if step.kind is NextKind.LEAVE_SCENE:
            left.add((step.item_id, step.scene_id))
        else:
            task = step.task_id


def test_a_new_sitting_begins_at_the_first_task() -> None:
    view = exam_view(FORM, a_record())

    assert task_of(view) == "sc-1"
    assert view.previous_task_id == ""
    assert view.next_step == NextStep(kind=NextKind.TASK, task_id="sc-2")


def test_a_resumed_sitting_goes_on_at_the_task_shown_last() -> None:
    assert task_of(exam_view(FORM, a_record(current_task="tf-2"))) == "tf-2"


def test_the_task_comes_with_what_was_entered_and_its_mark() -> None:
    record = a_record(some_responses(), marked=frozenset({"mc-1"}))

    view = exam_view(FORM, record, current_task="mc-1")

    assert view.task is not None
    assert view.task.response == some_responses()["mc-1"]
    assert view.is_marked


def test_going_on_passes_everything_once_and_ends_at_the_last_open_task() -> None:
    seen = list(walk(a_record(), "sc-1"))

    assert seen[:10] == [place.task.task_id for place in tasks_of(FORM)][:10]
    assert seen[10:] == ["scene w1", "c2-1", "c2-2", "scene w4", "c1-4"]


def test_a_passed_scene_cannot_be_gone_back_to() -> None:
    record = a_record(passed_scenes=passed("w1", "w2"), current_task="c2-1")

    view = exam_view(FORM, record)

    assert task_of(view) == "c2-2"
    assert view.previous_task_id == "c1-4"


def test_a_task_of_a_scene_to_come_leads_to_the_open_scene() -> None:
    record = a_record(passed_scenes=passed("w1"))

    assert task_of(exam_view(FORM, record, current_task="c2-2")) == "c2-1"
    assert open_task_id(FORM, record, "c2-2") == "c2-1"


def test_a_scene_without_tasks_is_shown_alone() -> None:
    view = exam_view(FORM, a_record(), current_task="c2-1")

    assert view.task is None
    assert view.case is not None
    assert view.case.scene_id == "w1"
    assert view.next_step == NextStep(
        kind=NextKind.LEAVE_SCENE, item_id="case-2", scene_id="w1"
    )
    assert view.previous_task_id == "c1-4"
    assert open_task_id(FORM, a_record(), "c2-1") == ""


def test_the_titles_of_scenes_to_come_are_not_told() -> None:
    view = exam_view(FORM, a_record(passed_scenes=passed("w1")), current_task="c2-1")

    assert view.case is not None
    assert [tab.title for tab in view.case.tabs] == ["接起电话", "对方开口", "", ""]
    assert [tab.is_open for tab in view.case.tabs] == [False, True, False, False]


def test_a_free_case_shows_any_scene_beside_any_of_its_tasks() -> None:
    view = exam_view(FORM, a_record(), current_task="c1-1", shown_scene="s2")

    assert view.case is not None
    assert view.case.scene_id == "s2"
    assert task_of(view) == "c1-1"


def test_once_all_scenes_are_passed_the_case_is_closed() -> None:
    record = a_record(passed_scenes=passed("w1", "w2", "w3", "w4"))

    view = exam_view(FORM, record, current_task="c2-2")

    assert task_of(view) == "c1-4"
    assert view.next_step.kind is NextKind.LAST


def test_a_plain_item_has_no_case() -> None:
    assert exam_view(FORM, a_record(), current_task="sc-1").case is None
