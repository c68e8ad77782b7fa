"""A clock that only a test moves."""

from datetime import UTC, datetime, timedelta

from kiosk.clock import Moment, moment


class HandClock:
    """Both clocks of a seat, each moved by hand."""

    def __init__(self, boot: str = "boot-1") -> None:
        self.boot = boot
        self.since_boot_ms = 1_000_000
        self.wall = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)

    def utc_now(self) -> datetime:
        return self.wall

    def boottime_s(self) -> float:
        return self.since_boot_ms / 1000

    def boot_id(self) -> str:
        return self.boot

    def pass_ms(self, ms: int) -> Moment:
        """Let true time pass, and return what both clocks say then."""
        self.since_boot_ms += ms
        self.wall += timedelta(milliseconds=ms)
        return self.now()

    def jump_wall_s(self, seconds: float) -> Moment:
        """Set the wall clock, as NTP or a person does."""
        self.wall += timedelta(seconds=seconds)
        return self.now()

    def reboot(self, boot: str, down_ms: int) -> Moment:
        """Start the machine anew: the boot clock begins at 0."""
        self.pass_ms(down_ms)
        self.boot = boot
        self.since_boot_ms = 20_000
        return self.now()

    def now(self) -> Moment:
        return moment(self)
