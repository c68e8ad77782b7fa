"""Which phase the seat is in; every step is one of `seat_phase.TRANSITIONS`."""

import logging

from kiosk.sitting.seat_phase import TRANSITIONS, SeatPhase, SeatSignal, next_phase

_log = logging.getLogger(__name__)


class PhaseKeeper:
    """The one phase of one seat. For the interface thread.

    Attributes:
        phase: What the seat is doing.
    """

    def __init__(self) -> None:
        self.phase = SeatPhase.IDLE

    def go(self, signal: SeatSignal) -> None:
        """Go on by `signal`.

        Raises:
            RuntimeError: it cannot happen now: a bug; `allows` was not asked.
        """
        self.phase = next_phase(self.phase, signal)
        _log.info("phase %s", self.phase)

    def allows(self, signal: SeatSignal) -> bool:
        """Return whether `signal` can happen now.

        Slow work comes back to a seat that may have moved on meanwhile.
        """
        return (self.phase, signal) in TRANSITIONS
