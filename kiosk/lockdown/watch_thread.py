"""The lock's own thread: looks at the machine, wipes input methods, puts changes back.

All that may wait for the disk or for another program happens here.
"""

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable

from kiosk.lockdown.ports import Observation
from question_bank.errors import ExamRoomError

LOOK_EVERY_S = 1.0
"""What is told within two seconds (S15) must be looked for every second."""

_MOST_WAITING = 200
_log = logging.getLogger(__name__)


class WatchThread:
    """Looks every second; does what it is given between two looks.

    `observations` may be called from any thread.
    """

    def __init__(self, look: Callable[[], tuple[Observation, ...]]) -> None:
        self._look = look
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._seen: deque[Observation] = deque(maxlen=_MOST_WAITING)
        self._thread = threading.Thread(
            target=self._run, name="lock-watch", daemon=True
        )
        self._is_started = False

    def start(self) -> None:
        """Begin to look."""
        self._is_started = True
        self._thread.start()

    def do(self, work: Callable[[], None]) -> None:
        """Do something soon, after what was given before."""
        self._work.put(work)

    def tell(self, observation: Observation) -> None:
        """Add something that work has seen."""
        self._seen.append(observation)

    def observations(self) -> tuple[Observation, ...]:
        """Return what was seen since the last call."""
        taken = []
        while self._seen:
            taken.append(self._seen.popleft())
        return tuple(taken)

    def stop(self, wait_s: float) -> None:
        """Do what was given, then end; waits at most so long."""
        if not self._is_started:
            return
        self._work.put(None)
        self._thread.join(wait_s)

    def _run(self) -> None:
        while True:
            self._seen.extend(self._look())
            try:
                work = self._work.get(timeout=LOOK_EVERY_S)
                if work is None:
                    return
                work()
            except queue.Empty:
                continue
            except (ExamRoomError, OSError) as error:
                _log.warning("the lock's work failed: %s", error)
