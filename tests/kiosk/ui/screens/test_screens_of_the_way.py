"""Log-in twice or scanned, rules, keyboard check, coming back: what a person meets."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.input_check_view import InputCheckPage
from kiosk.ui.presenters.log_in_view import TypedLogIn
from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.return_view import covered_view, reentry_view
from kiosk.ui.presenters.rules_view import StepView, rules_view
from tests.kiosk.ui.gallery_way import log_in_differs
from tests.kiosk.ui.screens.test_screens_of_the_day import line, show_log_in

FIRST = StepView(number=1, all_steps=2)


def button(window: MainWindow, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert found is not None
    return found


def shows(window: MainWindow, name: str) -> bool:
    found = window.findChild(QWidget, name)
    assert found is not None
    return found.isVisible()


def test_after_a_scan_no_second_number_is_asked_for(
    window: MainWindow, qtbot: QtBot
) -> None:
    show_log_in(window)
    window.log_in.show_empty_fields()
    line(window, "admission-number").setText("202604170001")
    line(window, "admission-number").entered.emit(True)  # type: ignore[attr-defined] # what a scanner makes of it
    assert not shows(window, "admission-number-again")
    assert shows(window, "scanned")

    line(window, "id-tail").setText("01234X")
    with qtbot.waitSignal(window.log_in.log_in_wanted, timeout=1000) as told:
        button(window, "log-in").click()
    (typed,) = told.args
    assert isinstance(typed, TypedLogIn)
    assert typed.is_scanned


def test_who_changes_a_scanned_number_types_it_twice_after_all(
    window: MainWindow, qtbot: QtBot
) -> None:
    show_log_in(window)
    line(window, "admission-number").entered.emit(True)  # type: ignore[attr-defined] # what a scanner makes of it
    qtbot.keyClicks(line(window, "admission-number"), "9")

    assert shows(window, "admission-number-again")


def test_numbers_that_differ_lead_back_to_the_second_field(window: MainWindow) -> None:
    show_log_in(window)
    log_in_differs(window)

    assert "第 7 位" in _text(window, "log-in-problem")
    again = line(window, "admission-number-again")
    assert window.focusWidget() is again


def test_rules_are_read_to_their_end_by_keys_alone(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1024, 400)
    window.show_screen(window.rules)
    window.rules.show_rules(rules_view(FIRST, None))
    for _ in range(20):
        if window.focusWidget() is button(window, "rules-read"):
            break
        qtbot.keyClick(window.rules, Qt.Key.Key_Space)

    with qtbot.waitSignal(window.rules.was_read, timeout=1000):
        qtbot.keyClick(button(window, "rules-read"), Qt.Key.Key_Return)


def test_the_way_on_opens_with_the_sentence_and_not_before(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_screen(window.input_check)
    window.input_check.show_check(InputCheckPage(step=FIRST))
    field = line(window, "input-field")
    field.setText("我已经")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not button(window, "input-next").isEnabled()
    assert shows(window, "input-skip")

    field.setText(_text(window, "input-sentence"))
    assert not shows(window, "input-skip")
    with qtbot.waitSignal(window.input_check.passed, timeout=1000):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_the_next_candidate_finds_an_empty_field(window: MainWindow) -> None:
    window.input_check.show_check(InputCheckPage(step=FIRST))
    field = window.findChild(QLineEdit, "input-field")
    assert field is not None
    field.setText("我")
    window.input_check.show_check(InputCheckPage(step=FIRST))

    assert field.text() == ""


def test_the_starts_strip_comes_and_goes(window: MainWindow) -> None:
    window.start_strip.show_start(message("start.begun", minutes=3))
    assert "3 分钟" in _text(window, "start-strip-text")
    window.start_strip.show_start(None)

    assert not shows(window, "start-strip")


@pytest.mark.parametrize(("tail_length", "is_asked"), [(6, True), (0, False)])
def test_a_covered_screen_asks_for_what_the_log_in_asked(
    window: MainWindow, tail_length: int, is_asked: bool
) -> None:
    window.show_screen(window.covered)
    window.covered.show_covered(covered_view("王秀英", "1:00", tail_length))

    assert shows(window, "covered-tail") is is_asked


def test_during_a_wait_enter_sends_nothing(window: MainWindow, qtbot: QtBot) -> None:
    window.show_screen(window.reentry)
    window.reentry.show_reentry(reentry_view("40718263", 0, "X", wait_ms=4000))

    with qtbot.assertNotEmitted(window.reentry.code_entered):
        qtbot.keyClick(line(window, "reentry-code"), Qt.Key.Key_Return)


def _text(window: MainWindow, name: str) -> str:
    found = window.findChild(QLabel, name)
    assert found is not None
    return found.text()
