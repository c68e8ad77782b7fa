"""Sections with rules: what is closed, what leaving means, the second clock."""

from datetime import timedelta

import msgspec

from kiosk.ui.presenters.clock_text import section_warning, time_warning
from kiosk.ui.presenters.exam_view import (
    ExamView,
    NextKind,
    exam_view,
    open_task_id,
    place_on_screen,
)
from kiosk.ui.presenters.hand_in_view import hand_in_view
from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.question_list import ListFilter, is_listed, question_list
from kiosk.ui.presenters.section_view import section_clock
from kiosk.ui.presenters.unheard import unheard_tasks
from kiosk.ui.presenters.versions_view import versions_view
from kiosk.ui.presenters.zoom import STEPS, Zoom, fitting_zoom
from question_bank.formats.form import Form, tasks_of
from question_bank.journal.section_times import SectionTimes
from question_bank.journal.sound_record import SoundRecord
from question_bank.journal.text_history import EarlierText
from tests.kiosk.ui.samples import a_form, a_record, some_responses


def a_one_way_form() -> Form:
    form = a_form()
    sections = tuple(
        msgspec.structs.replace(section, is_one_way=True) for section in form.sections
    )
    return msgspec.structs.replace(form, sections=sections)


FORM = a_one_way_form()
TASKS = [place.task.task_id for place in tasks_of(FORM)]


def passed(*sections: str) -> SectionTimes:
    return SectionTimes(passed=frozenset(sections))


def a_view(task: str, *sections: str, form: Form = FORM, **changes: object) -> ExamView:
    record = a_record(some_responses(), sections=passed(*sections), **changes)
    return exam_view(form, record, current_task=task)


def task_of(view: ExamView) -> str:
    return view.task.task.task_id if view.task else ""


def test_leaving_a_one_way_section_concerns_every_task_of_another() -> None:
    view = a_view("mc-1")

    assert view.section.leaves_for == set(TASKS) - {"sc-1", "sc-2", "mc-1"}
    assert view.section.unanswered == 1
    assert view.next_step.task_id in view.section.leaves_for


def test_a_free_section_is_left_without_a_question() -> None:
    assert a_view("mc-1", form=a_form()).section.leaves_for == frozenset()


def test_a_closed_section_leads_to_the_next_open_task() -> None:
    view = a_view("sc-2", "one")

    assert task_of(view) == "tf-1"
    assert view.previous_task_id == ""


def test_time_that_is_up_leads_on_and_not_back() -> None:
    record = a_record(sections=passed("two"), current_task="tf-1")

    assert open_task_id(FORM, record) == "sa-1"


def test_the_list_shows_a_section_as_closed() -> None:
    questions = a_view("tf-1", "one").questions

    assert [section.is_closed for section in questions.sections] == [True] + 3 * [False]
    assert not any(entry.is_open for entry in questions.sections[0].entries)


def test_a_scene_without_tasks_still_belongs_to_its_section() -> None:
    record = a_record(sections=passed("one", "two", "three"))

    place = place_on_screen(FORM, record, "c2-1")

    assert open_task_id(FORM, record, "c2-1") == ""
    assert place is not None
    assert place.section.section_id == "four"


def test_when_the_last_scene_is_passed_one_stays_in_the_section() -> None:
    scenes = frozenset(("case-2", scene) for scene in ("w1", "w2", "w3", "w4"))
    swapped = msgspec.structs.replace(
        FORM, sections=(FORM.sections[3], *FORM.sections[:3])
    )
    record = a_record(passed_scenes=scenes, current_task="c2-2")

    assert open_task_id(swapped, record) == "c1-4"


def test_when_everything_is_closed_only_the_hand_in_is_left() -> None:
    view = a_view("sc-1", "one", "two", "three", "four")

    assert view.is_all_closed
    assert view.task is None
    assert view.case is None
    assert view.next_step.kind is NextKind.LAST
    assert place_on_screen(FORM, a_record(sections=passed(*"abcd"))) is not None


def test_filters_count_and_keep_the_task_on_the_screen() -> None:
    record = a_record(some_responses(), marked=frozenset({"sc-2"}))
    questions = question_list(FORM, record, None, "sc-1")

    def listed(wanted: ListFilter) -> list[str]:
        return [e.task_id for e in questions.entries if is_listed(e, wanted)]

    assert [questions.count(wanted) for wanted in ListFilter] == [12, 8, 1]
    assert listed(ListFilter.ALL) == TASKS
    assert listed(ListFilter.MARKED) == ["sc-1", "sc-2"]
    assert listed(ListFilter.UNANSWERED)[:3] == ["sc-1", "sc-2", "tf-2"]


def test_the_hand_in_tells_closed_unheard_and_unspoken_apart() -> None:
    record = a_record(some_responses(), sections=passed("one"))
    questions = question_list(FORM, record)

    view = hand_in_view(
        questions,
        unheard=unheard_tasks(FORM, record.sound),
        spoken=frozenset({"c1-4"}),
    )

    assert [entry.task_id for entry in view.closed] == ["sc-2"]
    assert "sc-2" not in [entry.task_id for entry in view.unanswered]
    assert [entry.task_id for entry in view.unheard] == ["c1-3"]
    assert view.unrecorded_count == 1
    assert view.unanswered_count == 8


def test_a_sound_that_was_begun_once_is_heard() -> None:
    heard = SoundRecord(plays={("s2", "client-chen.opus"): 1})

    assert unheard_tasks(FORM, heard) == frozenset()


def test_the_section_clock_hides_with_the_other_but_not_at_the_end() -> None:
    assert section_clock(754_000, is_hidden=True).is_hidden
    assert not section_clock(300_000, is_hidden=True).is_hidden
    assert section_clock(754_000, is_hidden=False).text == "0:12:34"


def test_warnings_are_those_of_the_session_and_of_the_section() -> None:
    minute = int(timedelta(minutes=1).total_seconds() * 1000)

    assert time_warning(20 * minute + 1, 20 * minute, (20 * minute,)) == message(
        "clock.warning", minutes=20
    )
    assert time_warning(20 * minute + 1, 20 * minute) is None
    assert time_warning(30_001, 30_000, (30_000,)) == message(
        "clock.warning_s", seconds=30
    )
    assert section_warning("甲", minute + 1, minute) == message(
        "clock.section_warning", title="甲", minutes=1
    )
    assert section_warning("甲", 10, 0) is None


def test_versions_stand_newest_first_without_the_present_one() -> None:
    def version(text: str, minute: int) -> EarlierText:
        since_ms = minute * 60_000 + 5
        return EarlierText(text=text, since_ms=since_ms, until_ms=since_ms + 1000)

    earlier = (version("甲", 0), version("甲 乙", 34), version("现在", 40))

    view = versions_view("t", 7, earlier, "现在")

    assert [each.text for each in view.versions] == ["甲 乙", "甲"]
    assert view.versions[0].label == message("versions.entry", minute=35, count=2)


def test_a_picture_fits_and_is_zoomed_in_steps() -> None:
    assert fitting_zoom(400, 200, 800, 800) == Zoom(percent=200, is_fit=True)
    assert fitting_zoom(4000, 2000, 400, 400).percent == 10
    assert fitting_zoom(0, 0, 10, 10).percent == 100
    assert Zoom(percent=190).larger.percent == 200
    assert Zoom(percent=190).smaller.percent == 150
    assert Zoom(percent=STEPS[-1]).larger.percent == STEPS[-1]
    assert Zoom(percent=10).smaller.percent == 10
    assert not Zoom(percent=10).can_shrink
