"""Items and their versions: added, listed, read. A version never changes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

from question_bank.bank.connection import BankConnection, Row
from question_bank.bank.errors import ItemRefusedError
from question_bank.bank.filter_query import conditions
from question_bank.bank.history_chain import Deed
from question_bank.bank.history_store import Done, HistoryStore
from question_bank.bank.item_filter import ALL_ITEMS, ItemFilter, ItemSummary
from question_bank.bank.person import parse_name
from question_bank.bank.refusals import damaged, no_item, no_version
from question_bank.bank.status import Status
from question_bank.bank.version_facts import stored_record, version_facts
from question_bank.bank.version_row import NewVersion, write_version
from question_bank.formats.item_record import (
    ItemRecord,
    item_id_of_record,
    item_record_bytes,
    item_record_problems,
)
from question_bank.identifiers import ItemId, TaskId

_NEWEST = """
    SELECT i.item_key, v.version, v.version_key, r.sha256
    FROM item AS i JOIN item_version AS v ON v.version_key = i.newest_version_key
    JOIN version_record AS r ON r.version_key = v.version_key
    WHERE i.item_id = ?"""
_SUMMARY = """
    SELECT i.item_id, v.version, v.status,
        (SELECT u.version FROM item_version AS u WHERE u.version_key = i.usable_version_key),
        v.level, v.kind, v.points, v.task_count, v.opening,
        (SELECT group_concat(tag, ' ') FROM (SELECT DISTINCT g.tag AS tag FROM version_tag
            AS g WHERE g.version_key = v.version_key ORDER BY g.tag)),
        v.is_tagged, v.is_explained, i.difficulty_permille, i.discrimination_permille,
        v.added_by, v.added_utc, v.reviewed_by, v.approved_by
    FROM item AS i JOIN item_version AS v ON v.version_key = i.newest_version_key"""
_COUNT = """
    SELECT count(*) FROM item AS i
    JOIN item_version AS v ON v.version_key = i.newest_version_key"""
_USABLE = """
    SELECT i.item_id, u.version, r.sha256, r.record
    FROM item AS i JOIN item_version AS u ON u.version_key = i.usable_version_key
    JOIN version_record AS r ON r.version_key = u.version_key"""
_RECORD = """
    SELECT i.item_id, v.version, r.sha256, r.record
    FROM item AS i JOIN item_version AS v ON v.item_key = i.item_key
    JOIN version_record AS r ON r.version_key = v.version_key"""


class AddOutcome(StrEnum):
    """What became of a record that was handed in."""

    NEW = "new"
    NEW_VERSION = "new_version"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One line of an item's list of versions."""

    version: int
    status: Status
    sha256: str
    added_by: str
    added_utc: str
    reviewed_by: str | None
    reviewed_utc: str | None
    approved_by: str | None
    approved_utc: str | None


class ItemStore:
    """All items of one bank. For the connection's thread only."""

    def __init__(
        self,
        connection: BankConnection,
        history: HistoryStore,
        settle: Callable[[int, ItemRecord], None],
    ) -> None:
        """Take what the store needs; `settle` renews an item's mean estimates."""
        self._connection = connection
        self._history = history
        self._settle = settle

    # ------------------------------------------------------------ added

    def add(self, record: ItemRecord, by: str, at: datetime) -> AddOutcome:
        """Take a record in: a new item, a new draft version, or what is there already.

        Raises:
            ItemRefusedError: the record contradicts itself, shows a medium that the bank
                lacks, or has an id that belongs to another item.
            TextRefusedError: `by` is no name.
        """
        name = parse_name(by)
        item_id = item_id_of_record(record)
        for problem in item_record_problems(record):
            raise ItemRefusedError(item_id, problem)
        raw = item_record_bytes(record)
        digest = sha256(raw).hexdigest()
        with self._connection.transaction():
            known = self._connection.row(_NEWEST, (item_id,))
            if known is not None and known[3] == digest:
                return AddOutcome.UNCHANGED
            facts = version_facts(record)
            self._require_own_ids(item_id, facts.task_ids)
            self._require_media(item_id, record.media.values())
            version = NewVersion(
                item_key=int(known[0]) if known else self._new_item(item_id),
                version=int(known[1]) + 1 if known else 1,
                raw=raw,
                sha256=digest,
                facts=facts,
                media=record.media,
                by=name,
                at=at,
            )
            write_version(self._connection, version)
            self._settle(version.item_key, record)
            self._history.append(
                Done(
                    deed=Deed.VERSION_ADDED if known else Deed.ITEM_ADDED,
                    subject=item_id,
                    by=name,
                    at=at,
                    item_key=version.item_key,
                    version=version.version,
                    before={"sha256": str(known[3])} if known else {},
                    after={"sha256": digest},
                )
            )
        return AddOutcome.NEW_VERSION if known else AddOutcome.NEW

    def _new_item(self, item_id: ItemId) -> int:
        statement = "INSERT INTO item (item_id) VALUES (?)"
        return self._connection.write(statement, (item_id,))

    def _require_own_ids(self, item_id: ItemId, task_ids: Iterable[TaskId]) -> None:
        for task_id, owner in self.owners_of(task_ids).items():
            if owner != item_id:
                raise ItemRefusedError(
                    item_id,
                    f"the id {task_id} belongs to the item {owner}",
                    f"编号 {task_id} 属于试题 {owner}",
                )

    def _require_media(self, item_id: ItemId, digests: Iterable[str]) -> None:
        for digest in digests:
            found = self._connection.row(
                "SELECT 1 FROM medium WHERE sha256 = ?", (digest,)
            )
            if found is None:
                raise ItemRefusedError(
                    item_id,
                    f"the medium with SHA-256 {digest} is not in the bank",
                    f"题库中没有媒体 {digest}（SHA-256）",
                )

    # ------------------------------------------------------------ read

    def owners_of(self, task_ids: Iterable[TaskId]) -> dict[TaskId, ItemId]:
        """Return to which item ids of tasks and items belong; unknown ones are left out."""
        found: dict[TaskId, ItemId] = {}
        for task_id in task_ids:
            row = self._connection.row(
                "SELECT i.item_id FROM task AS k JOIN item AS i USING (item_key)"
                " WHERE k.task_id = ?",
                (task_id,),
            )
            if row is not None:
                found[task_id] = ItemId(row[0])
        return found

    def has(self, item_id: ItemId) -> bool:
        """Return whether the bank has the item, in whatever status."""
        statement = "SELECT 1 FROM item WHERE item_id = ?"
        return self._connection.row(statement, (item_id,)) is not None

    def usable_version(self, item_id: ItemId) -> int | None:
        """Return the number of an item's newest approved version; None if there is none."""
        row = self._connection.row(
            "SELECT u.version FROM item AS i JOIN item_version AS u"
            " ON u.version_key = i.usable_version_key WHERE i.item_id = ?",
            (item_id,),
        )
        return None if row is None else int(row[0])

    def with_content(self, content_sha256: str) -> ItemId | None:
        """Return an item whose newest version says the same; ids do not count."""
        row = self._connection.row(
            "SELECT i.item_id FROM item_version AS v JOIN item AS i"
            " ON i.newest_version_key = v.version_key WHERE v.content_sha256 = ?"
            " ORDER BY v.version_key LIMIT 1",
            (content_sha256,),
        )
        return None if row is None else ItemId(row[0])

    def filter(
        self,
        wanted: ItemFilter = ALL_ITEMS,
        *,
        after: ItemId | None = None,
        most: int | None = None,
    ) -> tuple[ItemSummary, ...]:
        """Return the items in the order of their ids, in their newest version.

        Args:
            after: Only those behind this id: the next page.
            most: How many at most; None: all.
        """
        where, values = _where(wanted, after)
        statement = f"{_SUMMARY} WHERE {where} ORDER BY i.item_id LIMIT ?"
        rows = self._connection.rows(statement, (*values, -1 if most is None else most))
        return tuple(map(_summary, rows))

    def count(self, wanted: ItemFilter = ALL_ITEMS) -> int:
        """Return how many items fit."""
        where, values = _where(wanted, None)
        row = self._connection.row(f"{_COUNT} WHERE {where}", values)
        assert row is not None, "a count has a row"
        return int(row[0])

    def record(self, item_id: ItemId, version: int | None = None) -> ItemRecord:
        """Return a version's record; the newest one if none is named.

        Raises:
            NotInBankError: there is no such item or version.
            BankDamagedError: its bytes are not those that were stored.
        """
        return self._stored(item_id, version)[0]

    def record_and_version(
        self, item_id: ItemId, version: int | None = None
    ) -> tuple[ItemRecord, int]:
        """Return a version's record and its number.

        Raises:
            NotInBankError: there is no such item or version.
            BankDamagedError: its bytes are not those that were stored.
        """
        return self._stored(item_id, version)

    def _stored(self, item_id: ItemId, version: int | None) -> tuple[ItemRecord, int]:
        which = "v.version_key = i.newest_version_key"
        values: tuple[str | int, ...] = (item_id,)
        if version is not None:
            which, values = "v.version = ?", (item_id, version)
        row = self._connection.row(f"{_RECORD} WHERE i.item_id = ? AND {which}", values)
        if row is None:
            raise no_item(item_id) if version is None else no_version(item_id, version)
        return self._parsed(row)

    def usable_records(
        self, level: str | None = None
    ) -> Iterator[tuple[ItemRecord, int]]:
        """Yield each item's newest approved version, in the order of ids.

        Raises:
            BankDamagedError: its bytes are not those that were stored.
        """
        where, values = ("", ()) if level is None else (" WHERE u.level = ?", (level,))
        statement = f"{_USABLE}{where} ORDER BY i.item_id"
        for row in self._connection.each_row(statement, values):
            yield self._parsed(row)

    def newest_records(
        self, wanted: ItemFilter = ALL_ITEMS
    ) -> Iterator[tuple[ItemRecord, int]]:
        """Yield the newest version of each item that fits, in the order of ids.

        Raises:
            BankDamagedError: its bytes are not those that were stored.
        """
        where, values = _where(wanted, None)
        newest = "v.version_key = i.newest_version_key"
        statement = f"{_RECORD} WHERE {newest} AND {where} ORDER BY i.item_id"
        for row in self._connection.each_row(statement, values):
            yield self._parsed(row)

    def versions(self, item_id: ItemId) -> tuple[VersionLine, ...]:
        """Return all versions of an item, the oldest first.

        Raises:
            NotInBankError: there is no such item.
        """
        rows = self._connection.rows(
            "SELECT v.version, v.status, r.sha256, v.added_by, v.added_utc, v.reviewed_by,"
            " v.reviewed_utc, v.approved_by, v.approved_utc FROM item AS i"
            " JOIN item_version AS v USING (item_key)"
            " JOIN version_record AS r USING (version_key)"
            " WHERE i.item_id = ? ORDER BY v.version",
            (item_id,),
        )
        if not rows:
            raise no_item(item_id)
        names = (
            *("version", "status", "sha256", "added_by", "added_utc", "reviewed_by"),
            *("reviewed_utc", "approved_by", "approved_utc"),
        )
        lines = (dict(zip(names, row, strict=True)) for row in rows)
        return tuple(
            VersionLine(**{**line, "status": Status(line["status"])}) for line in lines
        )

    def _parsed(self, row: Row) -> tuple[ItemRecord, int]:
        item_id, version, digest, raw = row
        if sha256(raw).hexdigest() != digest:
            what = f"version {version} of {item_id} is not what was stored"
            raise damaged(self._connection.path, what)
        return stored_record(raw, name=item_id), int(version)


def _where(
    wanted: ItemFilter, after: ItemId | None
) -> tuple[str, tuple[str | int, ...]]:
    found = list(conditions(wanted))
    if after is not None:
        found.append(("i.item_id > ?", (after,)))
    where = " AND ".join(condition for condition, _ in found) or "TRUE"
    return where, tuple(value for _, values in found for value in values)


def _summary(row: Row) -> ItemSummary:
    return ItemSummary(
        item_id=ItemId(row[0]),
        version=row[1],
        status=Status(row[2]),
        usable_version=row[3],
        level=row[4],
        kind=row[5],
        points=Fraction(row[6]),
        task_count=row[7],
        opening=row[8],
        tags=tuple((row[9] or "").split()),
        is_tagged=bool(row[10]),
        is_explained=bool(row[11]),
        difficulty_permille=row[12],
        discrimination_permille=row[13],
        added_by=row[14],
        added_utc=row[15],
        reviewed_by=row[16],
        approved_by=row[17],
    )
