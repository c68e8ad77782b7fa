"""A server's clock that only a test moves."""

from datetime import UTC, datetime, timedelta


class ServerClock:
    """Both clocks of a server, moved together."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
        self.monotonic = 1000.0

    def utc_now(self) -> datetime:
        return self.wall

    def monotonic_s(self) -> float:
        return self.monotonic

    def pass_s(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.monotonic += seconds
