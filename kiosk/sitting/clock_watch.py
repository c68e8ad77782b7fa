"""Whether somebody set the computer's wall clock: it and the boot clock drift apart. Pure.

The exam clock never looks at the wall clock; a jump is told so that nobody wonders about
the times in a journal.
"""

from dataclasses import dataclass

from kiosk.clock import Moment

LEAST_JUMP_MS = 2000
"""A time server slews a good clock by less than that between two looks."""


@dataclass(frozen=True, slots=True)
class ClockWatch:
    """The distance of both clocks at the last look; None before the first."""

    apart_ms: int | None = None

    def after(self, now: Moment) -> tuple["ClockWatch", int]:
        """Look again.

        Returns:
            The watch from now on, and by how much the wall clock was set since the last
            look, in milliseconds, below 0 for back; 0 for not at all.
        """
        apart_ms = now.wall_time_ms - now.boottime_ms
        jump_ms = 0 if self.apart_ms is None else apart_ms - self.apart_ms
        if self.apart_ms is not None and abs(jump_ms) < LEAST_JUMP_MS:
            return self, 0  # a slow drift adds up until it is worth telling
        return ClockWatch(apart_ms), jump_ms
