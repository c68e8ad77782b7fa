"""A field for numbers: scanners are told from fingers; nothing is pasted or composed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.widgets.number_field import NumberField

NUMBER = "202604170001"


class Typed:
    def __init__(self, field: NumberField) -> None:
        self.field = field
        self.scans: list[bool] = []
        self.pastes = 0
        field.entered.connect(self.scans.append)
        field.paste_tried.connect(self._on_paste)

    def _on_paste(self) -> None:
        self.pastes += 1

    def keys(self, text: str, gap_ms: int, from_ms: int = 5000) -> None:
        """Send keys as a keyboard does, each with its own time; Enter at the end."""
        at_ms = from_ms
        for sign in f"{text}\r":
            key = Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign))
            event = QKeyEvent(
                QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign
            )
            event.setTimestamp(at_ms)
            QApplication.sendEvent(self.field, event)
            at_ms += gap_ms


@pytest.fixture
def typed(qtbot: QtBot) -> Iterator[Typed]:
    window = QWidget()
    qtbot.addWidget(window)
    field = NumberField(window, "number")
    window.show()
    yield Typed(field)
    window.close()


def test_a_scanner_is_known_by_its_speed_and_its_enter(typed: Typed) -> None:
    typed.keys(NUMBER, gap_ms=5)

    assert (typed.field.text(), typed.scans) == (NUMBER, [True])


def test_fingers_are_fingers(typed: Typed) -> None:
    typed.keys(NUMBER, gap_ms=90)

    assert typed.scans == [False]


def test_what_was_taken_back_before_a_scan_is_forgotten(typed: Typed) -> None:
    QTest.keyClicks(typed.field, "9")
    QTest.keyClick(typed.field, Qt.Key.Key_Backspace)
    typed.keys(NUMBER, gap_ms=5)
    typed.field.forget()
    assert typed.field.text() == ""
    typed.keys(NUMBER, gap_ms=5, from_ms=90_000)

    assert typed.scans == [True, True]


def test_a_scan_behind_something_typed_is_no_scan(typed: Typed) -> None:
    typed.field.setText("9")
    typed.keys(NUMBER, gap_ms=5)

    assert typed.scans == [False]


def test_nothing_is_pasted_by_keys_and_it_is_told(typed: Typed) -> None:
    QGuiApplication.clipboard().setText(NUMBER)
    QTest.keySequence(typed.field, "Ctrl+V")

    assert typed.field.text() == ""
    assert typed.pastes == 1


def test_no_input_method_composes_here(typed: Typed) -> None:
    field = typed.field
    assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert field.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
    assert not field.acceptDrops()
