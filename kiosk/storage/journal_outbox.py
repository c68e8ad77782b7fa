"""Drafts on their way to the disk: sealed once, stored in order, kept until they are.

A number is sealed once: what could not be stored is stored later as it was sealed, so
that no nonce is ever used for two bodies. After a failure the store is opened anew and
asked what it has: a failed flush may have left entries there after all.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.errors import JournalWriteError, StoreUnreadableError
from kiosk.sitting.entry_draft import EntryDraft, header_of
from kiosk.storage.connection import Connection
from kiosk.storage.journal_store import ChainedEntry, JournalStore
from question_bank.formats.entry_bodies import body_bytes
from question_bank.formats.journal_entry import JournalHead, head_after
from question_bank.identifiers import SittingUuid
from question_bank.sealing.journal_seal import seal_entry

MOST_ENTRIES_A_TRANSACTION = 200
"""After a long failure: each commit stays small enough for what room there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What is durable on this disk now.

    Attributes:
        ticket: The newest draft that was submitted and is durable; all before it are too.
        head: The stored chain's end.
    """

    ticket: int
    head: JournalHead


class JournalOutbox:
    """What one writer still has to store. For the writer's thread."""

    def __init__(
        self,
        open_connection: Callable[[], Connection],
        sitting_uuid: SittingUuid,
        body_key: bytes,
    ) -> None:
        self._open_connection = open_connection
        self._sitting_uuid = sitting_uuid
        self._body_key = body_key
        self._drafts: deque[tuple[EntryDraft, int]] = deque()
        self._sealed: deque[tuple[ChainedEntry, int]] = deque()
        self._connection: Connection = None
        self._store: JournalStore | None = None
        self._sealed_head: JournalHead | None = None
        self._saved_ticket = 0

    @property
    def has_pending(self) -> bool:
        """Whether anything is not yet durable."""
        return bool(self._drafts or self._sealed)

    def add(self, draft: EntryDraft, ticket: int) -> None:
        """Take a draft in; memory only."""
        self._drafts.append((draft, ticket))

    def save(self) -> Saved:
        """Make what waits durable, one transaction's worth, and say how far it is.

        Raises:
            JournalWriteError: the disk refused; everything is kept for the next try.
            StoreUnreadableError: the store doesn't open, or holds another's entries.
            StoreUnsafeError, StoreTooNewError: as `open_connection` says.
        """
        store = self._store or self._reopened()
        self._seal_waiting()
        batch = [
            self._sealed[index]
            for index in range(min(len(self._sealed), MOST_ENTRIES_A_TRANSACTION))
        ]
        try:
            store.append([chained for chained, _ticket in batch])
        except JournalWriteError:
            self.close()
            raise
        for _ in batch:
            self._drop_first_sealed()
        return Saved(ticket=self._saved_ticket, head=self._durable_head(store, batch))

    def close(self) -> None:
        """Close the store; the next `save` opens it again."""
        connection, self._connection, self._store = self._connection, None, None
        if connection is not None:
            connection.close()

    def _durable_head(
        self, store: JournalStore, batch: list[tuple[ChainedEntry, int]]
    ) -> JournalHead:
        if not batch:
            return store.head()
        (entry, entry_hash), _ticket = batch[-1]
        return JournalHead(entry.seq, entry_hash)

    def _reopened(self) -> JournalStore:
        self._connection = self._open_connection()
        store = JournalStore(self._connection, self._sitting_uuid)
        try:
            self._settle_with(store)
        except (JournalWriteError, StoreUnreadableError):
            self.close()
            raise
        self._store = store
        return store

    def _settle_with(self, store: JournalStore) -> None:
        """Drop what the store turns out to have, made durable beyond doubt."""
        head = store.head()
        if self._sealed_head is None:  # the first time: nothing was sealed yet
            self._sealed_head = head
            return
        first_pending = self._sealed[0][0][0].seq if self._sealed else 0
        if self._sealed and head.seq >= first_pending:
            store.settle()
            while self._sealed and self._sealed[0][0][0].seq <= head.seq:
                entry, entry_hash = self._sealed[0][0]
                if store.hash_at(entry.seq) != entry_hash:
                    raise StoreUnreadableError("another program wrote this journal")
                self._drop_first_sealed()

    def _seal_waiting(self) -> None:
        while self._drafts:
            draft, ticket = self._drafts.popleft()
            self._sealed.append((self._seal(draft), ticket))

    def _seal(self, draft: EntryDraft) -> ChainedEntry:
        head = self._sealed_head
        assert head is not None  # _reopened came first
        header = header_of(draft, self._sitting_uuid, head.seq + 1)
        entry = seal_entry(header, head.hash, self._body_key, body_bytes(draft.body))
        self._sealed_head = head_after(head, entry)
        return entry, self._sealed_head.hash

    def _drop_first_sealed(self) -> None:
        _chained, ticket = self._sealed.popleft()
        self._saved_ticket = max(self._saved_ticket, ticket)
