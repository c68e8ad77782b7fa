"""Slowing down who guesses: a few wrong tries are free, then each costs time."""

import threading
from collections.abc import Hashable

from sync_server.clock import Clock
from sync_server.errors import TooManyTriesError

FREE_TRIES = 5
WAIT_S = 30.0
MOST_KEYS = 10_000


class TryLimit:
    """Counts wrong tries by key. For all threads.

    After FREE_TRIES wrong ones a key waits WAIT_S, twice as long after each further
    one, at most 16 times; a right try clears it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tries: dict[Hashable, tuple[int, float]] = {}

    def check(self, *keys: Hashable) -> None:
        """Return if each key may try now.

        Raises:
            TooManyTriesError: one of them has to wait; the try was not made.
        """
        now = self._clock.monotonic_s()
        with self._lock:
            for key in keys:
                wrong, last_s = self._tries.get(key, (0, 0.0))
                over = min(wrong - FREE_TRIES, 4)
                if over >= 0 and now - last_s < WAIT_S * 2**over:
                    raise TooManyTriesError(f"{wrong} wrong tries")

    def count_wrong(self, *keys: Hashable) -> None:
        """Count a wrong try of each key."""
        now = self._clock.monotonic_s()
        with self._lock:
            for key in keys:
                wrong, _ = self._tries.pop(key, (0, 0.0))
                self._tries[key] = (wrong + 1, now)  # newest last
            while len(self._tries) > MOST_KEYS:
                del self._tries[next(iter(self._tries))]

    def clear(self, *keys: Hashable) -> None:
        """Forget the wrong tries of each key: this one was right."""
        with self._lock:
            for key in keys:
                self._tries.pop(key, None)
