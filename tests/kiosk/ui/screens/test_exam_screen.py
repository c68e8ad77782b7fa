import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kiosk.lockdown.forbidden_keys import FORBIDDEN_KEYS, Held
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.exam_view import ExamView, exam_view
from kiosk.ui.presenters.header_tools import HeaderToolsView
from kiosk.ui.texts import Language
from question_bank.items.response import OptionsResponse, TextResponse
from tests.kiosk.ui import samples
from tests.kiosk.ui.conftest import Press, focused, is_shown, shown

FORM = samples.a_form()
PASSED_FIRST = frozenset({("case-2", "w1")})


def an_exam(task: str, **changes: object) -> ExamView:
    record = samples.a_record(samples.some_responses(), **changes)
    return exam_view(FORM, record, current_task=task)


def show(window: MainWindow, task: str, **changes: object) -> None:
    window.exam.take_media(samples.media)
    window.exam.show_exam(an_exam(task, **changes))
    window.show_screen(window.exam)


def field(window: MainWindow) -> QPlainTextEdit:
    found = shown(window, "text-answer")
    assert isinstance(found, QPlainTextEdit)
    return found


def test_next_and_previous_ask_for_the_neighbours(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    show(window, "sc-2")

    with qtbot.waitSignal(window.exam.task_wanted, timeout=1000) as forward:
        press("next-task")
    with qtbot.waitSignal(window.exam.task_wanted, timeout=1000) as back:
        press("previous-task")

    assert (forward.args, back.args) == (["mc-1"], ["sc-1"])


def test_a_number_of_the_list_asks_for_its_task(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    show(window, "sc-1")

    with qtbot.waitSignal(window.exam.task_wanted, timeout=1000) as told:
        press("list-sa-1")

    assert told.args == ["sa-1"]


def test_the_mark_is_turned(window: MainWindow, press: Press, qtbot: QtBot) -> None:
    show(window, "sc-1")
    with qtbot.waitSignal(window.exam.mark_clicked, timeout=1000) as told:
        press("mark")
    assert told.args == ["sc-1", True]

    show(window, "sc-1", marked=frozenset({"sc-1"}))
    with qtbot.waitSignal(window.exam.mark_clicked, timeout=1000) as told:
        press("mark")
    assert told.args == ["sc-1", False]


def test_the_list_says_each_state_in_signs_and_words(window: MainWindow) -> None:
    show(window, "sc-1", marked=frozenset({"sc-2", "mc-1"}))

    def entry(task: str) -> tuple[str, str]:
        button = window.findChild(QPushButton, f"list-{task}")
        assert isinstance(button, QPushButton)
        return button.text(), button.accessibleName()

    assert entry("sc-1") == ("1✓", "第 1 题，已答")
    assert entry("sc-2") == ("2★", "第 2 题，未答，有标记")
    assert entry("mc-1") == ("3✓★", "第 3 题，已答，有标记")
    assert entry("tf-2") == ("5", "第 5 题，未答")


def test_a_task_shown_again_keeps_the_text_that_is_being_typed(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, "sa-1")
    before = field(window).toPlainText()
    qtbot.keyClicks(field(window), "abc")

    show(window, "sa-1", marked=frozenset({"sa-1"}))

    assert field(window).toPlainText() == before + "abc"


def test_language_and_text_size_change_without_losing_what_is_typed(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    show(window, "sa-1")
    before = field(window).toPlainText()
    qtbot.keyClicks(field(window), "abc")

    with qtbot.assertNotEmitted(window.exam.text_edited):
        press("display-menu")
        press("language")
        press("text-larger")

    assert field(window).toPlainText() == before + "abc"
    assert window.look.texts.language is Language.ENGLISH
    assert window.look.scale.percent == 125


def test_another_task_brings_its_own_answer(window: MainWindow) -> None:
    show(window, "sa-1")
    show(window, "sc-1")

    assert shown(window, "option-o1").property("checked")
    assert [w for w in window.exam.findChildren(QPlainTextEdit) if w.isVisible()] == []


def test_showing_a_task_is_not_answering_it(window: MainWindow, qtbot: QtBot) -> None:
    with (
        qtbot.assertNotEmitted(window.exam.response_chosen),
        qtbot.assertNotEmitted(window.exam.text_edited),
    ):
        for task in ("sc-1", "mc-1", "tf-1", "sa-1", "c1-1"):
            show(window, task)


def test_the_keyboard_alone_answers_marks_and_goes_on(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, "sc-2")
    assert focused() is shown(window, "option-o1")

    with qtbot.waitSignal(window.exam.response_chosen, timeout=1000) as told:
        qtbot.keyClick(focused(), Qt.Key.Key_Space)
    assert told.args == ["sc-2", OptionsResponse(option_ids=("o1",))]
    with qtbot.waitSignal(window.exam.response_chosen, timeout=1000) as told:
        qtbot.keyClick(focused(), Qt.Key.Key_Down)
    assert told.args == ["sc-2", OptionsResponse(option_ids=("o2",))]

    alt = Qt.KeyboardModifier.AltModifier
    with qtbot.waitSignal(window.exam.mark_clicked, timeout=1000):
        qtbot.keyClick(focused(), Qt.Key.Key_M, alt)
    with qtbot.waitSignal(window.exam.task_wanted, timeout=1000) as forward:
        qtbot.keyClick(focused(), Qt.Key.Key_Right, alt)
    assert forward.args == ["mc-1"]


def test_tab_reaches_every_way_on(window: MainWindow, qtbot: QtBot) -> None:
    show(window, "sc-2")
    reached: set[str] = set()
    for _ in range(60):
        reached.add(focused().objectName())
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)

    assert reached >= {
        "option-o1",
        "previous-task",
        "mark",
        "next-task",
        "hand-in",
        "list-sc-2",  # one number; arrows lead to the others
        "filter-unanswered",
        "display-menu",
    }


def test_the_last_task_leads_to_the_hand_in(window: MainWindow) -> None:
    closed = frozenset(("case-2", scene) for scene in ("w1", "w2", "w3", "w4"))
    show(window, "c1-4", passed_scenes=closed)

    button = window.findChild(QPushButton, "next-task")
    assert isinstance(button, QPushButton)
    assert not button.isEnabled()
    assert shown(window, "hand-in").property("role") == "primary"


def test_the_hand_in_is_asked_for(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    show(window, "sc-1")

    with qtbot.waitSignal(window.exam.hand_in_wanted, timeout=1000):
        press("hand-in")


def test_a_free_case_shows_another_scene_and_leaves_the_task(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    show(window, "c1-2")
    qtbot.keyClicks(field(window), "abc")

    with qtbot.waitSignal(window.exam.scene_wanted, timeout=1000) as told:
        press("scene-s2")
    assert told.args == ["case-1", "s2"]
    record = samples.a_record(samples.some_responses())
    window.exam.show_exam(exam_view(FORM, record, None, "c1-2", "s2"))

    title = shown(window, "scene-title")
    assert isinstance(title, QLabel)
    assert title.text() == "两周之后"
    assert field(window).toPlainText() == "abc"


def test_a_one_way_scene_is_left_only_after_a_second_question(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    show(window, "c2-1", passed_scenes=PASSED_FIRST)

    with qtbot.assertNotEmitted(window.exam.scene_passed):
        press("next-task")
        press("leave-scene-stay")
    press("next-task")
    with qtbot.waitSignal(window.exam.scene_passed, timeout=1000) as told:
        press("leave-scene-confirm")

    assert told.args == ["case-2", "w2"]


def test_the_divider_of_a_case_can_be_moved(window: MainWindow) -> None:
    show(window, "c1-1")
    split = shown(window, "case-split")
    assert isinstance(split, QSplitter)
    left, right = split.sizes()

    split.setSizes([left - 80, right + 80])
    show(window, "c1-1", marked=frozenset({"c1-1"}))

    assert split.sizes()[0] < left


@pytest.mark.parametrize("name", ["show-list", "show-case"])
def test_a_narrow_window_offers_what_is_not_beside_the_task(
    window: MainWindow, press: Press, name: str
) -> None:
    show(window, "c1-1")
    assert not is_shown(window, name)

    window.show_look(samples.a_look(percent=200))
    press(name)

    assert is_shown(window, "next-task")


def test_after_a_sitting_nothing_of_it_stays_in_a_field(window: MainWindow) -> None:
    show(window, "sa-1")

    window.exam.show_nothing()
    window.exam.show_exam(exam_view(FORM, samples.a_record(), current_task="sa-1"))

    assert field(window).toPlainText() == ""


def test_a_saved_text_of_before_a_crash_comes_back(window: MainWindow) -> None:
    record = samples.a_record({"sa-1": TextResponse(text="以前写的")})

    window.exam.show_exam(exam_view(FORM, record, current_task="sa-1"))
    window.show_screen(window.exam)

    assert field(window).toPlainText() == "以前写的"


def test_no_key_of_the_window_is_one_that_the_lock_holds_back(
    window: MainWindow,
) -> None:
    keys = {each.key().toString() for each in window.findChildren(QShortcut)}
    held = Held.CTRL | Held.ALT
    forbidden = {f"Ctrl+Alt+{key.name}" for key in FORBIDDEN_KEYS if key.held == held}

    assert {"Ctrl+Alt+N", "Ctrl+Alt+J"} <= keys
    assert not keys & forbidden


def test_the_exams_keys_work_after_something_in_the_header_was_pressed(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, "sc-1")
    window.header.show_tools(HeaderToolsView(can_call=True))
    call = shown(window, "call-proctor")
    call.setFocus()

    with qtbot.waitSignal(window.exam.task_wanted, timeout=1000) as told:
        qtbot.keyClick(call, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)

    assert told.args == ["sc-2"]


def is_in_sight(part: QWidget) -> bool:
    area: QWidget | None = part
    while not isinstance(area, QScrollArea):
        assert area is not None
        area = area.parentWidget()
    view = area.viewport()
    top = part.mapTo(view, part.rect().topLeft())
    return 0 <= top.y() <= view.height() - part.height()


def test_what_the_arrows_go_to_comes_into_sight(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1024, 768)
    look = window.look
    for _ in range(4):
        look = look.with_scale(look.scale.larger)
    window.show_look(look)
    show(window, "sc-1")
    shown(window, "task-card").findChildren(QRadioButton)[0].setFocus()

    for _ in range(3):
        qtbot.keyClick(focused(), Qt.Key.Key_Down)
        assert is_in_sight(focused())


def test_tab_goes_from_the_answer_to_the_buttons_below(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, "sc-2")
    show(window, "sa-1")
    field(window).setFocus()
    names = []
    for _ in range(3):
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
        names.append(focused().objectName())

    assert "previous-task" in names


def test_the_stem_stays_in_sight_when_the_text_grows(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, "c1-1")
    for _ in range(2):
        window.change_look(window.look.with_scale(window.look.scale.larger))
        qtbot.waitUntil(lambda: shown(window, "stem-scroll").height() > 60)
        window.exam.show_exam(an_exam("c1-1"))
        assert shown(window, "stem-scroll").height() > 60
