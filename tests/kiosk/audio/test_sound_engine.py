"""The engine where there is no sound at all: it says so, and stops nothing."""

from typing import Any

from kiosk.audio.ports import NO_DEVICES, PlayEnd, RecordEnd
from kiosk.audio.sound_engine import open_sound
from kiosk.audio.sound_library import SoundLibrary
from kiosk.audio.tones import beep
from kiosk.clock import SystemClock
from tests.builders.sound_listeners import DeviceNotes, PlayNotes, TakeNotes


def no_library() -> Any:
    raise OSError("PortAudio library not found")


def test_without_the_library_all_ends_at_once_and_says_why() -> None:
    engine = open_sound(SystemClock(), SoundLibrary(no_library))
    played, taken, devices = PlayNotes(), TakeNotes(), DeviceNotes()

    engine.player.warm_up()
    engine.recorder.warm_up()
    engine.player.play(beep(), 0, played)
    engine.recorder.start(60_000, taken)
    engine.devices.watch(devices)

    assert played.wait_end(2.0) == (0, PlayEnd.NO_DEVICE)
    end = taken.wait_end(2.0)
    assert (end.reason, end.frames) == (RecordEnd.NO_DEVICE, 0)
    assert end.facts.device_id is None
    assert devices.wait_news() == NO_DEVICES
    engine.close()


def test_closing_twice_and_acts_afterwards_do_no_harm() -> None:
    engine = open_sound(SystemClock(), SoundLibrary(no_library))
    engine.close()

    engine.player.stop()
    engine.recorder.stop()
    engine.close()
