"""What a candidate has at hand on the exam screen, by mouse and by keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.aids import AidsView
from kiosk.ui.presenters.exam_view import ExamView, exam_view
from kiosk.ui.widgets.divider import DividedPane
from tests.kiosk.ui import samples
from tests.kiosk.ui.conftest import Press, focused, is_shown, shown

FORM = samples.a_form()
CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def shared_window(application: QApplication) -> Iterator[MainWindow]:
    """One for all: making one takes longer than all else here."""
    window = MainWindow(samples.a_look())
    window.resize(1366, 768)
    window.show()
    yield window
    window.allow_close()
    window.close()


@pytest.fixture
def window(shared_window: MainWindow, qtbot: QtBot) -> MainWindow:
    shared_window.exam.show_nothing()
    shared_window.show_message("")
    shared_window.show_look(samples.a_look())
    shared_window.activateWindow()
    qtbot.waitActive(shared_window)
    return shared_window


def an_exam(task: str, **changes: object) -> ExamView:
    record = samples.a_record(samples.some_responses(), **changes)
    return exam_view(FORM, record, current_task=task)


def show(window: MainWindow, task: str, **changes: object) -> None:
    window.exam.take_media(samples.media)
    window.exam.show_exam(an_exam(task, **changes))
    window.exam.show_aids(AidsView(has_notes=True, has_calculator=True))
    window.show_screen(window.exam)
    QApplication.processEvents()


def words(window: QWidget, name: str) -> str:
    label = shown(window, name)
    assert isinstance(label, QLabel)
    return label.text().replace("\u200b", "")


def numbers(window: MainWindow) -> list[str]:
    found = [
        button
        for button in window.exam.findChildren(QPushButton)
        if button.isVisible() and button.property("role") == "number"
    ]
    return [button.objectName().removeprefix("list-") for button in found]


def field(window: MainWindow, name: str = "text-answer") -> QPlainTextEdit:
    found = shown(window, name)
    assert isinstance(found, QPlainTextEdit)
    return found


def split(window: MainWindow) -> DividedPane:
    found = shown(window, "case-split")
    assert isinstance(found, DividedPane)
    return found


def test_filters_show_what_they_count(window: MainWindow, press: Press) -> None:
    show(window, "sc-1", marked=frozenset({"sc-2"}))

    press("filter-marked")
    assert numbers(window) == ["sc-1", "sc-2"]
    press("filter-unanswered")
    assert numbers(window)[:3] == ["sc-1", "sc-2", "tf-2"]
    press("filter-all")

    assert len(numbers(window)) == 12
    assert [
        shown(window, f"filter-{name}").property("text")
        for name in ("all", "unanswered", "marked")
    ] == ["全部 12", "未答 8", "标记 1"]


def test_a_filter_that_finds_nothing_says_so(window: MainWindow, press: Press) -> None:
    show(window, "sc-1")

    press("filter-marked")

    assert words(window, "list-none") == "没有标记的题。"


def test_arrows_lead_through_the_list_and_enter_goes_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, "sc-1")

    qtbot.keyClick(focused(), Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    assert focused().objectName() == "list-sc-1"
    for _ in range(3):
        qtbot.keyClick(focused(), Qt.Key.Key_Right)
    qtbot.keyClick(focused(), Qt.Key.Key_Left)
    with qtbot.waitSignal(window.exam.task_wanted, timeout=1000) as told:
        qtbot.keyClick(focused(), Qt.Key.Key_Return)

    assert told.args == ["mc-1"]


def test_the_divider_moves_by_keys_and_stops_at_a_quarter(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, "c1-1")
    divider = shown(window, "divider")
    whole = sum(split(window).sizes())

    for _ in range(20):
        qtbot.keyClick(divider, Qt.Key.Key_Left)
    left = split(window).sizes()[0]
    assert 0.24 <= left / whole <= 0.27
    qtbot.keyClick(divider, Qt.Key.Key_End)

    assert 0.24 <= split(window).sizes()[1] / whole <= 0.27
    assert divider.accessibleName()


def test_the_dividers_place_is_kept_for_each_case(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, "c1-1")
    qtbot.keyClick(shown(window, "divider"), Qt.Key.Key_Home)
    moved = split(window).sizes()

    show(window, "sc-1")
    show(window, "c2-1", passed_scenes=frozenset({("case-2", "w1")}))
    assert abs(split(window).sizes()[0] - split(window).sizes()[1]) < 30
    show(window, "c1-2")

    assert split(window).sizes() == moved


def test_the_stem_stays_while_the_scene_scrolls_and_can_be_folded(
    window: MainWindow, press: Press
) -> None:
    show(window, "c1-1")
    stem = shown(window, "stem-scroll")
    assert not shown(window, "scene-scroll").isAncestorOf(stem)
    assert stem.height() <= shown(window, "scene-card").height() * 0.41

    press("fold-stem")
    assert not is_shown(window, "stem-scroll")
    show(window, "c1-3")
    assert not is_shown(window, "stem-scroll")
    press("fold-stem")

    assert is_shown(window, "stem-scroll")


def test_the_scratch_pad_opens_and_closes_by_keys(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, "sa-1")
    qtbot.keyClick(focused(), Qt.Key.Key_N, CONTROL_ALT)
    assert focused() is field(window, "notes-field")

    with qtbot.waitSignal(window.exam.notes_edited, timeout=1000) as told:
        qtbot.keyClicks(focused(), "a")
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)

    assert told.args == ["a"]
    assert not is_shown(window, "notes-field")
    assert focused() is field(window)


def test_notes_of_before_are_not_told_as_new(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(window.exam.notes_edited):
        window.exam.show_aids(AidsView(has_notes=True), "以前记的")


def test_without_the_policy_there_is_no_aid(window: MainWindow, qtbot: QtBot) -> None:
    show(window, "sa-1")
    window.exam.show_aids(AidsView())

    qtbot.keyClick(focused(), Qt.Key.Key_N, CONTROL_ALT)
    qtbot.keyClick(focused(), Qt.Key.Key_J, CONTROL_ALT)

    for name in ("notes-field", "calculator-display", "open-notes", "open-calculator"):
        assert not is_shown(window, name)


def test_the_calculator_works_by_keyboard_and_fills_the_answer(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    show(window, "sa-1")
    before = field(window).toPlainText()
    qtbot.keyClick(focused(), Qt.Key.Key_J, CONTROL_ALT)

    qtbot.keyClicks(focused(), "(80-3)/4")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert words(window, "calculator-expression") == "(80−3)÷4"
    assert words(window, "calculator-result") == "= 19.25"
    press("calculator-insert")

    assert field(window).toPlainText() == before + "19.25"


def test_a_copied_result_can_be_pasted_into_notes(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    show(window, "sc-1")
    press("open-calculator")
    for key in ("7", "×", "8", "="):
        press(f"key-{key}")
    press("calculator-copy")
    press("open-notes")

    qtbot.keyClick(
        field(window, "notes-field"),
        Qt.Key.Key_V,
        Qt.KeyboardModifier.ControlModifier,
    )

    assert field(window, "notes-field").toPlainText() == "56"
    assert not is_shown(window, "calculator-insert")


def test_a_picture_is_zoomed_by_mouse_and_keys_and_left_by_escape(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    show(window, "c1-1")
    press("zoom-picture")
    QApplication.processEvents()
    assert shown(window, "zoom-canvas").accessibleName().startswith("一周睡眠时长")
    assert not is_shown(window, "next-task")
    fits = shown(window, "zoomed-picture").width()

    qtbot.keyClick(focused(), Qt.Key.Key_Plus)
    assert shown(window, "zoomed-picture").width() > fits
    for _ in range(6):
        qtbot.keyClick(focused(), Qt.Key.Key_Minus)
    assert shown(window, "zoomed-picture").width() < fits
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)

    assert not is_shown(window, "zoom-canvas")
    assert is_shown(window, "next-task")


def test_a_zoomed_picture_is_dragged(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    show(window, "c1-1")
    press("zoom-picture")
    for _ in range(4):
        qtbot.keyClick(focused(), Qt.Key.Key_Plus)
    canvas = shown(window, "zoom-canvas")
    picture = shown(window, "zoomed-picture")
    before = picture.pos()

    middle = canvas.rect().center()
    left = Qt.MouseButton.LeftButton
    viewport = canvas.findChild(QWidget, "qt_scrollarea_viewport")
    assert isinstance(viewport, QWidget)
    qtbot.mousePress(viewport, left, pos=middle)
    moved = middle + type(middle)(-80, -40)
    qtbot.mouseMove(viewport, moved)
    qtbot.mouseRelease(viewport, left, pos=moved)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)

    assert picture.pos().x() < before.x()


def test_another_task_ends_the_zoom(window: MainWindow, press: Press) -> None:
    show(window, "c1-1")
    press("zoom-picture")

    show(window, "sc-1")

    assert not is_shown(window, "zoom-canvas")
    assert is_shown(window, "next-task")


def test_in_a_narrow_window_an_aid_takes_the_tasks_place_until_one_goes_on(
    window: MainWindow, press: Press
) -> None:
    window.show_look(samples.a_look(percent=200))
    show(window, "sc-1")

    press("open-notes")
    assert not is_shown(window, "option-o1")
    show(window, "sc-2")

    assert is_shown(window, "option-o1")
    assert not is_shown(window, "notes-field")
    assert shown(window, "open-notes").accessibleName() == "草稿纸"


def test_a_warning_above_does_not_cover_the_line_that_is_written(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, "sa-1")
    field(window).insertPlainText("line\n" * 20)
    answer = field(window)

    window.show_message("监考老师的消息：\n" * 6)
    for _ in range(5):
        QApplication.processEvents()

    line = answer.cursorRect()
    at = answer.viewport().mapTo(window.exam, line.center())
    assert answer.viewport().rect().contains(line.center())
    assert shown(window, "task-card").geometry().height() > 0
    card = shown(window, "task-card")
    assert card.rect().contains(card.mapFrom(window.exam, at))


def test_after_the_sitting_nothing_is_left_in_aids_and_clipboard(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    show(window, "sa-1")
    press("open-notes")
    qtbot.keyClicks(field(window, "notes-field"), "abc")
    field(window, "notes-field").selectAll()
    qtbot.keyClick(
        field(window, "notes-field"),
        Qt.Key.Key_C,
        Qt.KeyboardModifier.ControlModifier,
    )

    window.exam.show_nothing()
    show(window, "sa-1")
    press("open-notes")
    qtbot.keyClick(
        field(window, "notes-field"),
        Qt.Key.Key_V,
        Qt.KeyboardModifier.ControlModifier,
    )

    assert field(window, "notes-field").toPlainText() == ""
