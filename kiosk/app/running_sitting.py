"""A sitting that runs on this seat: its engine, its writer and its sync, together.

All methods are for the interface thread; the threads' news come back on it.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.app.main_thread import MainThread
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.seat_parts import SeatParts
from kiosk.clock import moment
from kiosk.errors import KioskError
from kiosk.sitting.acts import SeatNews
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.storage.connection import open_connection
from kiosk.storage.journal_for_sync import JournalForSync
from kiosk.storage.journal_outbox import Saved
from kiosk.storage.journal_writer import JournalWriter
from kiosk.transport.server_client import ServerClient
from kiosk.transport.sync_thread import SyncThread
from question_bank.formats.entry_bodies import HandedIn, TimeTicked
from question_bank.formats.journal_entry import JournalHead, empty_head

STOP_WAIT_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveState:
    """What was really acknowledged, by the disk and by the server.

    Attributes:
        submitted: Tickets handed to the writer.
        saved: Ticket up to which all is durable on this disk.
        local: The durable chain's end.
        server: The server's durable copy of this very chain.
        waiting_answers: Acts of the candidate that are not yet durable on this disk.
        answer_seq: Entry up to which the candidate's acts are durable here.
        failing: Code of the disk's refusal; "" while it writes.
        sync_stopped: Code of why the journal does not arrive until people act, or why it
            is not read from this disk; "" while it does.
    """

    submitted: int
    saved: int
    local: JournalHead
    server: JournalHead
    waiting_answers: int
    answer_seq: int
    failing: str = ""
    sync_stopped: str = ""

    @property
    def is_all_saved(self) -> bool:
        """Whether everything entered is durable on this disk."""
        return self.saved >= self.submitted

    @property
    def is_all_delivered(self) -> bool:
        """Whether the server has everything, and the very same."""
        return self.is_all_saved and self.server == self.local


class RunningSitting:
    """One sitting's engine and threads."""

    def __init__(
        self,
        seat: SeatParts,
        ready: ReadySitting,
        client: ServerClient,
        main_thread: MainThread,
        on_change: Callable[[], None],
    ) -> None:
        """Prepare; `start` makes the first draft durable.

        Args:
            on_change: Called on the interface thread whenever `saves` has changed.
        """
        self.ready = ready
        self.sitting = ready.sitting
        self._clock = seat.clock
        self._main_thread = main_thread
        self._on_change = on_change
        self._hand_in_ticket: int | None = None
        self._tickets = 0
        self._saved_ticket = 0
        self._answer_tickets: deque[int] = deque()
        self._answer_seq = ready.local_head.seq
        self._local = ready.local_head
        self._server = empty_head(ready.sitting_uuid)
        self._failing = ""
        self._sync_stopped = ""
        self.handed_in_head = ready.handed_in_head
        path = self._path = seat.vault.store_path(ready.sitting_uuid)
        store_key = ready.store_key
        self._writer = JournalWriter(
            lambda: open_connection(path, store_key),
            ready.sitting_uuid,
            ready.body_key,
            self,
            seat.clock,
            seat.disk,
        )
        self._sync = SyncThread(
            client,
            lambda: JournalForSync(path, store_key, ready.sitting_uuid),
            ready.sitting_uuid,
            seat.signing_key,
            self,
        )

    @property
    def store_path(self) -> Path:
        """Where the store lies, for who reads the journal besides the writer."""
        return self._path

    @property
    def saves(self) -> SaveState:
        """What is durable where, now."""
        return SaveState(
            submitted=self._tickets,
            saved=self._saved_ticket,
            local=self._local,
            server=self._server,
            waiting_answers=len(self._answer_tickets),
            answer_seq=self._answer_seq,
            failing=self._failing,
            sync_stopped=self._sync_stopped,
        )

    def start(self) -> None:
        """Start the threads and write the first draft, if there is one."""
        self._writer.start()
        if self.ready.first_draft is not None:
            self.submit((self.ready.first_draft,))
        self._sync.start()

    def follow(self, on_change: Callable[[], None]) -> None:
        """Tell another one from now on that `saves` has changed."""
        self._on_change = on_change

    def submit(self, drafts: Iterable[EntryDraft]) -> None:
        """Hand drafts to the writer, in order; returns at once."""
        for draft in drafts:
            self._tickets = self._writer.submit(draft)
            if not isinstance(draft.body, TimeTicked):
                self._answer_tickets.append(self._tickets)
            if isinstance(draft.body, HandedIn):
                self._hand_in_ticket = self._tickets

    def tell(self, news: SeatNews) -> None:
        """Write down what happened around the sitting; nothing after its end."""
        if self.sitting is not None:
            self.submit(self.sitting.observe(news, moment(self._clock)))

    def stop(self) -> bool:
        """Write what waits and end both threads; return whether all was written."""
        ended = self._writer.stop(timeout_s=STOP_WAIT_S)
        self._sync.stop(STOP_WAIT_S)
        return ended

    # ------------------------------------------------- from the writer's thread

    def on_saved(self, saved: Saved) -> None:
        """More is durable on this disk."""
        self._sync.wake()
        self._main_thread.post(lambda: self._note_saved(saved))

    def on_failed(self, error: KioskError) -> None:
        """The disk refuses."""
        self._main_thread.post(lambda: self._note_failing(error.code))

    def on_recovered(self) -> None:
        """The disk takes writes again."""
        self._main_thread.post(lambda: self._note_failing(""))

    # ------------------------------------------------- from the sync thread

    def on_receipt(self, head: JournalHead) -> None:
        """The server's copy goes so far."""
        self._main_thread.post(lambda: self._note_receipt(head))

    def on_silence(self, code: str) -> None:
        """The server did not answer; the age of its last word is shown elsewhere."""

    def on_sync_stopped(self, code: str) -> None:
        """The journal does not arrive until people act."""
        self._main_thread.post(lambda: self._note_sync_stopped(code))

    # ------------------------------------------------- on the interface thread

    def _note_saved(self, saved: Saved) -> None:
        self._saved_ticket = max(self._saved_ticket, saved.ticket)
        self._local = saved.head
        while self._answer_tickets and self._answer_tickets[0] <= saved.ticket:
            self._answer_tickets.popleft()
            self._answer_seq = saved.head.seq
        if saved.ticket == self._hand_in_ticket and self.handed_in_head is None:
            # Nothing is drafted after a hand-in, so this head ends with it.
            self.handed_in_head = saved.head
        self._on_change()

    def _note_failing(self, code: str) -> None:
        self._failing = code
        self._on_change()

    def _note_receipt(self, head: JournalHead) -> None:
        self._server = head
        self._sync_stopped = ""
        self._on_change()

    def _note_sync_stopped(self, code: str) -> None:
        self._sync_stopped = code
        self._on_change()
