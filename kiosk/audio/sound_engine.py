"""Builds the seat's sound: one player, one recorder, one watch over the devices."""

from dataclasses import dataclass

from kiosk.audio.device_watch import DeviceWatch
from kiosk.audio.sound_cards import SoundCards
from kiosk.audio.sound_library import SoundLibrary
from kiosk.audio.sound_player import SoundPlayer
from kiosk.audio.sound_recorder import SoundRecorder
from kiosk.audio.sound_server import SoundServer
from kiosk.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundEngine:
    """All of a seat's sound; `player`, `recorder`, `devices` are the ports."""

    player: SoundPlayer
    recorder: SoundRecorder
    devices: DeviceWatch

    def close(self) -> None:
        """End what plays and records, and all threads; waits some seconds at most."""
        self.recorder.close()
        self.player.close()
        self.devices.close()


def open_sound(clock: Clock, library: SoundLibrary | None = None) -> SoundEngine:
    """Start the engine; returns at once, the library is loaded on its threads.

    Without PortAudio or without any device it works and says so: no devices, and each
    play and recording ends with NO_DEVICE.

    Args:
        library: One that can't be loaded, in tests.
    """
    server = SoundServer()
    cards = SoundCards(clock, library or SoundLibrary(), server)
    player = SoundPlayer(cards, clock)
    recorder = SoundRecorder(cards, clock)
    devices = DeviceWatch(cards, server, recorder.cool_down)
    devices.watch(player)
    devices.watch(recorder)
    return SoundEngine(player=player, recorder=recorder, devices=devices)
