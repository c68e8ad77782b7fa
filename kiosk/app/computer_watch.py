"""What the lock and the clocks see becomes entries of the sitting and notices for the proctor.

Lives on the interface thread; looks at the clocks every second, and is told by the lock.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kiosk.app.notices import NoticeBoard
from kiosk.clock import Clock, moment
from kiosk.lockdown.ports import Observation, ObservationCode
from kiosk.sitting.acts import SeatNews
from kiosk.sitting.clock_watch import ClockWatch
from question_bank.formats.entry_bodies import (
    ClockJumped,
    FocusGained,
    FocusLost,
    Observed,
)

LOOK_MS = 1000
_OWN = frozenset({ObservationCode.CLOCK_JUMPED})
"""Seen here by both clocks, whatever the lock."""


class ComputerWatch:
    """Looks at one computer.

    Args (of the constructor):
        tell: Writes news into the journal of the sitting that runs, if one does.
    """

    def __init__(
        self,
        parent: QObject,
        clock: Clock,
        notices: NoticeBoard,
        tell: Callable[[SeatNews], None],
    ) -> None:
        self._clock = clock
        self._notices = notices
        self._tell = tell
        self._clocks = ClockWatch()
        self._timer = QTimer(parent)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look from now on."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """See whether the wall clock was set since the last look."""
        self._clocks, jump_ms = self._clocks.after(moment(self._clock))
        if jump_ms:
            self._tell(ClockJumped(jump_ms=jump_ms))
            self._notices.happened(str(ObservationCode.CLOCK_JUMPED))

    def take(self, observations: tuple[Observation, ...]) -> None:
        """The lock saw something."""
        for seen in observations:
            if seen.code not in _OWN:
                self._tell(news_of(seen))
                if seen.is_alarm:
                    self._notices.happened(str(seen.code))


def news_of(seen: Observation) -> SeatNews:
    """Return the entry of an observation."""
    match seen.code:
        case ObservationCode.FOCUS_LOST:
            return FocusLost(what=seen.detail)
        case ObservationCode.FOCUS_GAINED:
            return FocusGained(lost_ms=seen.duration_ms)
        case _:
            return Observed(what=str(seen.code), detail=seen.detail)
