"""A sitting's store on a real disk, and a listener that a test can wait for."""

import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.storage.connection import Connection, open_connection
from kiosk.storage.journal_outbox import Saved
from kiosk.storage.journal_store import ChainedEntry
from question_bank.formats.journal_entry import JournalEntry, empty_head, head_after
from tests.builders.journals import SITTING

STORE_KEY = bytes(range(200, 232))
WAIT_S = 20.0
"""For a test to fail instead of hanging; nothing takes that long."""


def opener(folder: Path) -> Callable[[], Connection]:
    return lambda: open_connection(folder / "store.db", STORE_KEY)


def chained(journal: list[JournalEntry]) -> list[ChainedEntry]:
    head, pairs = empty_head(SITTING), []
    for entry in journal:
        head = head_after(head, entry)
        pairs.append((entry, head.hash))
    return pairs


class Heard:
    """A WriterListener that keeps what it was told."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.saved: list[Saved] = []
        self.failures: list[KioskError] = []
        self.recoveries = 0

    def on_saved(self, saved: Saved) -> None:
        with self._changed:
            self.saved.append(saved)
            self._changed.notify_all()

    def on_failed(self, error: KioskError) -> None:
        with self._changed:
            self.failures.append(error)
            self._changed.notify_all()

    def on_recovered(self) -> None:
        with self._changed:
            self.recoveries += 1
            self._changed.notify_all()

    def wait_saved(self, ticket: int) -> Saved:
        self._wait(lambda: bool(self.saved) and self.saved[-1].ticket >= ticket)
        return self.saved[-1]

    def wait_failed(self) -> KioskError:
        self._wait(lambda: bool(self.failures))
        return self.failures[-1]

    def wait_recovered(self) -> None:
        self._wait(lambda: self.recoveries > 0)

    def _wait(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, WAIT_S), "nothing happened"
