"""When the server was last heard; its age is what the screens show."""

from kiosk.clock import Clock

NEVER_MS = 10_000_000
"""Older than any limit: nothing was ever heard."""


class LastWord:
    """The server's last word, by the boot clock. For one thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heard_s: float | None = None

    def heard(self) -> None:
        """The server answered something."""
        self._heard_s = self._clock.boottime_s()

    def age_ms(self) -> int:
        """Return the time since then; NEVER_MS before the first word."""
        if self._heard_s is None:
            return NEVER_MS
        return int((self._clock.boottime_s() - self._heard_s) * 1000)
