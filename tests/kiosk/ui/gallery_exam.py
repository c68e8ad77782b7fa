"""Pictures of the running sitting: tasks, cases, warnings."""

from collections.abc import Callable

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.clock_text import clock_view, time_warning
from kiosk.ui.presenters.exam_view import ExamView, exam_view
from kiosk.ui.presenters.save_failure import save_failure
from kiosk.ui.presenters.save_marks import save_marks
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery_scenario import Scenario, press, show_running

PASSED_FIRST = frozenset({("case-2", "w1")})


def an_exam(task: str, **changes: object) -> ExamView:
    record = samples.a_record(
        samples.some_responses(), marked=frozenset({"sc-2", "mc-1"}), **changes
    )
    return exam_view(samples.a_form(), record, current_task=task)


def show_exam(task: str, **changes: object) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        show_running(window)
        window.exam.take_media(samples.media)
        window.exam.show_exam(an_exam(task, **changes))
        window.show_screen(window.exam)

    return show


def exam_message(window: MainWindow) -> None:
    show_exam("tf-1")(window)
    window.show_message("本考场延长十分钟，请大家安心作答。")
    window.header.show_clock(clock_view(298_000))
    window.show_time_warning(time_warning(300_500, 299_900))
    window.header.show_saves(
        save_marks(
            saved_seq=42, pending=0, server_seq=35, failing=False, server_age_ms=190_000
        )
    )


def exam_not_saved(window: MainWindow) -> None:
    show_exam("sa-1")(window)
    window.show_save_failure(save_failure("JOURNAL_WRITE"))
    window.header.show_saves(
        save_marks(
            saved_seq=42, pending=2, server_seq=42, failing=True, server_age_ms=900
        )
    )


def one_way_question(window: MainWindow) -> None:
    show_exam("c2-1", passed_scenes=PASSED_FIRST)(window)
    press(window, "next-task")


EXAM = (
    Scenario(name="exam-single-choice", show=show_exam("sc-1")),
    Scenario(name="exam-multiple-choice", show=show_exam("mc-1")),
    Scenario(name="exam-message", show=exam_message),
    Scenario(name="exam-short-answer", show=show_exam("sa-1")),
    Scenario(name="exam-not-saved", show=exam_not_saved),
    Scenario(name="exam-case", show=show_exam("c1-1")),
    Scenario(name="exam-case-text", show=show_exam("c1-2")),
    Scenario(name="exam-case-sound", show=show_exam("c1-4")),
    Scenario(name="exam-one-way-scene", show=show_exam("c2-1")),
    Scenario(name="exam-one-way-question", show=one_way_question),
)
