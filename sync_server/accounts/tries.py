"""At most so many in a sliding span: for guesses at accounts and opening codes.

A try is taken before it is looked at: a hundred guesses at once are counted like a
hundred guesses one after another. (`seats.try_limit` has another rule: a few wrong
numbers cost a candidate nothing, then each costs more time.)
"""

import threading
from collections import deque

from sync_server.errors import TooManyTriesError

MOST_TRIES = 10
SPAN_S = 15 * 60.0
"""S10 of the trust table: at most 10 tries in 15 minutes an account and an address."""

MOST_BUCKETS = 10_000
"""Names that strangers invent must not fill the memory."""


class SlidingLimit:
    """Counts by bucket. For all threads."""

    def __init__(self, *, most: int = MOST_TRIES, span_s: float = SPAN_S) -> None:
        self._most = most
        self._span_s = span_s
        self._guard = threading.Lock()
        self._taken: dict[str, deque[float]] = {}

    def take(self, buckets: tuple[str, ...], now_s: float) -> float:
        """Take one of every bucket and return 0; if one has none left, the wait in s."""
        with self._guard:
            wait_s = max((self._wait_s(x, now_s) for x in buckets), default=0.0)
            if wait_s > 0:
                return wait_s
            if len(self._taken) > MOST_BUCKETS:
                self._drop_old(now_s)
            for bucket in buckets:
                taken = self._taken.setdefault(bucket, deque(maxlen=self._most))
                taken.append(now_s)
            return 0.0

    def require(self, buckets: tuple[str, ...], now_s: float) -> None:
        """Take a try of every bucket.

        Raises:
            TooManyTriesError: one has none left; says for how long. Nothing was taken.
        """
        wait_s = self.take(buckets, now_s)
        if wait_s > 0:
            raise TooManyTriesError(f"try again in {int(wait_s) + 1} s")

    def give_back(self, buckets: tuple[str, ...], taken_s: float) -> None:
        """Undo a `take` made at `taken_s`: it was no wrong try."""
        with self._guard:
            for bucket in buckets:
                taken = self._taken.get(bucket)
                if taken is not None and taken_s in taken:
                    taken.remove(taken_s)

    def forget(self, buckets: tuple[str, ...]) -> None:
        """Forget all that was taken of buckets: a try was right."""
        with self._guard:
            for bucket in buckets:
                self._taken.pop(bucket, None)

    def _wait_s(self, bucket: str, now_s: float) -> float:
        taken = self._taken.get(bucket)
        if taken is None:
            return 0.0
        while taken and taken[0] <= now_s - self._span_s:
            taken.popleft()
        if len(taken) < self._most:
            return 0.0
        return taken[0] + self._span_s - now_s

    def _drop_old(self, now_s: float) -> None:
        for bucket in list(self._taken):
            if self._is_old(bucket, now_s):
                del self._taken[bucket]
        if len(self._taken) > MOST_BUCKETS:  # a flood of new names: oldest go first
            for bucket in list(self._taken)[: MOST_BUCKETS // 2]:
                del self._taken[bucket]

    def _is_old(self, bucket: str, now_s: float) -> bool:
        taken = self._taken[bucket]
        return not taken or taken[-1] <= now_s - self._span_s
