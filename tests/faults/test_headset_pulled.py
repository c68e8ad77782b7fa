"""R16 through the seat: a headset pulled and put back is used again without restart.

The real exam screen, desks and engine on a virtual sound card (row 35).
"""

import sys
import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from kiosk.ui.fonts import set_up_application
from kiosk.ui.presenters.take_view import TakeAct
from question_bank.formats.sound_bodies import (
    PlayEnded,
    PlayStarted,
    RecordingEnd,
    RecordingEnded,
    RecordingStarted,
)
from question_bank.journal.sound_record import Take
from tests.benchmarks.seat_sound import TASK, MeasuredSeat
from tests.builders.virtual_sound import CARD_HZ, VirtualSound, running_sound_card

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="PulseAudio"),
]

NOTICED_WITHIN_S = 2.0


@pytest.fixture
def card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualSound]:
    with running_sound_card(tmp_path_factory.mktemp("sound")) as card:
        yield card


@pytest.fixture
def seat(card: VirtualSound, qapp: QApplication) -> Iterator[MeasuredSeat]:
    del card
    set_up_application(qapp)
    seat = MeasuredSeat(qapp)
    seat.run_until(lambda: bool(seat.sound.devices.inputs))
    yield seat
    seat.sounds.end()
    seat.sound.close()
    seat.window.allow_close()
    seat.window.close()


def record(seat: MeasuredSeat, seconds: float) -> None:
    seat.at_s.clear()
    seat.sounds._on_take(TASK, TakeAct.RECORD)
    seat.run_until(lambda: RecordingStarted in seat.at_s)
    seat.rest(seconds)


def takes(seat: MeasuredSeat) -> tuple[Take, ...]:
    return seat.sitting.record.sound.takes_of(TASK)


def test_a_microphone_pulled_in_a_take_is_told_and_used_again(
    seat: MeasuredSeat, card: VirtualSound, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = np.random.default_rng(16).normal(0, 3_000, CARD_HZ * 40).astype(np.int16)
    with card.microphone_hears(noise):
        record(seat, 1.5)
        pulled_s = time.monotonic()
        card.pull_microphone()
        seat.run_until(lambda: RecordingEnded in seat.at_s)
        noticed_s = seat.at_s[RecordingEnded] - pulled_s
        (lost,) = takes(seat)
        assert lost.reason is RecordingEnd.DEVICE_LOST
        assert lost.length_ms > 1_000
        seat.run_until(lambda: not seat.sound.devices.inputs)
        assert "MICROPHONE_LOST" in seat.notices.codes

        card.plug_microphone()
        seat.run_until(lambda: bool(seat.sound.devices.inputs))
        record(seat, 1.5)
        seat.sounds.settle(lambda: None)
        seat.run_until(lambda: RecordingEnded in seat.at_s)

    assert takes(seat)[1].length_ms > 1_000
    with capsys.disabled():
        print(
            f"\nR16 microphone pulled in a take: told after {noticed_s * 1000:.0f} ms"
        )
    assert noticed_s < NOTICED_WITHIN_S


def test_headphones_pulled_and_put_back_are_heard_again(
    seat: MeasuredSeat, card: VirtualSound
) -> None:
    there = seat.sound.devices.outputs
    seat.click("play-client-chen.opus")
    seat.run_until(lambda: PlayStarted in seat.at_s)
    card.pull_speaker()
    seat.run_until(lambda: seat.sound.devices.outputs != there)
    seat.run_until(lambda: PlayEnded in seat.at_s)
    card.plug_speaker()
    card.put_back()
    seat.run_until(lambda: len(seat.sound.devices.outputs) == len(there))
    with card.listening() as ears:
        seat.rest()
        seat.click("play-client-chen.opus")
        seat.run_until(ears.loud.is_set)
