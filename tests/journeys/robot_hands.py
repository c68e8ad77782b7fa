"""What a person at the seat can do: mouse, keys, an input method. Real events only."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QRadioButton,
    QWidget,
)

from tests.journeys.robot_eyes import bring_into_view, is_reachable, visible_widgets

MOST_LOOKS = 20
LOOK_MS = 25
SETTLE_MS = 250
COMPOSED_CHARACTERS = 4
"""An input method commits Chinese in words, not in sentences."""


class HandsError(Exception):
    """The hand did not find what it was to press."""


class RobotHands:
    """Acts on one window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def do(self, command: Mapping[str, Any]) -> None:
        """Carry out `do`: click, type, compose, keys, grab.

        Raises:
            HandsError: there is no such widget on the screen, or it cannot be pressed.
        """
        match command["do"]:
            case "click":
                self._click(command["name"])
            case "type":
                self._type(command["name"], command["text"])
            case "compose":
                self._compose(command["name"], command["text"])
            case "keys":
                QTest.keySequence(self._window, command["keys"])
            case "grab":
                self._grab(Path(command["path"]))
            case other:
                raise HandsError(f"no such deed: {other}")

    def _find(self, name: str) -> QWidget:
        found = visible_widgets(self._window).get(name)
        if found is None:
            raise HandsError(f"{name} is not on the screen")
        if not found.isEnabled():
            raise HandsError(f"{name} cannot be used now")
        return found

    def _click(self, name: str) -> QWidget:
        widget = self._find(name)
        bring_into_view(widget)
        tries = 0
        while not is_reachable(self._window, widget):
            if tries == MOST_LOOKS:
                raise HandsError(f"{name} is covered or outside the window")
            QTest.qWait(LOOK_MS)  # a layout may still settle, as a person would see
            widget = self._find(name)
            bring_into_view(widget)
            tries += 1
        place = widget.rect().center()
        if isinstance(widget, QRadioButton | QCheckBox):
            place = QPoint(8, place.y())  # on the sign, not beside it
        left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(widget, left, plain, place)
        return widget

    def _type(self, name: str, text: str) -> None:
        QTest.keyClicks(self._click(name), text)

    def _compose(self, name: str, text: str) -> None:
        """Enter text as ibus and its like do: composed first, then committed."""
        field = self._click(name)
        for start in range(0, len(text), COMPOSED_CHARACTERS):
            words = text[start : start + COMPOSED_CHARACTERS]
            QApplication.sendEvent(field, QInputMethodEvent("pinyin", []))
            commit = QInputMethodEvent()
            commit.setCommitString(words)
            QApplication.sendEvent(field, commit)

    def _grab(self, path: Path) -> None:
        QTest.qWait(SETTLE_MS)  # what a person's eye would see, not a layout under way
        if not self._window.grab().save(str(path)):
            raise HandsError(f"no picture at {path}")
