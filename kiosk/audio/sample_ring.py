"""A ring between a sound card's callback and a worker. Pure: memory only.

One thread writes, one reads; each moves only its own count, so neither waits for the
other. Memory is taken once: a callback must not wait for an allocator.
"""

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.int16]
"""Shape (frames, channels)."""


class SampleRing:
    """At most `capacity` frames on their way.

    Attributes:
        written: Frames ever written; the writer's.
        read: Frames ever read; the reader's.
    """

    def __init__(self, capacity: int, channels: int) -> None:
        self._memory: Frames = np.zeros((capacity, channels), np.int16)
        self._capacity = capacity
        self.written = 0
        self.read = 0

    def room(self) -> int:
        """Return how many frames can be written now."""
        return self._capacity - (self.written - self.read)

    def waiting(self) -> int:
        """Return how many frames can be read now."""
        return self.written - self.read

    def write(self, frames: Frames) -> int:
        """Take in as many as there is room for, the first ones; return how many."""
        count = min(len(frames), self.room())
        start = self.written % self._capacity
        first = min(count, self._capacity - start)
        self._memory[start : start + first] = frames[:first]
        self._memory[: count - first] = frames[first:count]
        self.written += count
        return count

    def read_into(self, frames: Frames) -> int:
        """Fill `frames` from its begin with what waits; return how many it were."""
        count = min(len(frames), self.waiting())
        start = self.read % self._capacity
        first = min(count, self._capacity - start)
        frames[:first] = self._memory[start : start + first]
        frames[first:count] = self._memory[: count - first]
        self.read += count
        return count

    def take(self) -> Frames:
        """Return all that waits."""
        frames: Frames = np.empty((self.waiting(), self._memory.shape[1]), np.int16)
        return frames[: self.read_into(frames)]

    def forget(self) -> None:
        """Throw away what waits; for the reader."""
        self.read = self.written
