"""What a damaged store still gives: the entries that the server has not got yet.

The newest entries lie on the newest pages; where older pages are damaged, they mostly
read. Each is believed only if the chain's hash goes on from what the server has.
"""

import logging
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.storage.connection import DRIVER_ERRORS, Connection, open_connection
from question_bank.errors import FormatError
from question_bank.formats.journal_entry import (
    JournalHead,
    head_after,
    parse_journal_entry,
)

_ENTRY = "SELECT raw, hash FROM journal_entry WHERE seq = ?"
_DOES_NOT_READ: tuple[type[Exception], ...] = (KioskError, FormatError, *DRIVER_ERRORS)
_log = logging.getLogger(__name__)


def salvaged_after(path: Path, store_key: bytes, head: JournalHead) -> list[bytes]:
    """Return the raw entries that follow `head` in a store, as far as they read.

    Changes nothing and raises nothing: what doesn't read is not there.
    """
    found: list[bytes] = []
    connection: Connection = None
    try:
        connection = open_connection(path, store_key, is_reader=True)
        while True:
            row = connection.execute(_ENTRY, (head.seq + 1,)).fetchone()
            if row is None:
                break
            entry = parse_journal_entry(bytes(row[0]))
            head = head_after(head, entry)
            if head.hash != bytes(row[1]):
                break
            found.append(entry.raw)
    except _DOES_NOT_READ as error:
        _log.info("a damaged store reads no further: %s", type(error).__name__)
    finally:
        if connection is not None:
            connection.close()
    return found
