"""Counts frames that a microphone never gave, from time alone. Pure.

A driver may say that it lost sound, never how much, and some say nothing. But who loses
frames falls behind the clock and stays behind; who is only late catches up. So the least
lag of the newest second, against the least lag before, is what was lost.
"""

from collections import deque
from dataclasses import dataclass, field

WINDOW_S = 1.0
"""A late callback has caught up by then: buffers hold a tenth of that."""

LEAST_GAP_S = 0.03
"""Smaller gaps without a word from the driver are the jitter of buffers (25 ms a piece)."""

DRIFT = 0.001
"""Sound cards run up to 0.1 % fast or slow against the clock (cheap crystals: 100 ppm; the
rest for sound servers that adjust); the lag may creep by that without being a loss."""


@dataclass(slots=True)
class LostFrames:
    """One capture's ledger.

    Attributes:
        rate_hz: Of the device.
    """

    rate_hz: int
    _lags: deque[tuple[float, float]] = field(default_factory=deque)
    _base_s: float | None = None
    _base_at_s: float = 0.0
    _told_at_s: float | None = None

    def next_lost(self, at_s: float, frames: int, *, overflowed: bool) -> int:
        """Return how many frames are known to be lost since the last call.

        Args:
            at_s: When the newest frames came; a clock that never goes back.
            frames: All that came so far, those included.
            overflowed: The driver said that it lost some; then it is at least one.
        """
        if overflowed and self._told_at_s is None:
            self._told_at_s = at_s
        self._lags.append((at_s, at_s - frames / self.rate_hz))
        if at_s - self._lags[0][0] < WINDOW_S:
            return 0
        while at_s - self._lags[0][0] > WINDOW_S:
            self._lags.popleft()
        least_s = min(lag for _, lag in self._lags)
        if self._base_s is None:
            self._base_s, self._base_at_s = least_s, at_s
        return self._settle(self._base_s, least_s, at_s)

    def last_lost(self) -> int:
        """Return what a driver spoke of and time did not yet show: one frame, or none."""
        told, self._told_at_s = self._told_at_s, None
        return 0 if told is None else 1

    def _settle(self, base_s: float, least_s: float, at_s: float) -> int:
        gap_s = least_s - base_s
        is_told = self._told_at_s is not None and at_s - self._told_at_s >= WINDOW_S
        if is_told or gap_s > LEAST_GAP_S:
            self._base_s, self._base_at_s = least_s, at_s
            self._told_at_s = None
            return max(1, round(gap_s * self.rate_hz))
        creep_s = DRIFT * (at_s - self._base_at_s)
        self._base_s, self._base_at_s = min(least_s, base_s + creep_s), at_s
        return 0
