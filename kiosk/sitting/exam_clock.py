"""The exam clock: time used is summed from the boot clock; wall clocks decide nothing.

remaining = duration + extensions - used. A lock stops it. Pure: time is an argument.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.clock import Moment
from question_bank.journal.sitting_record import SittingRecord

MOST_WALL_COUNTED_MS = 10 * 60 * 1000
"""A wall clock that is wrong must not end a sitting; see docs/decisions/0138."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamClock:
    """Time used, running or stopped.

    Attributes:
        used_ms: Time used when it last started or stopped.
        running_since_ms: The boot clock when it last started; None while stopped.
    """

    used_ms: int
    running_since_ms: int | None = None

    def used_at(self, now: Moment) -> int:
        """Return the time used by now, in ms; never less than before."""
        if self.running_since_ms is None:
            return self.used_ms
        return self.used_ms + max(0, now.boottime_ms - self.running_since_ms)

    def started(self, now: Moment) -> "ExamClock":
        """Return the clock, running from now on."""
        if self.running_since_ms is not None:
            return self
        return replace(self, running_since_ms=now.boottime_ms)

    def stopped(self, now: Moment) -> "ExamClock":
        """Return the clock, standing still from now on."""
        return ExamClock(used_ms=self.used_at(now))


class DownTimeSource(StrEnum):
    """What the down time was measured with."""

    BOOTTIME = "boottime"
    """The same boot: exact."""
    WALL = "wall"
    """Another boot or another computer: as good as their wall clocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DownTime:
    """How long nobody could answer.

    Attributes:
        down_ms: As it was measured.
        counted_ms: What of it is added to the time used.
    """

    down_ms: int
    source: DownTimeSource
    counted_ms: int


def down_time(
    record: SittingRecord, now: Moment, boot_id: str, *, is_counted: bool
) -> DownTime:
    """Return how long a sitting was down, from its journal's last entry until now.

    Args:
        is_counted: The session's policy: whether down time counts as time used. A
            sitting that was locked had its clock stopped: nothing of it counts. What
            only wall clocks measured counts up to MOST_WALL_COUNTED_MS.
    """
    if record.boot_id == boot_id:
        source = DownTimeSource.BOOTTIME
        # The last entry came after the last reading of the boot clock by this much.
        after_reading_ms = record.time_used_ms - record.boot_time_used_ms
        down_ms = now.boottime_ms - record.boot_time_ms - after_reading_ms
    else:
        source = DownTimeSource.WALL
        down_ms = now.wall_time_ms - record.last_wall_time_ms
    down_ms = max(0, down_ms)
    counted_ms = down_ms if is_counted and not record.is_locked else 0
    if source is DownTimeSource.WALL:
        counted_ms = min(counted_ms, MOST_WALL_COUNTED_MS)
    return DownTime(down_ms=down_ms, source=source, counted_ms=counted_ms)
