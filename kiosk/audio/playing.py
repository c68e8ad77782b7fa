"""One sound on its way to an output: read, resampled, put into a ring. No device here."""

import numpy as np

from kiosk.audio.playback import CHANNELS
from kiosk.audio.resampler import Block, Resampler
from kiosk.audio.sample_ring import Frames, SampleRing
from kiosk.audio.sound_coding import Clip

RING_S = 2.0
"""A worker held up this long by a busy machine leaves no gap in the sound."""

FEED_S = 0.2
"""Read at once: some milliseconds' work, and ten times what passes between two ticks."""

FIRST_FEEDS = 3
"""Read before the first frame is given: what the card's buffers take at the beginning,
and as much again and more for a worker that is held up."""

SERVER_HOLDS_S = 0.15
"""What a sound server and a card may hold beside what the library knows of; closing the
output sooner would cut the last syllable."""

LARGEST = 32_767.0


class Playing:
    """A sound from a place in it; for one thread, but for the ring's reader.

    Attributes:
        ring: What the output takes from.
        was_damaged: The sound broke off where its bytes can't be read.
    """

    def __init__(self, sound: bytes, from_ms: int, rate_hz: int) -> None:
        """Open the sound and fill the ring with its first part.

        Raises:
            ValueError: nothing of it can be read.
        """
        self._sound = sound
        self.was_damaged = False
        self._is_read = False
        self._drained_at_s: float | None = None
        self._begin(max(0, from_ms), rate_hz)
        if self.was_damaged:
            raise ValueError("damaged where it begins")

    def go_on_at(self, rate_hz: int, latency_s: float) -> None:
        """Go on from what was heard, for another output.

        Args:
            latency_s: Of the output that was left.
        """
        self._begin(self.position_ms(latency_s), rate_hz)

    def feed(self) -> None:
        """Read on, as far as the ring has room for; FEED_S at once."""
        frames = round(FEED_S * self._clip.rate_hz)
        while not self._is_read and self.ring.room() >= self._largest_block:
            self._feed(frames)
            if self.ring.waiting():
                return

    @property
    def given_frames(self) -> int:
        """How many frames the output took since this beginning, at its rate."""
        return self.ring.read

    def position_ms(self, latency_s: float) -> int:
        """Return what was heard: never before where it began, never past the end."""
        heard_s = max(0.0, self.ring.read / self._rate_hz - latency_s)
        return min(self._whole_ms, self._from_ms + round(heard_s * 1000))

    def has_ended(self, now_s: float, latency_s: float) -> bool:
        """Return whether the last frame was heard; asked at each tick."""
        if not self._is_read or self.ring.waiting():
            return False
        if self._drained_at_s is None:
            self._drained_at_s = now_s
        return now_s - self._drained_at_s >= latency_s + SERVER_HOLDS_S

    def _begin(self, from_ms: int, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._clip = Clip(self._sound)
        self._whole_ms = self._clip.frames * 1000 // self._clip.rate_hz
        self._from_ms = min(from_ms, self._whole_ms)
        self._clip.go_to(self._from_ms)
        self._resampler = Resampler(self._clip.rate_hz, rate_hz, CHANNELS)
        self._largest_block = round(2 * FEED_S * rate_hz)
        self.ring = SampleRing(round(RING_S * rate_hz), CHANNELS)
        self.was_damaged = self._is_read = False
        self._drained_at_s = None
        for _ in range(FIRST_FEEDS):
            self.feed()

    def _feed(self, frames: int) -> None:
        try:
            block = self._clip.next_block(frames)
        except ValueError:
            self.was_damaged = self._is_read = True
            return
        if len(block):
            self.ring.write(_steps(self._resampler.next_block(block)))
        else:
            self._is_read = True
            self.ring.write(_steps(self._resampler.last_block()))


def _steps(block: Block) -> Frames:
    return np.asarray(np.clip(np.round(block * LARGEST), -LARGEST, LARGEST), np.int16)
