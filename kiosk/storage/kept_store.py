"""What a seat must still know after a restart without a server: small named values.

They lie in the sitting's encrypted store, so they open only with seat and room secret.
"""

from enum import StrEnum

from kiosk.errors import JournalWriteError, StoreUnreadableError
from kiosk.storage.connection import DRIVER_ERRORS, Connection, transaction
from kiosk.storage.journal_store import write_reason

_SAVE = (
    "INSERT INTO kept (name, value) VALUES (?, ?)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_LOAD = "SELECT value FROM kept WHERE name = ?"


class KeptName(StrEnum):
    """What may be kept."""

    CONTENT_KEY = "content_key"
    CANDIDATE = "candidate"
    """The log-in's answer about the candidate, JSON: name, form of address, number."""
    PHOTO = "photo"


class KeptStore:
    """Named values of one sitting. For the connection's thread only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, values: dict[KeptName, bytes]) -> None:
        """Keep all values, durable on return; replaces what had the same name.

        Raises:
            JournalWriteError: the disk refused; what was kept before stands.
        """
        try:
            with transaction(self._connection):
                self._connection.executemany(
                    _SAVE, [(str(name), value) for name, value in values.items()]
                )
        except DRIVER_ERRORS as error:
            raise JournalWriteError(0, write_reason(error)) from error

    def load(self, name: KeptName) -> bytes | None:
        """Return a value; None when it was never kept.

        Raises:
            StoreUnreadableError: a page is damaged.
        """
        try:
            row = self._connection.execute(_LOAD, (str(name),)).fetchone()
        except DRIVER_ERRORS as error:
            raise StoreUnreadableError(f"reading {name}") from error
        return None if row is None else bytes(row[0])
