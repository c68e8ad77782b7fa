"""What the seat asks of sound. Pure: values and protocols, no device here.

Order of calls: `Player.play` → `on_playing` → `on_position` … → `on_play_ended`, the last
exactly once a `play`. `Recorder.start` → `on_recording` → `on_level`, `on_chunk` … →
`on_recording_ended`, the last exactly once a `start`, after the last chunk. A recording
that could not begin ends without `on_recording`.

All calls return at once and may come from any thread; listeners are called on the sound
engine's own thread and must not wait: they hand on to the interface thread.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kiosk.audio.level import Level
from kiosk.audio.take_check import TakeFacts

SAMPLE_RATE_HZ = 16_000
"""Of what is recorded: mono, signed 16 bit, little endian."""

CODEC_FLAC = "flac"
"""A chunk is a whole FLAC stream of its own."""

CODEC_PCM = "pcm_s16le"
"""A chunk's bare samples; only where the FLAC coder failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundDevice:
    """One microphone or one pair of headphones, as the system names it.

    Attributes:
        device_id: Stays the same while the device comes and goes.
        name: For people.
        is_default: The system uses it where nobody chooses.
    """

    device_id: str
    name: str
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundDevices:
    """What is plugged in; empty tuples where there is no sound at all."""

    inputs: tuple[SoundDevice, ...]
    outputs: tuple[SoundDevice, ...]


NO_DEVICES = SoundDevices(inputs=(), outputs=())


class PlayEnd(StrEnum):
    """Why playing ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    DEVICE_LOST = "device_lost"
    NO_DEVICE = "no_device"
    UNREADABLE = "unreadable"


class RecordEnd(StrEnum):
    """Why recording ended."""

    STOPPED = "stopped"
    TIME_UP = "time_up"
    DEVICE_LOST = "device_lost"
    NO_DEVICE = "no_device"
    BUSY = "busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeChunk:
    """A piece of a take, at most 0.5 s, to be made durable at once.

    Attributes:
        index: From 0 in its take, without gaps.
        codec: CODEC_FLAC or CODEC_PCM.
        frames: In `audio`, at SAMPLE_RATE_HZ.
        dropped_frames: Lost before or within this chunk; not in `frames`.
        audio: Decodes alone.
    """

    index: int
    codec: str
    frames: int
    dropped_frames: int
    audio: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeEnd:
    """A take is over; all its chunks were told.

    Attributes:
        frames: Sum over the chunks.
        dropped_frames: Sum over the chunks, and what was lost after the last.
        facts: For `take_check.check_take`.
    """

    frames: int
    dropped_frames: int
    reason: RecordEnd
    facts: TakeFacts


class PlayerListener(Protocol):
    """Hears how playing goes."""

    def on_playing(self) -> None:
        """Take in that the first frames were given to the device: the play counts."""
        ...

    def on_position(self, position_ms: int) -> None:
        """Take in where in the clip it is; about 5 times a second."""
        ...

    def on_play_ended(self, position_ms: int, end: PlayEnd) -> None:
        """Take in that it is over, and where; `position_ms` is fit for `from_ms`."""
        ...


class Player(Protocol):
    """Plays one sound at a time."""

    def warm_up(self) -> None:
        """Get ready, silently, so that the next play begins at once."""
        ...

    def play(self, sound: bytes, from_ms: int, listener: PlayerListener) -> None:
        """Play a FLAC, WAV or Ogg from a place in it; ends what plays, as STOPPED."""
        ...

    def stop(self) -> None:
        """End what plays; nothing when nothing does."""
        ...

    def set_volume(self, percent: int) -> None:
        """Set the volume, 0 to 100, of what plays and of all that comes."""
        ...

    def use_output(self, device_id: str | None) -> None:
        """Play here from now on, also what plays already; None: the system's default."""
        ...


class RecorderListener(Protocol):
    """Hears how recording goes."""

    def on_recording(self) -> None:
        """Take in that the first real sample is kept: say "speak now" only here."""
        ...

    def on_level(self, level: Level) -> None:
        """Take in how loud the newest piece is; about 15 times a second."""
        ...

    def on_chunk(self, chunk: TakeChunk) -> None:
        """Make a piece durable; at least once a second, the rest at the end."""
        ...

    def on_recording_ended(self, end: TakeEnd) -> None:
        """Take in that it is over."""
        ...


class Recorder(Protocol):
    """Records one take at a time."""

    def warm_up(self) -> None:
        """Open the microphone and throw away what it hears: call in preparation time."""
        ...

    def cool_down(self) -> None:
        """Close the microphone, if nothing is recorded."""
        ...

    def start(self, most_ms: int, listener: RecorderListener) -> None:
        """Record until `stop` or, to the sample, `most_ms`; ends a take that runs."""
        ...

    def stop(self) -> None:
        """End the take; nothing when none runs."""
        ...

    def use_input(self, device_id: str | None) -> None:
        """Record from here, from the next take on; None: the system's default."""
        ...


class DevicesListener(Protocol):
    """Hears what is plugged in and pulled."""

    def on_devices(self, devices: SoundDevices) -> None:
        """Take in all that is there now; called when it differs from before."""
        ...


class Devices(Protocol):
    """Knows what is plugged in."""

    def devices(self) -> SoundDevices:
        """Return what was found last; empty until the first look is done."""
        ...

    def watch(self, listener: DevicesListener) -> None:
        """Tell of each change from now on, and once what is there."""
        ...
