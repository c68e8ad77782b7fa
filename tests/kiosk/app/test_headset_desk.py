"""The headset check: hear, speak, hear oneself, say that it is clear (row 4)."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from kiosk.app.headset_desk import HeadsetDesk, HeadsetOutcome, HeadsetResult
from kiosk.app.seat_sound import SeatSound
from kiosk.audio.ports import CODEC_FLAC, PlayEnd, RecordEnd, TakeChunk
from kiosk.audio.sound_coding import code_chunk
from kiosk.audio.take_check import NO_LEVELS
from kiosk.ui.presenters.headset_check_view import HeadsetAct
from kiosk.ui.screens.headset_check_screen import HeadsetCheckScreen
from tests.builders.sounds import a_tone
from tests.fakes.hand_sound import SPEECH, HandSound, NowThread
from tests.kiosk.ui import samples


class Check:
    def __init__(self) -> None:
        self.screen = HeadsetCheckScreen(cast("Any", None))
        self.screen.show_look(samples.a_look())
        self.engine = HandSound()
        self.sound = SeatSound(NowThread())
        self.sound.take_engine(self.engine)
        self.results: list[HeadsetResult] = []
        self.calls = 0
        window = SimpleNamespace(
            headset_check=self.screen, show_screen=lambda _screen: None
        )
        self.desk = HeadsetDesk(cast("Any", window), self.sound, self._on_help)
        self.desk.show(self.results.append)

    def _on_help(self) -> None:
        self.calls += 1

    def press(self, act: HeadsetAct) -> None:
        button = self.button(act)
        assert button is not None, act
        button.click()

    def button(self, act: HeadsetAct) -> QPushButton | None:
        shown = [
            found
            for found in self.screen.findChildren(QPushButton, f"headset-{act}")
            if not found.isHidden()
        ]
        return shown[-1] if shown else None

    def is_shown(self, name: str) -> bool:
        found = self.screen.findChild(QWidget, name)
        assert isinstance(found, QWidget)
        return found.isVisibleTo(self.screen)

    def hear(self) -> None:
        self.press(HeadsetAct.PLAY)
        self.engine.player.end()
        self.press(HeadsetAct.HEARD)

    def speak(self, **end: Any) -> None:
        self.press(HeadsetAct.RECORD)
        recorder = self.engine.recorder
        recorder.begin()
        recorder.hear(SPEECH)
        assert recorder.listener is not None
        samples_ = (a_tone(5.0, amplitude=0.2, rate=16_000) * 32_767).astype("int16")
        codec, audio = code_chunk(samples_)
        assert codec == CODEC_FLAC
        recorder.listener.on_chunk(
            TakeChunk(
                index=0,
                codec=codec,
                frames=len(samples_),
                dropped_frames=0,
                audio=audio,
            )
        )
        recorder.chunks = 10  # five seconds of the hand's own measure
        recorder.end(RecordEnd.TIME_UP, **end)


@pytest.fixture
def check(qapp: QApplication) -> Check:
    del qapp
    return Check()


def test_who_hears_and_is_heard_says_so_and_goes_on(check: Check) -> None:
    check.hear()
    check.speak()
    assert check.engine.player.sound.startswith(b"RIFF")  # their own voice, by itself
    check.engine.player.end()
    check.press(HeadsetAct.CLEAR)

    (result,) = check.results
    assert result.outcome is HeadsetOutcome.CLEAR
    assert (result.input_id, result.tries, result.findings) == ("mic", 1, ())
    assert check.sound.checked_input == "mic"


def test_silence_is_said_at_once_and_tried_again(check: Check) -> None:
    check.hear()
    check.speak(levels=NO_LEVELS)

    assert check.is_shown("headset-problem")
    assert check.engine.player.listener is None  # silence is not played to anybody
    check.speak()
    assert check.engine.player.listener is not None


def test_what_is_not_clear_leads_to_devices_and_to_the_proctor(check: Check) -> None:
    check.press(HeadsetAct.PLAY)
    check.engine.player.end()
    check.press(HeadsetAct.NOT_HEARD)
    assert check.is_shown("output-device")
    check.press(HeadsetAct.CALL)
    assert check.calls == 1
    check.press(HeadsetAct.GO_ON)

    assert check.results[0].outcome is HeadsetOutcome.UNSOLVED
    assert check.sound.checked_input is None


def test_without_headphones_there_is_a_way_on_all_the_same(check: Check) -> None:
    check.engine.devices.pull()
    assert check.is_shown("headset-problem")
    check.press(HeadsetAct.PLAY)
    check.engine.player.end(PlayEnd.NO_DEVICE)
    check.press(HeadsetAct.NOT_HEARD)
    check.engine.devices.plug()
    assert not check.is_shown("headset-problem")
    check.press(HeadsetAct.TRY_AGAIN)

    assert check.button(HeadsetAct.PLAY) is not None


def test_a_check_that_is_closed_tells_nothing_and_records_nothing(check: Check) -> None:
    check.hear()
    check.press(HeadsetAct.RECORD)
    check.desk.close()

    assert check.engine.recorder.listener is None
    assert not check.results
