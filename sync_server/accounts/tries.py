"""Slowing down whoever guesses: a limit of wrong tries in a sliding span.

A stranger who guesses at an account must not keep its owner out: an address from which
the account has signed in before has a limit of its own.
"""

import threading
from collections import deque

from sync_server.errors import TooManyTriesError

MOST_TRIES = 10
SPAN_S = 15 * 60.0
"""S10 of the trust table: at most 10 tries in 15 minutes an account and an address."""

MOST_BUCKETS = 10_000
"""Names that strangers invent must not fill the memory."""


class TryLimit:
    """Counts wrong tries by bucket. For all threads."""

    def __init__(self, *, most_tries: int = MOST_TRIES, span_s: float = SPAN_S) -> None:
        self._most_tries = most_tries
        self._span_s = span_s
        self._guard = threading.Lock()
        self._tries: dict[str, deque[float]] = {}

    def require_free(self, buckets: tuple[str, ...], now_s: float) -> None:
        """Return if every bucket still has a try.

        Raises:
            TooManyTriesError: one has none; says for how long.
        """
        with self._guard:
            wait_s = max((self._wait_s(x, now_s) for x in buckets), default=0.0)
        if wait_s > 0:
            raise TooManyTriesError(f"try again in {int(wait_s) + 1} s")

    def count(self, buckets: tuple[str, ...], now_s: float) -> None:
        """Take down a wrong try."""
        with self._guard:
            if len(self._tries) > MOST_BUCKETS:
                self._drop_old(now_s)
            for bucket in buckets:
                self._tries.setdefault(bucket, deque(maxlen=self._most_tries)).append(
                    now_s
                )

    def forget(self, bucket: str) -> None:
        """Forget a bucket's wrong tries, after a right one."""
        with self._guard:
            self._tries.pop(bucket, None)

    def _wait_s(self, bucket: str, now_s: float) -> float:
        tries = self._tries.get(bucket)
        if tries is None:
            return 0.0
        while tries and tries[0] <= now_s - self._span_s:
            tries.popleft()
        if len(tries) < self._most_tries:
            return 0.0
        return tries[0] + self._span_s - now_s

    def _drop_old(self, now_s: float) -> None:
        for bucket in list(self._tries):
            if self._tries[bucket][-1] <= now_s - self._span_s:
                del self._tries[bucket]
        if len(self._tries) > MOST_BUCKETS:  # a flood of new names: oldest go first
            for bucket in list(self._tries)[: MOST_BUCKETS // 2]:
                del self._tries[bucket]
