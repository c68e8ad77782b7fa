"""Several desks offer their buttons; none takes another's away."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kiosk.app.header_tools import HeaderTools
from kiosk.ui.main_window import MainWindow
from tests.kiosk.ui.samples import a_look


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(a_look())
    qtbot.addWidget(window)
    window.resize(1600, 900)
    window.show()
    yield window
    window.allow_close()


def shown(window: MainWindow) -> set[str]:
    names = ("call-proctor", "cover-screen", "sound-settings")
    return {
        button.objectName()
        for button in window.header.findChildren(QPushButton)
        if button.objectName() in names and not button.isHidden()
    }


def test_staff_and_sound_are_offered_apart(window: MainWindow) -> None:
    tools = HeaderTools(window)
    tools.offer_staff(can_call=True, is_called=False, can_cover=False)
    before = shown(window)
    tools.offer_sound(has_sound=True)

    assert before == {"call-proctor"}
    assert shown(window) == {"call-proctor", "sound-settings"}
    tools.offer_staff(can_call=False, is_called=False, can_cover=True)
    assert shown(window) == {"cover-screen", "sound-settings"}
