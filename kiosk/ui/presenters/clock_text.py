"""The exam clock as the candidate reads it, and the warnings (row 21). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.ui.presenters.message import Message, message

WARNINGS_MS = (15 * 60_000, 5 * 60_000, 60_000)
"""Time left at which a warning is shown where a session's policies say nothing."""

SECTION_WARNINGS_MS = (5 * 60_000, 60_000)
"""The same for a section with a time of its own."""

MINUTE_MS = 60_000

LAST_MINUTES_MS = 5 * 60_000
"""From here on the clock looks urgent, and shows itself though it was hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """What the clock shows.

    Attributes:
        text: Hours, minutes, seconds.
        is_urgent: In the last minutes; is_stopped: under a lock.
    """

    text: str
    is_urgent: bool = False
    is_stopped: bool = False


def clock_text(left_ms: int) -> str:
    """Return `1:05:09`; rounded up, so that 0:00:00 means that it is over."""
    left_s = -(-max(0, left_ms) // 1000)
    return f"{left_s // 3600}:{left_s // 60 % 60:02}:{left_s % 60:02}"


def clock_view(left_ms: int, *, is_stopped: bool = False) -> ClockView:
    """Return the clock."""
    return ClockView(
        text=clock_text(left_ms),
        is_urgent=left_ms <= LAST_MINUTES_MS,
        is_stopped=is_stopped,
    )


def time_warning(
    before_ms: int, now_ms: int, warnings_ms: Iterable[int] = WARNINGS_MS
) -> Message | None:
    """Return the warning that fell due between two readings of the time left.

    Of several the one with the least time: after a resume only the newest counts.
    """
    due_ms = _due(before_ms, now_ms, warnings_ms)
    if due_ms is None:
        return None
    if due_ms % MINUTE_MS:
        return message("clock.warning_s", seconds=due_ms // 1000)
    return message("clock.warning", minutes=due_ms // MINUTE_MS)


def section_warning(title: str, before_ms: int, now_ms: int) -> Message | None:
    """Return the same for a section with a time of its own."""
    due_ms = _due(before_ms, now_ms, SECTION_WARNINGS_MS)
    if due_ms is None:
        return None
    return message("clock.section_warning", title=title, minutes=due_ms // MINUTE_MS)


def _due(before_ms: int, now_ms: int, warnings_ms: Iterable[int]) -> int | None:
    if now_ms <= 0:
        return None
    due = [limit for limit in warnings_ms if now_ms <= limit < before_ms]
    return min(due, default=None)
