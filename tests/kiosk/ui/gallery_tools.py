"""Pictures of what a candidate has at hand, and of sections with rules of their own."""

from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QPushButton

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.aids import AidsView
from kiosk.ui.presenters.exam_view import ExamView, exam_view
from kiosk.ui.presenters.hand_in_view import hand_in_view
from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.section_view import section_clock
from kiosk.ui.presenters.versions_view import versions_view
from question_bank.formats.form import Form
from question_bank.journal.section_times import SectionTimes
from question_bank.journal.text_history import EarlierText
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery_exam import show_exam
from tests.kiosk.ui.gallery_scenario import Scenario, press, show_running

AIDS = AidsView(has_notes=True, has_calculator=True)
NOTES = "第 4 题再想想：保密的例外？\n陈女士：入睡困难 3 个月，浓茶 2 杯/天"
EARLIER = (
    EarlierText(
        text="一、专注。二、不打断。", since_ms=31 * 60_000, until_ms=34 * 60_000
    ),
    EarlierText(
        text="一、专注：放下手里的事，看着对方。\n二、不打断：让对方把话说完。\n三、回应。",
        since_ms=35 * 60_000,
        until_ms=38 * 60_000,
    ),
)


def a_one_way_form() -> Form:
    form = samples.a_form()
    first = msgspec.structs.replace(
        form.sections[0], is_one_way=True, time_limit_ms=20 * 60_000
    )
    return msgspec.structs.replace(form, sections=(first, *form.sections[1:]))


def a_view(task: str, **changes: object) -> ExamView:
    record = samples.a_record(
        samples.some_responses(), marked=frozenset({"sc-2", "mc-1"}), **changes
    )
    return exam_view(a_one_way_form(), record, current_task=task)


def with_aids(task: str, name: str, **changes: object) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        show_exam(task, **changes)(window)
        window.exam.show_aids(AIDS, NOTES)
        if not is_open(window, name):
            press(window, f"open-{name}")

    return show


def is_open(window: MainWindow, name: str) -> bool:
    button = window.findChild(QPushButton, f"open-{name}")
    return button is not None and button.property("on") is True


def struck(window: MainWindow) -> None:
    options = frozenset({("sc-2", "o1"), ("sc-2", "o4")})
    show_exam("sc-2", struck=options)(window)
    window.exam.show_aids(AIDS)


def filtered(window: MainWindow) -> None:
    show_exam("sc-1")(window)
    press(window, "filter-unanswered")


def calculator(window: MainWindow) -> None:
    with_aids("sa-1", "calculator")(window)
    for key in "C80÷3":
        press(window, f"key-{key}")


def versions(window: MainWindow) -> None:
    show_exam("sa-1", earlier_texts={"sa-1": EARLIER})(window)
    window.exam.show_versions(versions_view("sa-1", 6, EARLIER, ""))


def zoomed(window: MainWindow) -> None:
    show_exam("c1-1")(window)
    press(window, "zoom-picture")


def in_section(task: str, **changes: object) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        show_running(window)
        window.exam.take_media(samples.media)
        window.exam.show_exam(a_view(task, **changes))
        clock = section_clock(754_000, is_hidden=False)
        window.exam.show_section_clock(clock)
        window.show_screen(window.exam)

    return show


def section_question(window: MainWindow) -> None:
    in_section("mc-1")(window)
    press(window, "next-task")


def section_over(window: MainWindow) -> None:
    in_section("tf-1", sections=SectionTimes(passed=frozenset({"one"})))(window)
    told = message("section.time_up", title="一、选择题", next="二、判断题")
    window.show_time_warning(told)


def all_closed(window: MainWindow) -> None:
    everything = frozenset({"one", "two", "three", "four"})
    in_section("c2-1", sections=SectionTimes(passed=everything))(window)


def hand_in_closed(window: MainWindow) -> None:
    show_running(window)
    view = a_view("c1-4", sections=SectionTimes(passed=frozenset({"one"})))
    window.hand_in.show_hand_in(
        hand_in_view(
            view.questions,
            unheard=frozenset({"c1-3"}),
            spoken=frozenset({"c1-4"}),
        )
    )
    window.show_screen(window.hand_in)


TOOLS = (
    Scenario(name="exam-struck", show=struck),
    Scenario(name="exam-filter", show=filtered),
    Scenario(name="exam-notes", show=with_aids("sc-1", "notes")),
    Scenario(name="exam-case-notes", show=with_aids("c1-2", "notes")),
    Scenario(name="exam-calculator", show=calculator),
    Scenario(name="exam-versions", show=versions),
    Scenario(name="exam-zoom", show=zoomed),
    Scenario(name="exam-section", show=in_section("sc-1")),
    Scenario(name="exam-section-question", show=section_question),
    Scenario(name="exam-section-over", show=section_over),
    Scenario(name="exam-all-closed", show=all_closed),
    Scenario(name="hand-in-closed", show=hand_in_closed),
)
