"""Enemies: unordered pairs of items that must not meet in one form."""

from dataclasses import dataclass
from datetime import datetime

from question_bank.bank.connection import BankConnection
from question_bank.bank.errors import ItemRefusedError
from question_bank.bank.history_chain import Deed
from question_bank.bank.history_store import Done, HistoryStore
from question_bank.bank.person import parse_name
from question_bank.bank.refusals import no_item
from question_bank.bank.remark import parse_remark
from question_bank.formats.package_policies import utc_text
from question_bank.identifiers import ItemId

_PAIRS = """
    SELECT a.item_id, b.item_id, e.reason, e.added_by FROM enemy AS e
    JOIN item AS a ON a.item_key = e.low_key JOIN item AS b ON b.item_key = e.high_key"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnemyPair:
    """Two items that must not meet; first < second as text."""

    first: ItemId
    second: ItemId
    reason: str
    added_by: str


class EnemyStore:
    """All enemies of one bank. For the connection's thread only."""

    def __init__(self, connection: BankConnection, history: HistoryStore) -> None:
        self._connection = connection
        self._history = history

    def add(
        self, pair: tuple[ItemId, ItemId], by: str, at: datetime, *, reason: str = ""
    ) -> bool:
        """Say that two items must not meet; return whether that is new.

        Raises:
            NotInBankError: one of them is not in the bank.
            ItemRefusedError: both are the same item.
        """
        name, why = parse_name(by), parse_remark(reason)
        with self._connection.transaction():
            keys = self._keys(pair)
            if self._is_known(keys):
                return False
            self._connection.write(
                "INSERT INTO enemy VALUES (?, ?, ?, ?, ?)",
                (*keys, why, name, utc_text(at)),
            )
            after = {"enemy": pair[1], "reason": why}
            self._tell(Deed.ENEMIES_ADDED, pair, name, at, after)
        return True

    def remove(self, pair: tuple[ItemId, ItemId], by: str, at: datetime) -> bool:
        """Let two items meet again; return whether they were enemies.

        Raises:
            NotInBankError: one of them is not in the bank.
        """
        name = parse_name(by)
        with self._connection.transaction():
            keys = self._keys(pair)
            if not self._is_known(keys):
                return False
            self._connection.write(
                "DELETE FROM enemy WHERE low_key = ? AND high_key = ?", keys
            )
            self._tell(Deed.ENEMIES_REMOVED, pair, name, at, {"enemy": pair[1]})
        return True

    def pairs(self) -> tuple[tuple[ItemId, ItemId], ...]:
        """Return every pair once, the lesser id first, sorted."""
        return tuple((pair.first, pair.second) for pair in self.with_reasons())

    def with_reasons(self, item_id: ItemId | None = None) -> tuple[EnemyPair, ...]:
        """Return the pairs of one item or all of them, sorted."""
        where = "" if item_id is None else " WHERE ? IN (a.item_id, b.item_id)"
        values = () if item_id is None else (item_id,)
        found = (
            (*sorted(row[:2]), row[2], row[3])
            for row in self._connection.rows(_PAIRS + where, values)
        )
        return tuple(
            EnemyPair(
                first=ItemId(first), second=ItemId(second), reason=reason, added_by=by
            )
            for first, second, reason, by in sorted(found)
        )

    def _is_known(self, keys: tuple[int, int]) -> bool:
        statement = "SELECT 1 FROM enemy WHERE low_key = ? AND high_key = ?"
        return self._connection.row(statement, keys) is not None

    def _keys(self, pair: tuple[ItemId, ItemId]) -> tuple[int, int]:
        if pair[0] == pair[1]:
            raise ItemRefusedError(
                pair[0], "an item cannot be its own enemy", "试题不能与自身互斥"
            )
        low, high = sorted(map(self._key, pair))
        return low, high

    def _key(self, item_id: ItemId) -> int:
        row = self._connection.row(
            "SELECT item_key FROM item WHERE item_id = ?", (item_id,)
        )
        if row is None:
            raise no_item(item_id)
        return int(row[0])

    def _tell(
        self,
        deed: Deed,
        pair: tuple[ItemId, ItemId],
        by: str,
        at: datetime,
        after: dict[str, str],
    ) -> None:
        done = Done(
            deed=deed,
            subject=pair[0],
            by=by,
            at=at,
            item_key=self._key(pair[0]),
            after=after,
        )
        self._history.append(done)
