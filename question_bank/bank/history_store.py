"""The history: who did what, when; rows are only ever added, and each is chained."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from question_bank.bank.connection import BankConnection
from question_bank.bank.history_chain import (
    Deed,
    HistoryEntry,
    chain_problems,
    history_entry_bytes,
    history_genesis,
    next_hash,
    parse_history_entry,
)
from question_bank.bank.refusals import damaged
from question_bank.formats.package_policies import utc_text
from question_bank.identifiers import ItemId

_HEAD = "SELECT seq, hash FROM history ORDER BY seq DESC LIMIT 1"
_INSERT = "INSERT INTO history (seq, item_key, entry, hash) VALUES (?, ?, ?, ?)"
_ALL = "SELECT seq, entry, hash FROM history ORDER BY seq"
_NEWEST = "SELECT entry FROM history ORDER BY seq DESC LIMIT ?"
_OF_ITEM = """
    SELECT entry FROM history
    WHERE item_key = (SELECT item_key FROM item WHERE item_id = ?)
    ORDER BY seq DESC LIMIT ?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What is to be told to the history.

    Attributes:
        item_key: Of the item it is about, where it is about one.
    """

    deed: Deed
    subject: str
    by: str
    at: datetime
    item_key: int | None = None
    version: int | None = None
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryHead:
    """The end of the chain; noted elsewhere, it shows whether the past was changed."""

    seq: int
    hash: bytes


class HistoryStore:
    """The history of one bank. For the connection's thread only."""

    def __init__(self, connection: BankConnection, bank_uuid: UUID) -> None:
        self._connection = connection
        self._bank_uuid = bank_uuid

    def append(self, done: Done) -> None:
        """Add an entry, within the transaction of what it tells."""
        head = self.head()
        entry = history_entry_bytes(
            HistoryEntry(
                seq=head.seq + 1,
                at_utc=utc_text(done.at),
                by=done.by,
                deed=done.deed,
                subject=done.subject,
                version=done.version,
                before=done.before,
                after=done.after,
            )
        )
        values = (head.seq + 1, done.item_key, entry, next_hash(head.hash, entry))
        self._connection.write(_INSERT, values)

    def head(self) -> HistoryHead:
        """Return the end of the chain; seq 0 while nothing is in it."""
        row = self._connection.row(_HEAD)
        if row is None:
            return HistoryHead(seq=0, hash=history_genesis(self._bank_uuid))
        return HistoryHead(seq=int(row[0]), hash=bytes(row[1]))

    def newest(
        self, *, item_id: ItemId | None = None, most: int = 1000
    ) -> tuple[HistoryEntry, ...]:
        """Return the newest entries, of one item or of all, the newest first."""
        if item_id is None:
            rows = self._connection.rows(_NEWEST, (most,))
        else:
            rows = self._connection.rows(_OF_ITEM, (item_id, most))
        return tuple(parse_history_entry(row[0]) for row in rows)

    def entries(self) -> Iterator[HistoryEntry]:
        """Yield all entries, the oldest first.

        Raises:
            FormatError: one is not in its form; `require_whole` says it better.
        """
        for _seq, entry, _hash in self._rows():
            yield parse_history_entry(entry)

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the whole chain; empty when it is whole."""
        return tuple(chain_problems(self._bank_uuid, self._rows()))

    def require_whole(self) -> HistoryHead:
        """Check the chain and return its head.

        Raises:
            BankDamagedError: an entry was changed or taken away.
        """
        for problem in self.problems():
            raise damaged(self._connection.path, f"history, {problem}")
        return self.head()

    def _rows(self) -> Iterator[tuple[int, bytes, bytes]]:
        for seq, entry, hash_ in self._connection.each_row(_ALL):
            yield int(seq), bytes(entry), bytes(hash_)
