"""An open microphone: what the card's callback leaves, as samples at 16 kHz."""

from dataclasses import dataclass

import numpy as np

from kiosk.audio.lost_frames import LostFrames
from kiosk.audio.measure_level import Samples
from kiosk.audio.ports import SAMPLE_RATE_HZ, SoundDevice
from kiosk.audio.resampler import Resampler
from kiosk.audio.sample_ring import Frames, SampleRing
from kiosk.audio.sound_library import StreamStatus
from kiosk.clock import Clock

RING_S = 20
"""A worker held up this long by a busy machine still loses nothing; 2 MB at most."""

FIRST_FRAMES_WITHIN_S = 1.6
"""The first capture of a process gave its first sample after 1.4 s; who gives none within
this is busy or dead, and 2 s is the limit for saying so (trust.md R16)."""

STALLED_AFTER_S = 1.5
"""A running stream that gives nothing for 60 periods is gone; on a busy machine half a
second happens. With a tick below the 2 s of trust.md R16."""

FULL_STEP = 32_768.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came since the last look.

    Attributes:
        samples: At SAMPLE_RATE_HZ.
        dropped_frames: Lost, at SAMPLE_RATE_HZ.
    """

    samples: Samples
    dropped_frames: int


class Capture:
    """The callback writes, the recorder's worker takes; nobody else.

    Attributes:
        device: What it was opened on.
        has_ended: The library ended the stream: the device is gone.
    """

    def __init__(self, device: SoundDevice, rate_hz: int, clock: Clock) -> None:
        self.device = device
        self.has_ended = False
        self._clock = clock
        self._rate_hz = rate_hz
        self._ring = SampleRing(RING_S * rate_hz, 1)
        self._resampler = Resampler(rate_hz, SAMPLE_RATE_HZ, 1)
        self._lost = LostFrames(rate_hz)
        self._opened_at_s = clock.boottime_s()
        self._newest: tuple[float, int] | None = (
            None  # when, frames that came till then
        )
        self._overflows = 0
        self._overflows_seen = 0
        self._overrun = 0
        self._overrun_seen = 0

    def on_frames(
        self, frames: Frames, _count: int, _time: object, status: StreamStatus
    ) -> None:
        """Copy, count, and return; on the card's thread."""
        if status.input_overflow:
            self._overflows += 1
        written = self._ring.write(frames[:, :1])
        self._overrun += len(frames) - written
        came = self._newest[1] if self._newest else 0
        self._newest = (self._clock.boottime_s(), came + len(frames))

    def on_finished(self) -> None:
        """Note that the library ended the stream; on the card's thread."""
        self.has_ended = True

    def has_begun(self) -> bool:
        """Return whether anything ever came."""
        return self._newest is not None

    def is_lost(self) -> bool:
        """Return whether nothing can be hoped for from this stream."""
        if self.has_ended:
            return True
        now_s = self._clock.boottime_s()
        if self._newest is None:
            return now_s - self._opened_at_s > FIRST_FRAMES_WITHIN_S
        return now_s - self._newest[0] > STALLED_AFTER_S

    def take(self) -> Heard:
        """Return what came since the last look."""
        return Heard(samples=self._next_samples(), dropped_frames=self._next_dropped())

    def forget(self) -> None:
        """Throw away what came since the last look; what was lost with it too."""
        self.take()

    def last_dropped(self) -> int:
        """Return the loss that a driver spoke of and nothing else showed."""
        return self._lost.last_lost()

    def _next_samples(self) -> Samples:
        frames = self._ring.take()
        if self._rate_hz == SAMPLE_RATE_HZ:
            return frames[:, 0]
        block = self._resampler.next_block(frames.astype(np.float32))
        limited = np.clip(np.round(block[:, 0]), -FULL_STEP, FULL_STEP - 1)
        return np.asarray(limited, np.int16)

    def _next_dropped(self) -> int:
        dropped, self._overrun_seen = self._overrun - self._overrun_seen, self._overrun
        if self._newest:
            overflows = self._overflows
            at_s, came = self._newest
            dropped += self._lost.next_lost(
                at_s, came, overflowed=overflows > self._overflows_seen
            )
            self._overflows_seen = overflows
        return round(dropped * SAMPLE_RATE_HZ / self._rate_hz)
