"""What a screen reader is told and what the keyboard reaches, on every screen.

Read from Qt's own accessibility tree, which is what AT-SPI and UI Automation hand on.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.return_view import covered_view
from kiosk.ui.presenters.save_failure import save_failure
from kiosk.ui.screens.leave_screen import LeaveScreen
from tests.kiosk.ui import samples
from tests.kiosk.ui.gallery import SCENARIOS
from tests.kiosk.ui.gallery_scenario import clear
from tests.kiosk.ui.screenshots import settle

NO_ROLE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Border}
"""What says nothing of what a thing is; fit for what only holds others."""

MOST_TABS = 150


@pytest.fixture(scope="module")
def dressed(application: QApplication) -> Iterator[MainWindow]:
    application.setCursorFlashTime(0)
    window = MainWindow(samples.a_look())
    window.resize(1366, 768)
    window.setUpdatesEnabled(False)  # names and places need no painting
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    yield window
    window.allow_close()
    window.close()
    window.deleteLater()
    settle(application)


def tree(root: QWidget) -> Iterator[QAccessibleInterface]:
    """Yield everything of the tree that shows."""
    waiting = [QAccessible.queryAccessibleInterface(root)]
    while waiting:
        node = waiting.pop()
        if node.state().invisible:
            continue
        yield node
        waiting.extend(node.child(index) for index in range(node.childCount()))


def words(node: QAccessibleInterface) -> str:
    return node.text(QAccessible.Text.Name).strip()


def is_page(thing: object) -> bool:
    """Return whether it is read and scrolled as a whole."""
    return isinstance(thing, QScrollArea) or type(thing).__name__.endswith("Screen")


def wrong_of(node: QAccessibleInterface) -> str:
    """Return what is wrong with a thing, or nothing."""
    role, name = node.role(), words(node)
    can_focus = node.state().focusable
    if can_focus and not name:
        return "no name"
    if can_focus and role in NO_ROLE and not is_page(node.object()):
        return "no role"
    if role is QAccessible.Role.Graphic and not name:
        return "a picture without words"
    if role is QAccessible.Role.Button and not name:
        return "says nothing"
    return ""


def test_everything_on_every_screen_has_a_name_and_a_role(
    application: QApplication, dressed: MainWindow
) -> None:
    found = []
    seen = 0

    for scenario in SCENARIOS:
        clear(dressed)
        scenario.show(dressed)
        dressed.header.strip.open()
        settle(application)
        for node in tree(dressed):
            seen += 1
            if wrong := wrong_of(node):
                thing = node.object()
                found.append(f"{scenario.name}: {thing.objectName()} {thing}: {wrong}")

    assert seen > 30 * len(SCENARIOS)
    assert not found, "\n".join(found)


def reachable(window: MainWindow) -> set[QWidget]:
    """Return what Tab should come to; of buttons that exclude one another, one does.

    While the screen for leaving the lock lies over all, only what stands on it.
    """
    covers = [each for each in window.findChildren(LeaveScreen) if each.isVisible()]
    root: QWidget = covers[0] if covers else window
    return {
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and QAccessible.queryAccessibleInterface(widget).role()
        is not QAccessible.Role.RadioButton
    }


def test_tab_alone_comes_to_everything_that_can_be_worked(
    application: QApplication, dressed: MainWindow
) -> None:
    missed = []

    for scenario in SCENARIOS:
        clear(dressed)
        scenario.show(dressed)
        settle(application)
        left = reachable(dressed)
        for _ in range(MOST_TABS):
            if not left:
                break
            focused: QWidget | None = application.focusWidget()
            QTest.keyClick(focused or dressed, Qt.Key.Key_Tab)
            left -= {application.focusWidget()}
        missed += [f"{scenario.name}: {widget.objectName()}" for widget in left]

    assert not missed, "\n".join(missed)


def test_the_keyboards_place_can_be_seen_on_every_kind_of_widget(
    application: QApplication, dressed: MainWindow
) -> None:
    unseen = []
    kinds = set()
    dressed.setUpdatesEnabled(True)

    for scenario in SCENARIOS:
        clear(dressed)
        scenario.show(dressed)
        settle(application)
        for widget in reachable(dressed):
            kind = (type(widget).__name__, widget.property("role"))
            if kind in kinds or kind[0].endswith("Screen"):
                continue  # a whole screen needs no ring to be found
            kinds.add(kind)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            settle(application)
            place = widget.parentWidget() or widget
            with_ring = place.grab().toImage()
            widget.clearFocus()
            settle(application)
            if place.grab().toImage() == with_ring:
                unseen.append(f"{scenario.name}: {kind} {widget.objectName()}")

    assert len(kinds) > 6
    assert not unseen, "\n".join(unseen)


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What is read aloud, and whether at once."""
    said: list[tuple[str, bool]] = []

    def note(event: QAccessibleEvent) -> None:
        assert isinstance(event, QAccessibleAnnouncementEvent)
        assertive = QAccessible.AnnouncementPoliteness.Assertive
        said.append((event.message(), event.politeness() is assertive))

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    return said


def test_warnings_are_read_aloud_once(
    window: MainWindow, announced: list[tuple[str, bool]], qtbot: QtBot
) -> None:
    del qtbot
    window.show_time_warning(message("clock.warning", minutes=5))
    window.show_save_failure(save_failure("JOURNAL_WRITE"))
    window.show_save_failure(save_failure("JOURNAL_WRITE"))

    assert [is_urgent for _, is_urgent in announced] == [False, True]
    assert "5 分钟" in announced[0][0]


def test_what_was_wrong_with_a_try_is_read_aloud_once(
    window: MainWindow, announced: list[tuple[str, bool]]
) -> None:
    window.show_screen(window.covered)
    wrong = covered_view("王秀英", "1:00:00", 4, is_wrong=True)
    window.covered.show_covered(wrong)
    window.covered.show_covered(replace(wrong, left="0:59:59"))

    assert len(announced) == 1
    assert "和登录时的号码不一样" in announced[0][0]


def test_an_exam_that_begins_during_the_checks_is_read_aloud_once(
    window: MainWindow, announced: list[tuple[str, bool]]
) -> None:
    for minutes in (3, 2):
        window.start_strip.show_start(message("start.begun", minutes=minutes))

    assert [is_urgent for _, is_urgent in announced] == [True]
    assert "考试已经开始" in announced[0][0]
