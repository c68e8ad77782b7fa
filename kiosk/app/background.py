"""Slow work off the interface thread; its result comes back on it."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from kiosk.app.main_thread import MainThread
from question_bank.errors import ExamRoomError

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class Background:
    """A few worker threads. `run` from the interface thread only."""

    def __init__(self, main_thread: MainThread) -> None:
        self._main_thread = main_thread
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="background")

    def run(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[ExamRoomError], None],
    ) -> None:
        """Run `work` elsewhere, then `done` or `failed` on the interface thread.

        Anything but an ExamRoomError is a bug: it reaches the program's last resort.
        """

        def worked(future: Future[Result]) -> None:
            if not future.cancelled():
                self._main_thread.post(lambda: _deliver(future, done, failed))

        self._pool.submit(work).add_done_callback(worked)

    def stop(self) -> None:
        """Let running work end by itself; its result goes nowhere."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _deliver(
    future: Future[Result],
    done: Callable[[Result], None],
    failed: Callable[[ExamRoomError], None],
) -> None:
    try:
        result = future.result()
    except ExamRoomError as error:
        _log.info("background work failed: %s", error.code)
        failed(error)
        return
    done(result)
