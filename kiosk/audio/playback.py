"""An open output: what the card's callback takes from a ring, or silence."""

import numpy as np

from kiosk.audio.capture import FIRST_FRAMES_WITHIN_S, STALLED_AFTER_S
from kiosk.audio.ports import SoundDevice
from kiosk.audio.sample_ring import Frames, SampleRing
from kiosk.clock import Clock

CHANNELS = 2

FULL_VOLUME = 100


class Playback:
    """The callback reads, the player's worker writes; nobody else.

    Attributes:
        device: What it was opened on.
        rate_hz: What it plays at.
        latency_s: Between handing over and hearing, as the library says.
        source: What to play; None is silence. Exchanged, never emptied from outside.
        gain: Factor in [0, 1].
        has_ended: The library ended the stream: the device is gone.
    """

    def __init__(self, device: SoundDevice, rate_hz: int, clock: Clock) -> None:
        self.device = device
        self.rate_hz = rate_hz
        self.latency_s = 0.0
        self.source: SampleRing | None = None
        self.gain = 1.0
        self.has_ended = False
        self._clock = clock
        self._newest_s: float | None = None
        self._opened_at_s = clock.boottime_s()

    def on_frames(
        self, frames: Frames, _count: int, _time: object, _status: object
    ) -> None:
        """Copy, and return; on the card's thread."""
        source, gain = self.source, self.gain
        count = source.read_into(frames) if source else 0
        frames[count:] = 0
        if count and gain < 1.0:
            np.multiply(frames[:count], gain, out=frames[:count], casting="unsafe")
        self._newest_s = self._clock.boottime_s()

    def on_finished(self) -> None:
        """Note that the library ended the stream; on the card's thread."""
        self.has_ended = True

    def is_lost(self) -> bool:
        """Return whether this stream takes nothing any more."""
        if self.has_ended:
            return True
        now_s = self._clock.boottime_s()
        if self._newest_s is None:
            return now_s - self._opened_at_s > FIRST_FRAMES_WITHIN_S
        return now_s - self._newest_s > STALLED_AFTER_S


def volume_gain(percent: int) -> float:
    """Return the factor for a volume.

    Args:
        percent: 0 to 100; what lies outside is brought inside.

    Returns:
        In [0, 1]; its square, so that half the way sounds about half as loud (-12 dB).
    """
    inside = min(FULL_VOLUME, max(0, percent))
    return (inside / FULL_VOLUME) ** 2
