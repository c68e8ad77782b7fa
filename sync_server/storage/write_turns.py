"""Turns at the one writer's place of SQLite, first come first served.

SQLite's own waiting is polling with growing pauses: under a steady stream of group
commits another writer could wait for seconds. Threads in this process queue up here.
"""

import threading
from collections import deque
from types import TracebackType


class WriteTurns:
    """A lock that is handed on in the order of asking. For all threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Event] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()  # stays taken: it is the next one's now
            else:
                self._is_taken = False
