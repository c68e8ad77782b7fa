"""Every screen, in both languages and two text sizes: nothing is cut, nothing is mute."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)

from kiosk.ui.main_window import MainWindow
from kiosk.ui.texts import Language
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery import SCENARIOS
from tests.kiosk.ui.gallery_scenario import Scenario, clear
from tests.kiosk.ui.screenshots import settled

SIZE = QSize(1024, 768)


LOOKS = [(language, percent) for language in Language for percent in (100, 200)]


@pytest.fixture(scope="module", params=LOOKS, ids=lambda x: f"{x[0]}-{x[1]}")
def dressed(
    application: QApplication, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    """One window a look: making one takes longer than all else here."""
    language, percent = request.param
    window = MainWindow(samples.a_look(language, percent))
    window.resize(SIZE)
    window.show()
    yield window
    window.allow_close()
    window.close()
    window.deleteLater()
    settled(application, window)


def cut_texts(window: MainWindow) -> list[str]:
    """Return the texts whose widget is smaller than what they need."""
    cut = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text() or not label.pixmap().isNull():
            continue
        if label.wordWrap():
            is_cut = label.height() < label.heightForWidth(label.width())
        else:
            is_cut = label.width() < label.sizeHint().width()
        if is_cut:
            cut.append(label.text())
    for button in window.findChildren(QPushButton):
        words = button.fontMetrics().size(0, button.text())
        if button.isVisible() and (
            button.width() < words.width() or button.height() < words.height()
        ):
            cut.append(button.text())
    return cut


def outside(window: MainWindow) -> list[str]:
    """Return what stands, in part or whole, outside of what holds it."""
    shown: list[QPushButton | QLabel] = [
        *window.findChildren(QPushButton),
        *window.findChildren(QLabel),
    ]
    found = []
    for widget in shown:
        holder = widget.parentWidget()
        assert holder is not None
        if widget.isVisible() and not holder.rect().contains(widget.geometry()):
            found.append(f"{widget.objectName()} {widget.text()}")
    return found


def mute_widgets(window: MainWindow) -> list[str]:
    """Return what can be worked and has no name for a screen reader."""
    kinds = (QPushButton, QLineEdit, QPlainTextEdit)
    return [
        widget.objectName()
        for kind in kinds
        for widget in window.findChildren(kind)
        if widget.isVisible()
        and not widget.accessibleName()
        and not (isinstance(widget, QPushButton) and widget.text())
    ]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_no_text_is_cut_and_nothing_is_mute(
    application: QApplication, dressed: MainWindow, scenario: Scenario
) -> None:
    clear(dressed)

    scenario.show(dressed)
    settled(application, dressed)

    assert cut_texts(dressed) == []
    assert outside(dressed) == []
    assert mute_widgets(dressed) == []
    assert dressed.size() == SIZE
