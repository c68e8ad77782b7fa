import os
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.fonts import set_up_application
from kiosk.ui.main_window import MainWindow
from tests.kiosk.ui import samples

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # sizes must not be a screen's

Press = Callable[[str], None]


@pytest.fixture(scope="session")
def application(qapp: QApplication) -> QApplication:
    set_up_application(qapp)
    return qapp


@pytest.fixture
def window(application: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(samples.a_look())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitActive(window)
    yield window
    window.allow_close()


@pytest.fixture
def press(window: MainWindow) -> Press:
    """Press a button of the window by its name, as a mouse would: only if it shows."""

    def press(name: str) -> None:
        button = shown(window, name)
        assert isinstance(button, QPushButton)
        button.click()

    return press


def is_shown(window: QWidget, name: str) -> bool:
    return any(w.isVisible() for w in window.findChildren(QWidget, name))


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def shown(window: QWidget, name: str) -> QWidget:
    widget = next(w for w in window.findChildren(QWidget, name) if w.isVisible())
    assert widget.isEnabled(), name
    return widget
