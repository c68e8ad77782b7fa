"""The thread that brings a sitting's journal to the server, for ever.

It only does what `kiosk.journal.sync_round` says. It reads the store through its own
connection and signs each batch's head; the server's word goes to a callback.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Protocol

from kiosk.errors import (
    KioskError,
    ServerRefusedError,
    ServerUnreachableError,
    StoreUnreadableError,
)
from kiosk.journal.sync_round import (
    AskHead,
    Done,
    NoAnswer,
    Outcome,
    Receipt,
    Refused,
    Send,
    SyncProgress,
    Wait,
    after_outcome,
    next_step,
)
from kiosk.transport.server_client import ServerClient
from question_bank.errors import FormatError
from question_bank.formats.journal_entry import (
    JournalHead,
    head_after,
    parse_journal_entry,
)
from question_bank.formats.sync_batch import SyncBatch
from question_bank.identifiers import SittingUuid
from question_bank.sealing.journal_seal import sign_head
from question_bank.sealing.signing_keys import SigningKey

RESTING_S = 30.0
"""With nothing to send a wake-up comes from the writer; this is only a safety net."""

LONGEST_REOPEN_S = 30.0
"""Between two tries to read a journal that this disk does not give."""

_log = logging.getLogger(__name__)


class JournalToSend(Protocol):
    """A sitting's durable journal, read in this thread only."""

    def head(self) -> JournalHead:
        """Return the durable end."""
        ...

    def hash_at(self, seq: int) -> bytes | None:
        """Return the chain's hash after an entry; None beyond the end."""
        ...

    def entries_after(self, seq: int) -> tuple[bytes, ...]:
        """Return raw entries, as many as fit in a batch."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class SyncListener(Protocol):
    """Told by the sync thread; must return at once and never raise."""

    def on_receipt(self, head: JournalHead) -> None:
        """The server has this very journal so far (it may go back after a restore).

        Ends what `on_sync_stopped` told.
        """
        ...

    def on_silence(self, code: str) -> None:
        """The server did not take a batch; it is tried again."""
        ...

    def on_sync_stopped(self, code: str) -> None:
        """Nothing arrives until people act; it is tried on slowly. The exam goes on."""
        ...


_NOTED = frozenset(
    {"SITTING_AT_ANOTHER_SEAT", "SITTING_CLOSED", "ROOM_CLOSED", "LATE_ENTRY"}
)
"""Refusals of a claim after which entries are taken in all the same."""


class SyncThread:
    """One sitting's sync."""

    def __init__(
        self,
        client: ServerClient,
        open_journal: Callable[[], JournalToSend],
        sitting_uuid: SittingUuid,
        signing_key: SigningKey,
        listener: SyncListener,
    ) -> None:
        """Prepare.

        Args:
            open_journal: Called in the sync thread, which closes what it returns.
        """
        self._client = client
        self._open_journal = open_journal
        self._sitting_uuid = sitting_uuid
        self._signing_key = signing_key
        self._listener = listener
        self._wake = threading.Event()
        self._stopped = False
        self._told_stop = ""
        self._was_noted = False
        self._random = random.Random()  # noqa: S311 - jitter, not a secret
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There is something new to send."""
        self._wake.set()

    def stop(self, wait_s: float) -> None:
        """End; what is not yet sent stays on this disk."""
        self._stopped = True
        self._wake.set()
        self._client.close()
        self._thread.join(wait_s)

    def _run(self) -> None:
        failures = 0
        while not self._stopped:
            try:
                with closing(self._open_journal()) as journal:
                    failures = 0
                    self._sync(journal)
            except KioskError as error:
                # This disk does not read just now; the writer may live all the same.
                _log.warning("the journal is not read: %s", error.code)
                self._tell_stop(error.code)
                failures += 1
                self._wake_after(
                    min(LONGEST_REOPEN_S, 2.0 ** min(failures, 10)), is_early=False
                )

    def _sync(self, journal: JournalToSend) -> None:
        progress = SyncProgress()
        while not self._stopped:
            self._wake.clear()
            now_s = time.monotonic()
            step = next_step(progress, journal.head(), now_s)
            match step:
                case Wait():
                    self._wake_after(step.until_s - now_s, is_early=False)
                case Done():
                    self._wake_after(RESTING_S, is_early=True)
                case AskHead() | Send():
                    outcome = self._talk(step, journal)
                    progress = after_outcome(
                        progress,
                        outcome,
                        journal.hash_at,
                        time.monotonic(),
                        self._random,
                    )
                    self._tell(progress, outcome)

    def _tell(self, progress: SyncProgress, outcome: Outcome) -> None:
        if isinstance(outcome, Receipt) and progress.acknowledged is not None:
            self._told_stop = ""
            self._listener.on_receipt(progress.acknowledged)
        elif progress.stopped:
            self._tell_stop(progress.stopped)

    def _tell_stop(self, code: str) -> None:
        if code != self._told_stop and not self._stopped:
            self._told_stop = code
            self._listener.on_sync_stopped(code)

    def _wake_after(self, wait_s: float, *, is_early: bool) -> None:
        """Wait; while backing off a new entry doesn't cut the wait short."""
        until_s = time.monotonic() + wait_s
        while not self._stopped:
            left_s = until_s - time.monotonic()
            if left_s <= 0 or (self._wake.wait(left_s) and is_early):
                return
            self._wake.clear()

    def _talk(self, step: AskHead | Send, journal: JournalToSend) -> Outcome:
        batch, sent = None, None
        if isinstance(step, Send):
            batch, sent = self._batch(step, journal)
        try:
            head = self._ask() if batch is None else self._client.push(batch).head
        except ServerUnreachableError as error:
            self._listener.on_silence(error.code)
            return NoAnswer()
        except ServerRefusedError as error:
            _log.info("journal not taken: %s", error.code)
            if error.code == "SITTING_NOT_OF_SEAT" and self._may_bring(batch is None):
                return NoAnswer()
            if error.retryable:
                self._listener.on_silence(error.code)
            expected_seq = error.expected_seq or 0
            return Refused(error.status, error.code, expected_seq, sent=sent)
        except FormatError as error:
            _log.warning("the server's answer is not one: %s", error.where)
            self._listener.on_silence(error.code)
            return NoAnswer()
        return Receipt(head, sent)

    def _may_bring(self, is_asking: bool) -> bool:
        """Claim a sitting that the server does not know to be this seat's; or not yet.

        It was restored from before the claim, or the sitting began or moved without it.
        A refused claim has noted this seat all the same as one that may bring entries.
        A seat that gave its sitting away is in the server's history and never asked this.

        Args:
            is_asking: It was asked for its head; a refused batch stays refused for now.
        """
        try:
            self._client.claim(self._sitting_uuid)
        except ServerRefusedError as error:
            is_noted = is_asking and error.code in _NOTED and not self._was_noted
            self._was_noted = True
            return is_noted
        except ServerUnreachableError:
            return False
        return True

    def _ask(self) -> JournalHead:
        view = self._client.journal_head(self._sitting_uuid)
        return JournalHead(view.last_seq, view.last_hash)

    def _batch(
        self, step: Send, journal: JournalToSend
    ) -> tuple[SyncBatch, JournalHead]:
        """Return a signed batch and where it ends."""
        entries = journal.entries_after(step.after.seq)
        head = step.after
        try:
            for raw in entries:
                head = head_after(head, parse_journal_entry(raw))
        except FormatError as error:
            raise StoreUnreadableError("an entry on this disk is not one") from error
        batch = SyncBatch(
            sitting=self._sitting_uuid.bytes,
            after_seq=step.after.seq,
            after_hash=step.after.hash,
            entries=entries,
            head_signature=sign_head(self._sitting_uuid, head, self._signing_key),
        )
        return batch, head
