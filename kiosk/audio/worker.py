"""A thread that does what it is told, and ticks while there is something to tend."""

import queue
import threading
from collections.abc import Callable

TICK_S = 0.02
"""How often streams are tended: a fifth of what the card's buffers hold."""

CLOSE_WAIT_S = 3.0
"""A driver that hangs must not keep the program from ending; the thread is a daemon."""


class Worker:
    """Runs what is posted, one after the other, on a thread of its own.

    Posting is for any thread and never waits.
    """

    def __init__(self, name: str, tick: Callable[[], bool]) -> None:
        """Start.

        Args:
            tick: Called after each deed and then each TICK_S while it returns True.
        """
        self._tick = tick
        self._deeds: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def post(self, deed: Callable[[], None]) -> None:
        """Have it done soon."""
        self._deeds.put(deed)

    def close(self, last_deed: Callable[[], None]) -> None:
        """Do what was posted, then this, and end; waits CLOSE_WAIT_S at most."""
        self._deeds.put(last_deed)
        self._deeds.put(None)
        self._thread.join(CLOSE_WAIT_S)

    def _run(self) -> None:
        is_tending = False
        while True:
            try:
                deed = self._deeds.get(timeout=TICK_S if is_tending else None)
            except queue.Empty:
                deed = _nothing
            if deed is None:
                return
            deed()
            is_tending = self._tick()


def _nothing() -> None:
    return


def run_within(limit_s: float, deed: Callable[[], None]) -> bool:
    """Do it on a thread that may be left behind; return whether it ended in time.

    For calls into drivers, which may never return when a device or a sound server hangs.
    """
    thread = threading.Thread(target=deed, name="sound-driver-call", daemon=True)
    thread.start()
    thread.join(limit_s)
    return not thread.is_alive()
