"""The stick's screen with real sticks (folders), real stores, the real window."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.app.archive_desk import ArchiveDesk
from kiosk.app.background import Background
from kiosk.app.main_thread import MainThread
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.seat_parts import SeatParts
from kiosk.ui.main_window import MainWindow
from question_bank.identifiers import RoomSessionUuid
from tests.builders.seats import CHOICE, ROOM, SECRET, a_seat, run_a_while, start
from tests.fakes.hand_clock import HandClock
from tests.fakes.package_server import BuiltPackage


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.allow_close()
    window.show()
    return window


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    main_thread = MainThread()
    background = Background(main_thread)
    yield background
    background.stop()
    main_thread.close()


def row(window: MainWindow) -> QPushButton | None:
    rows = window.stick.findChildren(QPushButton, "stick-row-0")
    return next((each for each in rows if each.isVisible()), None)


def status(window: MainWindow) -> str:
    label = window.stick.findChild(QLabel, "stick-status")
    assert label is not None
    return label.text()


def test_answers_go_out_and_come_back_by_stick(
    *,
    qtbot: QtBot,
    window: MainWindow,
    background: Background,
    built: BuiltPackage,
    seat: SeatParts,
    clock: HandClock,
    stick: Path,
    tmp_path: Path,
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    closed: list[bool] = []
    taken: list[ReadySitting] = []
    spare = a_seat(built, tmp_path / "spare", clock)

    desk = ArchiveDesk(window, background, seat, (stick,))
    desk.export(ready, lambda: closed.append(True))
    qtbot.waitUntil(lambda: row(window) is not None)
    press(qtbot, window, "stick-row-0")
    qtbot.waitUntil(lambda: "✓" in status(window))
    press(qtbot, window, "stick-back")
    assert closed == [True]

    other = ArchiveDesk(window, background, spare, (stick,))
    other.take(RoomSessionUuid(ROOM), SECRET, taken.append, lambda: None)
    qtbot.waitUntil(lambda: row(window) is not None)
    found = row(window)
    assert found is not None
    assert ready.kept.candidate_name in found.accessibleName()
    press(qtbot, window, "stick-row-0")
    qtbot.waitUntil(lambda: bool(taken))

    assert taken[0].sitting is not None
    assert taken[0].sitting.responses() == {"A-1": CHOICE}


def test_a_stick_that_refuses_is_told_and_can_be_tried_again(
    *,
    qtbot: QtBot,
    window: MainWindow,
    background: Background,
    built: BuiltPackage,
    seat: SeatParts,
    clock: HandClock,
    stick: Path,
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    (stick / "EXAM-ANSWERS").write_bytes(b"a file where the folder should be")

    desk = ArchiveDesk(window, background, seat, (stick,))
    desk.export(ready, lambda: None)
    qtbot.waitUntil(lambda: row(window) is not None)
    press(qtbot, window, "stick-row-0")
    qtbot.waitUntil(lambda: "SEAT_STORAGE" in status(window))

    (stick / "EXAM-ANSWERS").unlink()
    press(qtbot, window, "stick-row-0")
    qtbot.waitUntil(lambda: "✓" in status(window))


def press(qtbot: QtBot, window: MainWindow, name: str) -> None:
    buttons = window.stick.findChildren(QPushButton, name)
    (button,) = (each for each in buttons if each.isVisible())
    button.click()


def test_a_stick_that_hangs_is_looked_at_once_at_a_time(
    window: MainWindow, seat: SeatParts, stick: Path
) -> None:
    """Four looks that wait would leave no thread for anything else."""
    looks: list[Callable[[], object]] = []

    def run(work: Callable[[], Any], done: Callable[[Any], None], _: object) -> None:
        looks.append(lambda: done(work()))

    hanging = cast("Background", SimpleNamespace(run=run))
    desk = ArchiveDesk(window, hanging, seat, (stick,))
    desk.take(RoomSessionUuid(ROOM), SECRET, lambda _: None, lambda: None)
    desk._look()
    assert len(looks) == 1

    looks[0]()
    desk._look()

    assert len(looks) == 2
