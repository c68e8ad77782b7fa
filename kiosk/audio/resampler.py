"""Sound at another rate, a block at a time. Pure.

A polyphase filter of windowed sincs: band-limited, so that nothing above half the lower
rate folds back into speech, and without delay against the input.

Source:
    Kaiser's window and its formula for beta and length: Oppenheim, Schafer, Discrete-Time
    Signal Processing, 7.5.3; 80 dB lies below the noise of any headset.
"""

from math import ceil, gcd

import numpy as np
from numpy.typing import NDArray

STOP_BAND_DB = 80.0
TRANSITION = 0.1
"""Of the lower Nyquist frequency: 16 kHz keeps all below 7.2 kHz."""

Block = NDArray[np.float32]
"""Shape (frames, channels)."""


class Resampler:
    """Turns blocks of one rate into blocks of another; for one thread."""

    def __init__(self, from_hz: int, to_hz: int, channels: int) -> None:
        if min(from_hz, to_hz, channels) < 1:
            raise ValueError(f"{from_hz} Hz to {to_hz} Hz, {channels} channels")
        common = gcd(from_hz, to_hz)
        self._up, self._down = to_hz // common, from_hz // common
        self._filters = _filters(self._up, self._down)
        taps = self._filters.shape[1]
        self._lead = taps // 2  # input frames before the centre of the filter
        self._held: Block = np.zeros((self._lead, channels), np.float32)
        self._dropped = -self._lead  # index of _held[0] in the input
        self._taken = 0
        self._made = 0

    def next_block(self, block: Block) -> Block:
        """Return all output that the input so far decides."""
        self._taken += len(block)
        if self._up == self._down:
            return block
        self._held = np.concatenate((self._held, block))
        last = self._dropped + len(self._held) - self._filters.shape[1] + self._lead
        return self._make((last * self._up) // self._down + 1)

    def last_block(self) -> Block:
        """Return the rest; output frames in all: input frames * to / from, rounded up."""
        if self._up == self._down:
            return np.zeros((0, self._held.shape[1]), np.float32)
        silence = np.zeros((self._filters.shape[1], self._held.shape[1]), np.float32)
        self._held = np.concatenate((self._held, silence))
        return self._make(ceil(self._taken * self._up / self._down))

    def _make(self, until: int) -> Block:
        """Make the output frames from `_made` to `until`, and let go of old input."""
        if until <= self._made:
            return np.zeros((0, self._held.shape[1]), np.float32)
        scaled = np.arange(self._made, until, dtype=np.int64) * self._down
        first = scaled // self._up - self._lead - self._dropped
        windows = np.lib.stride_tricks.sliding_window_view(
            self._held, self._filters.shape[1], axis=0
        )
        made = np.einsum("fct,ft->fc", windows[first], self._filters[scaled % self._up])
        self._made = until
        keep_from = (until * self._down) // self._up - self._lead
        self._held = self._held[max(0, keep_from - self._dropped) :]
        self._dropped = max(self._dropped, keep_from)
        return np.asarray(made, np.float32)


def _filters(up: int, down: int) -> NDArray[np.float32]:
    """Return a filter a phase, shape (up, taps); each sums to 1."""
    ratio = min(1.0, up / down)
    beta = 0.1102 * (STOP_BAND_DB - 8.7)
    length = (STOP_BAND_DB - 7.95) / (2.285 * np.pi * TRANSITION * ratio)
    half = ceil(length / 2)
    cutoff = ratio * (1.0 - TRANSITION / 2)
    offsets = np.arange(-half, half + 1)[None, :] - (np.arange(up) / up)[:, None]
    inside = np.clip(1.0 - np.square(offsets / (half + 1)), 0.0, None)
    filters = np.sinc(cutoff * offsets) * np.i0(beta * np.sqrt(inside))
    return np.asarray(filters / filters.sum(axis=1, keepdims=True), np.float32)
