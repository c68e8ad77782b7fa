"""A stand-in for sounddevice and its drivers, and for a machine without a sound server."""

from dataclasses import dataclass, field
from typing import Any

from kiosk.audio.ports import SoundDevices
from kiosk.audio.sound_server import SoundServer


class NoServer(SoundServer):
    def is_asked(self) -> bool:
        return False

    def devices(self) -> SoundDevices | None:
        return None


class SilentServer(SoundServer):
    """Answers once, then never again."""

    def __init__(self, devices: SoundDevices) -> None:
        self.answers: list[SoundDevices] = [devices]

    def is_asked(self) -> bool:
        return True

    def devices(self) -> SoundDevices | None:
        return self.answers.pop() if self.answers else None


@dataclass
class Library:
    """sounddevice's names, with one microphone that opens at some rates only.

    Attributes:
        failing_starts: How many of the next starts fail; till then nothing answers.
    """

    rates: tuple[int, ...] = (44_100,)
    least_channels: int = 1
    opened: list[dict[str, Any]] = field(default_factory=list)
    starts: int = 1
    failing_starts: int = 0
    is_up: bool = True
    has_card: bool = True
    card_name: str = "USB Headset: Audio (hw:1,0)"

    class PortAudioError(Exception):
        pass

    @property
    def default(self) -> Any:
        return type("Default", (), {"device": (0, 0)})

    def query_hostapis(self) -> list[dict[str, str]]:
        if not self.is_up:
            raise self.PortAudioError("PortAudio not initialized")
        return [{"name": "ALSA"}]

    def query_devices(self) -> list[dict[str, Any]]:
        card = {
            "name": self.card_name,
            "hostapi": 0,
            "max_input_channels": 2,
            "max_output_channels": 2,
            "default_samplerate": 44_100.0,
        }
        return [card] if self.has_card else []

    def InputStream(self, **options: Any) -> Any:  # noqa: N802 - sounddevice's name
        fits = options["channels"] >= self.least_channels
        if options["samplerate"] not in self.rates or not fits:
            raise self.PortAudioError("Invalid sample rate")
        self.opened.append(options)
        return self

    latency = 0.1

    def start(self) -> None: ...

    def abort(self) -> None: ...

    def close(self) -> None:
        self.opened.pop()

    def _terminate(self) -> None:
        assert not self.opened
        if not self.is_up:
            raise self.PortAudioError("PortAudio not initialized")
        self.is_up = False

    def _initialize(self) -> None:
        if self.failing_starts:
            self.failing_starts -= 1
            raise self.PortAudioError("Unanticipated host error")
        self.is_up = True
        self.starts += 1
