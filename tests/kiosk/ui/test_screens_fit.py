"""Every screen at every size: nothing is cut, nothing overlaps, nothing is mute."""

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from _pytest.mark import ParameterSet
from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from kiosk.ui.design_tokens import TEXT_PERCENTS
from kiosk.ui.main_window import MainWindow
from kiosk.ui.texts import Language
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery import SCENARIOS
from tests.kiosk.ui.gallery_scenario import clear
from tests.kiosk.ui.screenshots import settle

SMALL, USUAL = QSize(1024, 768), QSize(1366, 768)
FULL_HD, FOUR_K = QSize(1920, 1080), QSize(3840, 2160)

Case = tuple[QSize, Language, int]

ALL: list[Case] = list(
    product((SMALL, USUAL, FULL_HD, FOUR_K), Language, TEXT_PERCENTS)
)
FEW: list[Case] = [
    (SMALL, Language.CHINESE, 100),
    (SMALL, Language.CHINESE, 250),
    (SMALL, Language.ENGLISH, 250),
    (USUAL, Language.ENGLISH, 100),
    (USUAL, Language.CHINESE, 200),
    (FOUR_K, Language.CHINESE, 100),
    (FOUR_K, Language.CHINESE, 250),
]
"""What `make test` has time for; the rest runs with the faults."""


def _case(case: Case) -> ParameterSet:
    size, language, percent = case
    marks = () if case in FEW else pytest.mark.faults
    return pytest.param(case, id=f"{size.width()}-{language}-{percent}", marks=marks)


@pytest.fixture(scope="module", params=[_case(case) for case in ALL])
def dressed(
    application: QApplication, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    """One window a look: making one takes longer than all else here."""
    size, language, percent = request.param
    window = MainWindow(samples.a_look(language, percent))
    window.resize(size)
    window.setUpdatesEnabled(False)  # places are asked for, and painting takes long
    window.show()
    yield window
    window.allow_close()
    window.close()
    window.deleteLater()
    settle(application)


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


def overlapping(window: MainWindow) -> list[str]:
    """Return pairs of words or buttons of one holder that stand on each other."""
    kinds = (QPushButton, QLabel, QLineEdit, QPlainTextEdit)
    by_holder: dict[QWidget, list[QWidget]] = {}
    for kind in kinds:
        for widget in window.findChildren(kind):
            holder = widget.parentWidget()
            if widget.isVisible() and holder is not None:
                by_holder.setdefault(holder, []).append(widget)
    return [
        f"{one.objectName()} on {other.objectName()}"
        for widgets in by_holder.values()
        for one, other in combinations(widgets, 2)
        if one.geometry().intersects(other.geometry())
    ]


def sideways(window: MainWindow) -> list[str]:
    """Return what would have to be scrolled to the side to be read.

    Source:
        WCAG 2.1, success criterion 1.4.10: no scrolling in two directions.
    """
    return [
        area.objectName()
        for area in window.findChildren(QScrollArea)
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0
    ]


def test_on_every_screen_no_text_is_cut_and_nothing_overlaps(
    application: QApplication, dressed: MainWindow
) -> None:
    size = dressed.size()
    found: dict[str, list[str]] = {}

    for scenario in SCENARIOS:
        clear(dressed)
        scenario.show(dressed)
        settle(application)
        wrong = [
            *(f"cut: {text}" for text in cut_texts(dressed)),
            *(f"outside: {name}" for name in outside(dressed)),
            *(f"overlap: {names}" for names in overlapping(dressed)),
            *(f"sideways: {name}" for name in sideways(dressed)),
            *(f"mute: {name}" for name in mute_widgets(dressed)),
        ]
        if dressed.size() != size:
            wrong.append(f"window grew to {dressed.size()}")
        if wrong:
            found[scenario.name] = wrong

    assert found == {}
