"""From the confirmation to the wait, with the start coming at any moment."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import msgspec
import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.app.check_desk import CheckDesk, CheckSurroundings
from kiosk.app.headset_desk import HeadsetDesk, HeadsetOutcome, HeadsetResult
from kiosk.sitting.acts import SeatNews
from kiosk.sitting.check_steps import FORCED_AFTER_MS
from kiosk.ui.main_window import MainWindow
from question_bank.formats.entry_bodies import Observed
from question_bank.formats.exam_package import Manifest, parse_manifest
from tests.fakes.hand_clock import HandClock
from tests.fakes.package_server import ServerWithPackage, a_built_package
from tests.kiosk.ui.samples import a_look

CLEAR = HeadsetResult(
    outcome=HeadsetOutcome.CLEAR,
    tries=1,
    input_id="m",
    input_name="mic",
    output_name="phones",
)


class Headset:
    """A headset check that a test ends when it likes."""

    def __init__(self) -> None:
        self.done: Callable[[HeadsetResult], None] | None = None
        self.closed = 0

    def show(self, on_done: Callable[[HeadsetResult], None]) -> None:
        self.done = on_done

    def close(self) -> None:
        self.closed += 1


class Way:
    def __init__(self, window: MainWindow, manifest: Manifest) -> None:
        self.window = window
        self.clock = HandClock()
        self.headset = Headset()
        self.around = CheckSurroundings(manifest=manifest, is_startable=False)
        self.checked: list[tuple[SeatNews, ...]] = []
        self.help: list[str] = []
        self.desk = CheckDesk(
            window,
            cast("HeadsetDesk", self.headset),
            self.clock,
            lambda: self.around,
            self,
        )

    def on_checked(self, news: tuple[SeatNews, ...]) -> None:
        self.checked.append(news)

    def on_help_wanted(self, notice: str) -> None:
        self.help.append(notice)

    def press(self, name: str) -> None:
        button = self.window.findChild(QPushButton, name)
        assert button is not None
        assert button.isEnabled()
        button.click()

    def type_sentence(self) -> None:
        label = self.window.input_check.findChild(QLabel, "input-sentence")
        field = self.window.input_check.findChild(QLineEdit, "input-field")
        assert label is not None
        assert field is not None
        field.setText(label.text())

    def start_room(self) -> None:
        self.around = replace(self.around, is_startable=True)
        self.desk.look()

    @property
    def codes(self) -> list[str]:
        (news,) = self.checked
        return [each.what for each in news if isinstance(each, Observed)]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    built = a_built_package(tmp_path_factory.mktemp("package"))
    plain = parse_manifest(ServerWithPackage(built).answers[0])
    policies = msgspec.structs.replace(plain.policies, needs_headset_check=True)
    return msgspec.structs.replace(plain, policies=policies)


@pytest.fixture
def way(manifest: Manifest, qtbot: QtBot) -> Iterator[Way]:
    window = MainWindow(a_look())
    qtbot.addWidget(window)
    yield Way(window, manifest)
    window.allow_close()


def test_rules_headset_keyboard_and_then_the_wait(way: Way) -> None:
    way.desk.begin(0)
    assert way.window.shown_screen() is way.window.rules
    way.press("rules-read")
    assert way.headset.done is not None
    place = way.window.findChild(QLabel, "headset-place")
    assert place is not None
    assert place.text() == "第 2 步，共 3 步"
    way.headset.done(CLEAR)
    assert way.window.shown_screen() is way.window.input_check
    way.type_sentence()
    way.press("input-next")

    assert way.codes == ["RULES_READ", "HEADSET_CLEAR", "INPUT_CHECKED"]
    assert not way.desk.is_under_way
    assert way.help == []


def test_what_does_not_work_calls_the_proctor_and_holds_nobody(way: Way) -> None:
    way.desk.begin(0)
    way.press("rules-read")
    assert way.headset.done is not None
    way.headset.done(replace(CLEAR, outcome=HeadsetOutcome.UNSOLVED))
    way.press("input-skip")

    assert way.help == ["HEADSET_UNSOLVED", "INPUT_UNSOLVED"]
    assert way.codes == ["RULES_READ", "HEADSET_UNSOLVED", "INPUT_UNSOLVED"]


def test_the_start_is_offered_and_may_be_taken_at_once(way: Way) -> None:
    way.desk.begin(0)
    way.press("rules-read")
    assert way.window.start_strip.isHidden()
    way.start_room()
    assert not way.window.start_strip.isHidden()
    way.press("start-now")

    assert way.codes == ["RULES_READ"]
    assert way.headset.closed == 1
    assert way.window.start_strip.isHidden()


def test_after_three_minutes_it_begins_by_itself(way: Way) -> None:
    way.desk.begin(0)
    way.start_room()
    way.clock.pass_ms(FORCED_AFTER_MS - 1)
    way.desk.look()
    assert way.checked == []
    way.clock.pass_ms(1)
    way.desk.look()

    assert way.codes == []


def test_news_of_a_check_that_is_over_change_nothing(way: Way) -> None:
    way.desk.begin(0)
    way.press("rules-read")
    done = way.headset.done
    assert done is not None
    way.desk.end()
    done(CLEAR)
    way.window.input_check.passed.emit()

    assert way.checked == []
