"""Opening devices that refuse: a stand-in for the library that refuses as drivers do."""

from typing import Any

import numpy as np
import pytest

from kiosk.audio.capture import Capture
from kiosk.audio.ports import (
    NO_DEVICES,
    SAMPLE_RATE_HZ,
    SoundDevice,
    SoundDevices,
)
from kiosk.audio.sound_cards import SoundCards
from kiosk.audio.sound_library import DeviceBusyError, NoDeviceError, SoundLibrary
from kiosk.clock import SystemClock
from tests.fakes.sound_library import Library, NoServer, SilentServer


class Status:
    input_overflow = False


def cards_of(library: Library) -> SoundCards:
    return SoundCards(SystemClock(), SoundLibrary(lambda: library), NoServer())


def test_a_device_that_refuses_16_khz_is_opened_at_its_own_rate_and_resampled() -> None:
    library = Library()
    capture = cards_of(library).open_capture(None)
    moments = np.arange(44_100) / 44_100
    tone = (8_000 * np.sin(2 * np.pi * 440 * moments)).astype(np.int16)[:, None]

    capture.on_frames(tone, 44_100, None, Status())
    heard = capture.take()

    wanted = 8_000 * np.sin(
        2 * np.pi * 440 * np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    )
    assert library.opened[0]["samplerate"] == 44_100
    assert library.opened[0]["latency"] == pytest.approx(0.1)
    assert len(heard.samples) == pytest.approx(SAMPLE_RATE_HZ, abs=50)
    inner = slice(200, 15_000)
    assert np.abs(heard.samples[inner] - wanted[inner]).max() < 20


def test_a_device_that_wants_two_channels_gives_its_first() -> None:
    library = Library(least_channels=2)
    capture = cards_of(library).open_capture(None)

    capture.on_frames(
        np.tile(np.array([[500, -500]], np.int16), (44_100, 1)), 0, None, Status()
    )

    assert library.opened[0]["channels"] == 2
    assert capture.take().samples[5_000] == pytest.approx(500, abs=2)


def test_a_device_that_opens_at_no_rate_is_busy() -> None:
    with pytest.raises(DeviceBusyError):
        cards_of(Library(rates=())).open_capture(None)


def test_where_nothing_is_plugged_in_there_is_no_device() -> None:
    with pytest.raises(NoDeviceError):
        cards_of(Library(has_card=False)).open_capture(None)


def test_looking_anew_never_disturbs_an_open_stream() -> None:
    library = Library()
    cards = cards_of(library)
    capture = cards.open_capture(None)

    cards.look(anew=True)
    assert library.starts == 1

    cards.close(capture)
    cards.close(capture)
    cards.look(anew=True)
    assert library.starts == 2


def test_a_library_that_does_not_start_at_once_starts_later() -> None:
    """Cards that come and go can make PortAudio's start fail; sound must come back."""
    library = Library()
    cards = cards_of(library)
    assert cards.look().inputs
    library.failing_starts = 2

    assert not cards.look(anew=True).inputs
    with pytest.raises(NoDeviceError):
        cards.open_capture(None)

    assert cards.look().inputs
    assert cards.open_capture(None).device.device_id


def test_the_silence_of_a_sound_server_is_not_the_loss_of_its_devices() -> None:
    headset = SoundDevice(device_id="server:mic", name="Headset", is_default=True)
    served = SoundDevices(inputs=(headset,), outputs=())
    library = SoundLibrary(lambda: Library(card_name="pulse"))
    cards = SoundCards(SystemClock(), library, SilentServer(served))

    assert cards.look() == served
    assert cards.look(is_alive=True) == served
    assert cards.look(is_alive=False) == NO_DEVICES


def test_frames_that_find_no_room_are_counted() -> None:
    capture = Capture(_device(), SAMPLE_RATE_HZ, SystemClock())
    second = np.zeros((SAMPLE_RATE_HZ, 1), np.int16)
    for _ in range(21):
        capture.on_frames(second, SAMPLE_RATE_HZ, None, Status())

    heard = capture.take()

    assert len(heard.samples) == 20 * SAMPLE_RATE_HZ
    assert heard.dropped_frames == SAMPLE_RATE_HZ


def _device() -> Any:
    return cards_of(Library()).devices().inputs[0]
