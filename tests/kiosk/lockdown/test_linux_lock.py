"""The lock as the program has it, without a display to grab: what it says and puts back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.lockdown.desktop_settings import DESKTOP_SETTINGS
from kiosk.lockdown.input_methods import SessionInputMethods, session_input_methods
from kiosk.lockdown.linux_lock import LinuxLock, LockParts
from kiosk.lockdown.lock_changes import RECORD_NAME, ChangeKind, LockChanges
from kiosk.lockdown.ports import LockMode, Measure, Observation, ObservationCode
from kiosk.lockdown.screen_watch import ScreenWatch
from kiosk.storage.small_file import SmallFile
from tests.fakes.hand_clock import HandClock


class Desktop:
    """Desktop settings, in memory: each `old` at the beginning."""

    def __init__(self) -> None:
        self.values = {target: "old" for _, target, _ in DESKTOP_SETTINGS}

    def read(self, target: str) -> str | None:
        return self.values[target]

    def write(self, target: str, value: str | None) -> None:
        assert value is not None
        self.values[target] = value


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window)
    yield window
    window.close()


def the_lock(
    window: QWidget,
    folder: Path,
    mode: LockMode,
    *,
    desktop: Desktop | None = None,
    methods: SessionInputMethods | None = None,
) -> LinuxLock:
    settings = {ChangeKind.GSETTING: desktop or Desktop()}
    changes = LockChanges(SmallFile(folder / RECORD_NAME), settings)
    parts = LockParts(
        window=window,
        clock=HandClock(),
        changes=changes,
        input_methods=methods,
        root=folder / "root",
    )
    return LinuxLock(mode, parts)


def test_a_desktops_settings_are_changed_and_put_back(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    desktop = Desktop()
    lock = the_lock(window, tmp_path, LockMode.WINDOW, desktop=desktop)

    lock.engage()
    qtbot.waitUntil(lambda: "old" not in desktop.values.values())
    lock.release()
    lock.release()

    assert set(desktop.values.values()) == {"old"}


def test_the_exams_own_session_changes_nothing(window: QWidget, tmp_path: Path) -> None:
    desktop = Desktop()
    lock = the_lock(window, tmp_path, LockMode.SESSION, desktop=desktop)

    lock.engage()
    lock.release()

    assert set(desktop.values.values()) == {"old"}
    assert not (tmp_path / RECORD_NAME).exists()


def test_a_lock_says_what_holds_what_cannot_and_what_failed(
    window: QWidget, tmp_path: Path
) -> None:
    methods = SessionInputMethods(tmp_path)
    session = the_lock(window, tmp_path, LockMode.SESSION, methods=methods)
    desktop = the_lock(window, tmp_path, LockMode.WINDOW)
    reports = session.engage(), desktop.engage()
    session.release()
    desktop.release()

    for report in reports:
        told = (*report.locked, *report.limits, *report.failed)
        assert sorted(told) == sorted(Measure)  # every measure once: nothing unsaid
        assert Measure.KEYS in report.failed  # offscreen has no keys to hold back
    assert Measure.OTHER_PROGRAMS in reports[0].locked
    assert Measure.OTHER_PROGRAMS in reports[1].limits


def test_what_the_machine_shows_is_observed_until_the_release(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    comm = tmp_path / "root/proc/7/comm"
    comm.parent.mkdir(parents=True)
    comm.write_text("x11vnc\n")
    lock = the_lock(window, tmp_path, LockMode.SESSION)
    seen: list[Observation] = []
    assert lock.observe() == ()

    lock.engage()

    def look() -> bool:
        seen.extend(lock.observe())
        return bool(seen)

    qtbot.waitUntil(look)
    lock.release()

    assert seen[0].code is ObservationCode.REMOTE_SESSION
    assert lock.observe() == ()


def test_the_clipboard_is_empty_for_the_next_candidate(
    window: QWidget, tmp_path: Path
) -> None:
    lock = the_lock(window, tmp_path, LockMode.SESSION)
    lock.engage()
    QGuiApplication.clipboard().setText("of the last candidate")

    lock.wipe_input_history()
    lock.release()

    assert QGuiApplication.clipboard().text() == ""


def test_focus_that_was_lost_is_told_with_for_how_long(
    window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = HandClock()
    watch = ScreenWatch(window, clock, fits_window=False)
    watch.start()
    state = QGuiApplication.applicationState
    inactive = type(state()).ApplicationInactive
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: inactive)
    event = QEvent(QEvent.Type.ApplicationStateChange)
    watch.eventFilter(window, event)
    watch.eventFilter(window, event)
    clock.pass_ms(1500)
    active = type(state()).ApplicationActive
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: active)
    watch.eventFilter(window, event)
    watch.stop()

    assert [(each.code, each.duration_ms) for each in watch.seen()] == [
        (ObservationCode.FOCUS_LOST, 0),
        (ObservationCode.FOCUS_GAINED, 1500),
    ]


def test_input_methods_outside_of_a_session_are_left_alone(tmp_path: Path) -> None:
    assert session_input_methods({}) is None
    assert session_input_methods({"EXAM_KIOSK_SESSION_FOLDER": "/none"}) is None
    found = session_input_methods({"EXAM_KIOSK_SESSION_FOLDER": str(tmp_path)})
    assert found is not None
    assert not found.is_alive()
