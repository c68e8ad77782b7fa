"""A sitting's durable journal as the sync thread reads it: own connection, read only."""

from pathlib import Path

from kiosk.storage.connection import open_connection
from kiosk.storage.journal_store import JournalStore
from question_bank.formats.journal_entry import JournalHead
from question_bank.identifiers import SittingUuid


class JournalForSync:
    """What `kiosk.transport.sync_thread.JournalToSend` asks. For the opening thread."""

    def __init__(self, path: Path, store_key: bytes, sitting_uuid: SittingUuid) -> None:
        """Open the store for reading.

        Raises:
            StoreUnreadableError: it does not open.
        """
        self._connection = open_connection(path, store_key, is_reader=True)
        self._store = JournalStore(self._connection, sitting_uuid)

    def head(self) -> JournalHead:
        """Return the durable end."""
        return self._store.head()

    def hash_at(self, seq: int) -> bytes | None:
        """Return the chain's hash after an entry; None beyond the end."""
        return self._store.hash_at(seq)

    def entries_after(self, seq: int) -> tuple[bytes, ...]:
        """Return raw entries, as many as fit in a batch."""
        return self._store.entries_after(seq)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
