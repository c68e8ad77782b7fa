"""Comments on items: who said what about which version."""

from dataclasses import dataclass
from datetime import datetime

from question_bank.bank.connection import BankConnection
from question_bank.bank.errors import TextRefusedError
from question_bank.bank.history_chain import Deed
from question_bank.bank.history_store import Done, HistoryStore
from question_bank.bank.person import parse_name
from question_bank.bank.refusals import no_item
from question_bank.bank.remark import parse_remark
from question_bank.formats.package_policies import utc_text
from question_bank.identifiers import ItemId

LONGEST_COMMENT = 10_000

_TARGET = """
    SELECT i.item_key, v.version FROM item AS i JOIN item_version AS v
    ON v.version_key = i.newest_version_key WHERE i.item_id = ?"""
_OF_ITEM = """
    SELECT c.version, c.said_by, c.said_utc, c.text FROM comment AS c
    JOIN item AS i USING (item_key) WHERE i.item_id = ? ORDER BY c.comment_key"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment, on the version that was the newest when it was made."""

    version: int
    by: str
    at_utc: str
    text: str


class CommentStore:
    """All comments of one bank. For the connection's thread only."""

    def __init__(self, connection: BankConnection, history: HistoryStore) -> None:
        self._connection = connection
        self._history = history

    def add(self, item_id: ItemId, text: str, by: str, at: datetime) -> None:
        """Add a comment on the item's newest version.

        Raises:
            NotInBankError: there is no such item.
            TextRefusedError: there is nothing in it, or far too much.
        """
        name = parse_name(by)
        said = parse_remark(text, most_characters=LONGEST_COMMENT)
        if not said:
            raise TextRefusedError("the comment is empty", "批注为空")
        with self._connection.transaction():
            row = self._connection.row(_TARGET, (item_id,))
            if row is None:
                raise no_item(item_id)
            item_key, version = int(row[0]), int(row[1])
            self._connection.write(
                "INSERT INTO comment (item_key, version, said_by, said_utc, text)"
                " VALUES (?, ?, ?, ?, ?)",
                (item_key, version, name, utc_text(at), said),
            )
            self._history.append(
                Done(
                    deed=Deed.COMMENTED,
                    subject=item_id,
                    by=name,
                    at=at,
                    item_key=item_key,
                    version=version,
                    after={"text": said},
                )
            )

    def of_item(self, item_id: ItemId) -> tuple[Comment, ...]:
        """Return the item's comments, the oldest first."""
        return tuple(
            Comment(version=row[0], by=row[1], at_utc=row[2], text=row[3])
            for row in self._connection.rows(_OF_ITEM, (item_id,))
        )
