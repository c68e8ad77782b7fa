"""What the proctor should see of a seat though its exam goes on: codes that fade."""

from kiosk.clock import Clock

SHOWN_MS = 5 * 60_000
"""How long something that happened stands at the console; the journal keeps it."""
MOST_NOTICES = 32


class NoticeBoard:
    """Codes, each until its time is over or until it is taken down. For one thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until_ms: dict[str, int | None] = {}

    def happened(self, code: str, shown_ms: int = SHOWN_MS) -> None:
        """Something happened: show its code for a while."""
        if self._until_ms.get(code, 0) is not None:
            self._until_ms[code] = self._now_ms() + shown_ms

    def stands(self, code: str, *, is_so: bool) -> None:
        """Something is so until it isn't."""
        if is_so:
            self._until_ms[code] = None
        elif self._until_ms.get(code, 0) is None:
            del self._until_ms[code]

    def clear(self) -> None:
        """Begin anew: for the next candidate."""
        self._until_ms = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """What is to be shown now, oldest first."""
        now_ms = self._now_ms()
        self._until_ms = {
            code: until
            for code, until in self._until_ms.items()
            if until is None or until > now_ms
        }
        return tuple(self._until_ms)[:MOST_NOTICES]

    def _now_ms(self) -> int:
        return round(self._clock.boottime_s() * 1000)
