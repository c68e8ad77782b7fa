"""Slowing down who guesses: a few wrong tries are free, then each costs time."""

import threading
from collections.abc import Hashable, Mapping

from sync_server.clock import Clock
from sync_server.errors import TooManyTriesError

WAIT_S = 30.0
MOST_KEYS = 10_000


class TryLimit:
    """Counts wrong tries by key. For all threads.

    A try counts as wrong from before it is looked at until it proves right, so that many
    at once get no further than one after another. Once its free ones are used up a key
    waits WAIT_S, twice as long after each further one, at most 16 times.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tries: dict[Hashable, tuple[int, float]] = {}

    def begin(self, free_tries: Mapping[Hashable, int]) -> None:
        """Count a try of each key, as a wrong one until `clear` says otherwise.

        Args:
            free_tries: The keys, each with how many wrong tries cost it nothing.

        Raises:
            TooManyTriesError: one of them has to wait; nothing was counted.
        """
        now = self._clock.monotonic_s()
        with self._lock:
            for key, free in free_tries.items():
                wrong, last_s = self._tries.get(key, (0, 0.0))
                over = min(wrong - free, 4)
                if over >= 0 and now - last_s < WAIT_S * 2**over:
                    raise TooManyTriesError(f"{wrong} wrong tries")
            for key in free_tries:
                wrong, _ = self._tries.pop(key, (0, 0.0))
                self._tries[key] = (wrong + 1, now)  # newest last
            while len(self._tries) > MOST_KEYS:
                del self._tries[next(iter(self._tries))]

    def clear(self, *keys: Hashable) -> None:
        """Forget the wrong tries of each key: this one was right."""
        with self._lock:
            for key in keys:
                self._tries.pop(key, None)
