"""A lock that sees what a test tells it, and notes what is asked of it."""

from kiosk.lockdown.ports import LockMode, LockReport, Measure, Observation


class HandLock:
    """Implements LockPort."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.seen: tuple[Observation, ...] = ()

    def engage(self) -> LockReport:
        self.asked.append("engage")
        return LockReport(mode=LockMode.SESSION, locked=(Measure.KEYS,))

    def observe(self) -> tuple[Observation, ...]:
        seen, self.seen = self.seen, ()
        return seen

    def wipe_input_history(self) -> None:
        self.asked.append("wipe")

    def release(self) -> None:
        self.asked.append("release")
