"""The one place of the server that asks what time it is."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Time as the rest of the server is given it."""

    def utc_now(self) -> datetime:
        """Return the wall clock's time, aware; a label, it decides nothing alone."""
        ...

    def monotonic_s(self) -> float:
        """Return seconds that only go forward, for ages and limits."""
        ...


class SystemClock:
    """The machine's clocks."""

    def utc_now(self) -> datetime:
        """Return the wall clock's time in UTC."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Return the monotonic clock."""
        return time.monotonic()


def utc_text(moment: datetime) -> str:
    """Return RFC 3339 in UTC with milliseconds and `Z`, as records and rows hold it.

    Raises:
        ValueError: a moment without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def parse_utc_text(text: str) -> datetime:
    """Return the moment that `utc_text` wrote."""
    return datetime.fromisoformat(text)
