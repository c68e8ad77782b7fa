"""Listeners that keep what they were told, and when; and sounds to tell about."""

import io
import threading
import time
import wave
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kiosk.audio.level import Level
from kiosk.audio.ports import PlayEnd, SoundDevices, TakeChunk, TakeEnd
from kiosk.audio.tones import headset_jingle

Sound = NDArray[np.int16]


@dataclass
class TakeNotes:
    """A `RecorderListener`; times are seconds since it was made."""

    made_s: float = field(default_factory=time.monotonic)
    begun_s: float | None = None
    ended_s: float | None = None
    end: TakeEnd | None = None
    levels: list[Level] = field(default_factory=list)
    chunks: list[TakeChunk] = field(default_factory=list)
    chunk_times_s: list[float] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    chunk_came: threading.Semaphore = field(
        default_factory=lambda: threading.Semaphore(0)
    )

    def on_recording(self) -> None:
        assert self.begun_s is None
        self.begun_s = self._now()
        self.begun.set()

    def on_level(self, level: Level) -> None:
        self.levels.append(level)

    def on_chunk(self, chunk: TakeChunk) -> None:
        assert self.end is None
        self.chunks.append(chunk)
        self.chunk_times_s.append(self._now())
        self.chunk_came.release()

    def on_recording_ended(self, end: TakeEnd) -> None:
        assert self.end is None
        self.end = end
        self.ended_s = self._now()
        self.ended.set()

    def wait_end(self, limit_s: float = 10.0) -> TakeEnd:
        assert self.ended.wait(limit_s), "the recording did not end"
        assert self.end is not None
        return self.end

    def _now(self) -> float:
        return time.monotonic() - self.made_s


@dataclass
class PlayNotes:
    """A `PlayerListener`; times are seconds since it was made."""

    made_s: float = field(default_factory=time.monotonic)
    begun_s: float | None = None
    ended_s: float | None = None
    end: tuple[int, PlayEnd] | None = None
    positions_ms: list[int] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def on_playing(self) -> None:
        assert self.begun_s is None
        self.begun_s = time.monotonic() - self.made_s
        self.begun.set()

    def on_position(self, position_ms: int) -> None:
        self.positions_ms.append(position_ms)

    def on_play_ended(self, position_ms: int, end: PlayEnd) -> None:
        assert self.end is None
        self.end = (position_ms, end)
        self.ended_s = time.monotonic() - self.made_s
        self.ended.set()

    def wait_end(self, limit_s: float = 10.0) -> tuple[int, PlayEnd]:
        assert self.ended.wait(limit_s), "playing did not end"
        assert self.end is not None
        return self.end


@dataclass
class DeviceNotes:
    """A `DevicesListener`."""

    told: list[SoundDevices] = field(default_factory=list)
    news: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def on_devices(self, devices: SoundDevices) -> None:
        self.told.append(devices)
        self.news.release()

    def wait_news(self, limit_s: float = 5.0) -> SoundDevices:
        assert self.news.acquire(timeout=limit_s), "no news of devices"
        return self.told[-1]


def jingle_samples() -> Sound:
    """The headset check's sound, 48 kHz: speech-like, about 3 s."""
    with wave.open(io.BytesIO(headset_jingle())) as wav:
        return np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(np.int16)


def wav_bytes(samples: Sound, rate_hz: int, channels: int = 1) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(channels)
        wav.setsampwidth(2)
        wav.setframerate(rate_hz)
        wav.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()
