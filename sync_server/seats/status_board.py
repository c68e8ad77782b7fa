"""What seats last said of themselves, in memory: for the proctor's screen only."""

import threading
from dataclasses import dataclass

from question_bank.formats.seat_status import SeatStatus
from sync_server.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatReport:
    """A status with its age."""

    status: SeatStatus
    heard_s: float

    def age_s(self, now_s: float) -> float:
        """Return how long ago the seat said so, by the server's monotonic clock."""
        return max(0.0, now_s - self.heard_s)


class StatusBoard:
    """The newest status of each seat. For all threads; empty after a restart."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._reports: dict[int, SeatReport] = {}
        self._lock = threading.Lock()
        self._changes = 0

    @property
    def changes(self) -> int:
        """Count of reports so far: whoever shows the board sees if it is stale."""
        return self._changes

    def put(self, seat_id: int, status: SeatStatus) -> None:
        """Keep a seat's newest status."""
        report = SeatReport(status=status, heard_s=self._clock.monotonic_s())
        with self._lock:
            self._reports[seat_id] = report
            self._changes += 1

    def report(self, seat_id: int) -> SeatReport | None:
        """Return a seat's newest status; None if it said nothing since the start."""
        return self._reports.get(seat_id)

    def forget(self, seat_id: int) -> None:
        """Take a revoked seat off the board."""
        with self._lock:
            self._reports.pop(seat_id, None)
