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
    (USUAL, Language.CHINESE, 175),
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


Word = QLabel | QPushButton


def cut_texts(shown: list[QWidget]) -> list[str]:
    """Return the texts whose widget is smaller than what they need."""
    return [
        widget.text()
        for widget in shown
        if (isinstance(widget, QLabel) and is_cut_label(widget))
        or (isinstance(widget, QPushButton) and is_cut_button(widget))
    ]


def is_cut_label(label: QLabel) -> bool:
    if not label.text() or not label.pixmap().isNull():
        return False
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width())
    return label.width() < label.sizeHint().width()


def is_cut_button(button: QPushButton) -> bool:
    words = button.fontMetrics().size(0, button.text())
    return button.width() < words.width() or button.height() < words.height()


def outside(shown: list[QWidget]) -> list[str]:
    """Return what stands, in part or whole, outside of what holds it."""
    found = []
    for widget in shown:
        holder = widget.parentWidget()
        if not isinstance(widget, Word) or holder is None:
            continue
        if not holder.rect().contains(widget.geometry()):
            found.append(f"{widget.objectName()} {widget.text()}")
    return found


def mute_widgets(shown: list[QWidget]) -> list[str]:
    """Return what can be worked and has no name for a screen reader."""
    kinds = (QPushButton, QLineEdit, QPlainTextEdit)
    return [
        widget.objectName()
        for widget in shown
        if isinstance(widget, kinds)
        and not widget.accessibleName()
        and not (isinstance(widget, QPushButton) and widget.text())
    ]


def overlapping(shown: list[QWidget]) -> list[str]:
    """Return pairs of words or buttons of one holder that stand on each other."""
    kinds = (QPushButton, QLabel, QLineEdit, QPlainTextEdit)
    by_holder: dict[QWidget, list[QWidget]] = {}
    for widget in shown:
        holder = widget.parentWidget()
        if isinstance(widget, kinds) and holder is not None:
            by_holder.setdefault(holder, []).append(widget)
    return [
        f"{one.objectName()} on {other.objectName()}"
        for widgets in by_holder.values()
        for one, other in combinations(widgets, 2)
        if one.geometry().intersects(other.geometry())
    ]


def sideways(shown: list[QWidget]) -> list[str]:
    """Return what would have to be scrolled to the side to be read.

    Source:
        WCAG 2.1, success criterion 1.4.10: no scrolling in two directions.
    """
    return [
        area.objectName()
        for area in shown
        if isinstance(area, QScrollArea) and area.horizontalScrollBar().maximum() > 0
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
        shown = [each for each in dressed.findChildren(QWidget) if each.isVisible()]
        wrong = [
            *(f"cut: {text}" for text in cut_texts(shown)),
            *(f"outside: {name}" for name in outside(shown)),
            *(f"overlap: {names}" for names in overlapping(shown)),
            *(f"sideways: {name}" for name in sideways(shown)),
            *(f"mute: {name}" for name in mute_widgets(shown)),
        ]
        if dressed.size() != size:
            wrong.append(f"window grew to {dressed.size()}")
            dressed.resize(size)
        if wrong:
            found[scenario.name] = wrong

    assert not found, "\n".join(f"{name}: {what}" for name, what in found.items())
