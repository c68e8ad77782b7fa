"""What of the lock on Windows can be tried without Windows: decisions, tables, reports."""

import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.lockdown.forbidden_keys import Held
from kiosk.lockdown.linux_lock import LockParts
from kiosk.lockdown.lock_changes import ChangeKind, LockChanges
from kiosk.lockdown.ports import Measure, ObservationCode
from kiosk.lockdown.windows_calls import KeyJudge
from kiosk.lockdown.windows_changes import WINDOWS_CHANGES, windows_settings
from kiosk.lockdown.windows_lock import WindowsLock, windows_report
from kiosk.storage.small_file import SmallFile
from tests.fakes.hand_clock import HandClock

KEY_DOWN, KEY_UP, SYSTEM_KEY_DOWN = 0x0100, 0x0101, 0x0104


def test_a_forbidden_key_is_held_back_both_ways_and_told_once() -> None:
    judge = KeyJudge()

    assert judge.holds_back(0x09, SYSTEM_KEY_DOWN, Held.ALT)
    assert judge.holds_back(0x09, KEY_UP, Held.ALT)
    assert not judge.holds_back(0x09, KEY_DOWN, Held.NONE)
    assert [each.detail for each in judge.seen()] == ["Alt+Tab"]
    assert judge.seen() == ()


@pytest.mark.parametrize(("has_keys", "is_hidden"), [(True, True), (False, False)])
def test_every_measure_is_told_once(*, has_keys: bool, is_hidden: bool) -> None:
    report = windows_report(has_keys=has_keys, is_hidden=is_hidden)

    told = (*report.locked, *report.limits, *report.failed)
    assert sorted(told) == sorted(Measure)
    assert (Measure.KEYS in report.failed) is not has_keys


def test_changes_are_of_this_account_and_each_once() -> None:
    targets = [target for _, target, _ in WINDOWS_CHANGES]

    assert len(set(targets)) == len(targets)
    assert all("LOCAL_MACHINE" not in target for target in targets)


@pytest.mark.skipif(sys.platform == "win32", reason="this is about other systems")
def test_other_systems_have_no_such_settings() -> None:
    assert windows_settings() == {}


@pytest.mark.expects_logs("kiosk.lockdown.lock_changes")
def test_the_clipboard_is_empty_for_the_next_candidate_and_what_stays_is_told(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    settings = {kind: Stuck() for kind in ChangeKind}
    changes = LockChanges(SmallFile(tmp_path / "changes.json"), settings)
    lock = WindowsLock(LockParts(window=window, clock=HandClock(), changes=changes))
    lock.engage()
    QGuiApplication.clipboard().setText("of the last candidate")
    lock.wipe_input_history()
    assert QGuiApplication.clipboard().text() == ""

    lock.release()
    told = lock._thread.observations()
    assert {each.code for each in told} == {ObservationCode.LOCK_FAILED}


class Stuck:
    """A value that can be set once and never again."""

    def __init__(self) -> None:
        self.value = "as it was"

    def read(self, target: str) -> str:
        del target
        return self.value

    def write(self, target: str, value: str | None) -> None:
        if self.value != "as it was":
            raise OSError(target)
        self.value = value or ""
