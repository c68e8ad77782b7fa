"""The writer thread: owns the journal's connection, makes drafts durable in order.

submit(draft) ─► queue ─► [all that wait: seal, chain, one transaction] ─► on_saved
                               │ the disk refuses, and there is no room to be made
                               └─► on_failed; the very same entries again each second
                                   until they are stored ─► on_saved, on_recovered
"""

import logging
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Protocol

from kiosk.clock import Clock
from kiosk.errors import JournalWriteError, KioskError
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.storage.connection import Connection
from kiosk.storage.journal_outbox import JournalOutbox, Saved
from kiosk.storage.journal_store import DISK_FULL
from question_bank.formats.entry_bodies import WriteFailed
from question_bank.identifiers import SittingUuid

RETRY_S = 1.0
"""Longest wait between two tries while the disk refuses."""

_log = logging.getLogger(__name__)


class WriterListener(Protocol):
    """Told by the writer's thread; must return at once and never raise."""

    def on_saved(self, saved: Saved) -> None:
        """More is durable than before."""
        ...

    def on_failed(self, error: KioskError) -> None:
        """The disk refused; told once, until it recovers."""
        ...

    def on_recovered(self) -> None:
        """All that had waited is durable."""
        ...


class RoomMaker(Protocol):
    """Gives answers the room that was kept back for them."""

    def make_room(self, *, is_refused: bool) -> bool:
        """Return whether there is more room now; `is_refused`: for lack of room."""
        ...


class JournalWriter:
    """One sitting's writer.

    `submit` from one thread (the main one), `stop` from that thread too.
    """

    def __init__(
        self,
        open_connection: Callable[[], Connection],
        sitting_uuid: SittingUuid,
        body_key: bytes,
        listener: WriterListener,
        clock: Clock,
        disk: RoomMaker | None = None,
    ) -> None:
        """Prepare; nothing is opened before `start`.

        Args:
            open_connection: Opens the sitting's store; called in the writer's thread,
                and again after each failure.
            body_key: Drawn for this start of the kiosk and for nothing else.
            clock: Measures how long a failure lasted.
            disk: Asked for room when a write fails, before anybody is told.
        """
        self._outbox = JournalOutbox(open_connection, sitting_uuid, body_key)
        self._listener = listener
        self._clock = clock
        self._disk = disk
        self._queue: SimpleQueue[tuple[EntryDraft, int] | None] = SimpleQueue()
        self._tickets = 0
        self._newest: EntryDraft | None = None
        self._failure: tuple[float, str] | None = None
        self._thread = threading.Thread(target=self._run, name="journal-writer")

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def submit(self, draft: EntryDraft) -> int:
        """Hand a draft over and return its ticket, from 1; never waits for the disk.

        Raises:
            RuntimeError: the writer was never started, or has ended.
        """
        if not self._thread.is_alive():
            raise RuntimeError("the journal's writer does not run")
        self._tickets += 1
        self._queue.put((draft, self._tickets))
        return self._tickets

    def stop(self, *, timeout_s: float = 10.0) -> bool:
        """Write what waits, end the thread, and return whether it ended in time.

        While the disk refuses, one last try is made and the rest is given up.
        """
        self._queue.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            goes_on = True
            while goes_on:
                goes_on = self._take_waiting()
                self._save_waiting()
        finally:
            self._outbox.close()

    def _take_waiting(self) -> bool:
        """Wait for a draft, take all there are; return False once `stop` was called."""
        try:
            waiting = self._queue.get(timeout=RETRY_S if self._failure else None)
            while waiting is not None:
                self._newest, ticket = waiting
                self._outbox.add(self._newest, ticket)
                waiting = self._queue.get_nowait()
        except Empty:
            return True
        return False

    def _save_waiting(self) -> None:
        try:
            while self._outbox.has_pending:
                self._listener.on_saved(self._saved())
            if self._failure is not None:
                self._note_recovery(*self._failure)
        except KioskError as error:
            self._note_failure(error)

    def _saved(self) -> Saved:
        """Save; where the disk has no room, once more in the room kept for answers."""
        try:
            return self._outbox.save()
        except KioskError as error:
            is_full = isinstance(error, JournalWriteError) and error.reason == DISK_FULL
            if self._disk is None or not self._disk.make_room(is_refused=is_full):
                raise
        return self._outbox.save()

    def _note_failure(self, error: KioskError) -> None:
        if self._failure is None:
            reason = error.reason if isinstance(error, JournalWriteError) else "store"
            self._failure = self._clock.boottime_s(), reason
            _log.warning("the journal is not written: %s %s", error.code, reason)
            self._listener.on_failed(error)

    def _note_recovery(self, since_s: float, reason: str) -> None:
        """Write down that saving had failed, durable like any entry; then tell."""
        failed_ms = max(0, int((self._clock.boottime_s() - since_s) * 1000))
        self._failure = None
        newest = self._newest
        assert newest is not None  # something had to be saved for it to fail
        note = EntryDraft(
            body=WriteFailed(reason=reason, failed_ms=failed_ms),
            time_used_ms=newest.time_used_ms,
            wall_time_ms=newest.wall_time_ms,
        )
        self._outbox.add(note, 0)
        self._listener.on_saved(self._saved())
        _log.info("the journal is written again after %s ms", failed_ms)
        self._listener.on_recovered()
