"""One thread that makes entries of many seats durable together (group commit).

`submit` belongs to the event loop's thread. A job is told of its end on that thread, by
its own `settle`, whether or not anybody still waits for it: a cancelled request must not
leave a journal's head behind what is on disk.
"""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from question_bank.errors import ExamRoomError
from sync_server.errors import (
    BusyError,
    EntryKnownError,
    StorageFailedError,
    StorageFullError,
)

logger = logging.getLogger(__name__)

MOST_JOBS = 512
"""In one transaction; more would make the first of them wait for the last."""

MOST_QUEUED_BYTES = 256 * 1024 * 1024
"""What may wait in memory before seats are asked to come again."""

GATHER_S = 0.004
"""After a busy commit others are about to come: one commit for all of them is cheaper."""

BUSY_JOBS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """A row to be added to a journal."""

    sitting_id: int
    seq: int
    kind: str
    time_used_ms: int
    hash: bytes
    entry: bytes
    seat_id: int
    head_signature: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteJob:
    """Entries of one batch, written all or none.

    Attributes:
        settle: Called once on the loop's thread: None when durable, else why not.
    """

    entries: tuple[NewEntry, ...]
    size_bytes: int
    settle: Callable[[ExamRoomError | None], None]


class EntrySink(Protocol):
    """Where the writer writes."""

    def append(self, jobs: Sequence[tuple[NewEntry, ...]]) -> None:
        """Add all rows in one transaction; when this returns, power may fail.

        EntryKnownError if one of them is there already; StorageFullError and
        StorageFailedError as the disk has it. Nothing is added then.
        """
        ...


class EntryWriter:
    """The journal's only writer. `start`, then `submit` from the loop, then `close`."""

    def __init__(self, sink: EntrySink, make_room: Callable[[], bool]) -> None:
        """Take where to write, and what makes room on a full disk (False: nothing did)."""
        self._sink = sink
        self._make_room = make_room
        self._queue: deque[WriteJob] = deque()
        self._queued_bytes = 0
        self._wake = threading.Event()
        self._is_closing = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="entry-writer")
        self.commits = 0
        self.committed_entries = 0

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to write; outcomes are told on `loop`."""
        self._loop = loop
        self._thread.start()

    def close(self) -> None:
        """Write what is queued and stop; at most once."""
        self._is_closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
            logger.info(
                "%s entries in %s commits", self.committed_entries, self.commits
            )

    def submit(self, job: WriteJob) -> None:
        """Queue a job; only from the loop's thread.

        Raises:
            BusyError: too much is waiting; the job was not taken.
        """
        if self._is_closing:
            raise BusyError("the server stops")
        if self._queued_bytes + job.size_bytes > MOST_QUEUED_BYTES:
            raise BusyError(f"{self._queued_bytes} bytes wait to be written")
        self._queued_bytes += job.size_bytes
        self._queue.append(job)
        if not self._wake.is_set():
            self._wake.set()

    def _run(self) -> None:
        last = 0
        while True:
            self._wake.wait()
            self._wake.clear()
            if not self._queue:
                if self._is_closing:
                    return
                continue
            if last > BUSY_JOBS and not self._is_closing:
                time.sleep(GATHER_S)
            jobs = self._take()
            last = len(jobs)
            self._tell(jobs, self._write(jobs))
            if self._queue or self._is_closing:
                self._wake.set()

    def _take(self) -> list[WriteJob]:
        jobs: list[WriteJob] = []
        while self._queue and len(jobs) < MOST_JOBS:
            jobs.append(self._queue.popleft())
        return jobs

    def _write(self, jobs: list[WriteJob]) -> list[ExamRoomError | None]:
        """Write all together; if one of them is in the way, each by itself."""
        outcome = self._attempt(jobs)
        if isinstance(outcome, StorageFullError) and self._make_room():
            outcome = self._attempt(jobs)
        if isinstance(outcome, EntryKnownError) and len(jobs) > 1:
            return [self._attempt([job]) for job in jobs]
        return [outcome] * len(jobs)

    def _attempt(self, jobs: list[WriteJob]) -> ExamRoomError | None:
        try:
            self._sink.append([job.entries for job in jobs])
        except ExamRoomError as error:
            return error
        except Exception:
            logger.exception("the journal's writer met an error that nobody expected")
            return StorageFailedError("the journal's writer failed; see the log")
        self.commits += 1
        self.committed_entries += sum(len(job.entries) for job in jobs)
        return None

    def _tell(self, jobs: list[WriteJob], outcomes: list[ExamRoomError | None]) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._settle, jobs, outcomes)

    def _settle(
        self, jobs: list[WriteJob], outcomes: list[ExamRoomError | None]
    ) -> None:
        for job, outcome in zip(jobs, outcomes, strict=True):
            self._queued_bytes -= job.size_bytes
            job.settle(outcome)
