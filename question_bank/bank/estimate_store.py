"""Estimates of tasks: all that were ever recorded, and the one in force of each."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from question_bank.bank.connection import BankConnection, Row
from question_bank.bank.errors import NotInBankError
from question_bank.bank.history_chain import Deed
from question_bank.bank.history_store import Done, HistoryStore
from question_bank.bank.person import parse_name
from question_bank.bank.strongest import replaces
from question_bank.bank.version_facts import mean_estimate, stored_record
from question_bank.formats.item_record import ItemRecord
from question_bank.formats.package_policies import utc_text
from question_bank.identifiers import ItemId, TaskId
from question_bank.items.estimate import EstimateOrigin, TaskEstimate
from question_bank.items.item import tasks_in

_OF_TASK = """
    SELECT i.item_key, i.item_id, e.task_id, e.difficulty_permille,
        e.discrimination_permille, e.origin, e.responses, e.source
    FROM task AS k JOIN item AS i USING (item_key)
    LEFT JOIN task_estimate AS e USING (estimate_key) WHERE k.task_id = ?"""
_IN_FORCE = """
    SELECT e.task_id, e.difficulty_permille, e.discrimination_permille, e.origin,
        e.responses, e.source
    FROM task AS k JOIN task_estimate AS e USING (estimate_key)"""
_ALL = """
    SELECT e.task_id, e.difficulty_permille, e.discrimination_permille, e.origin,
        e.responses, e.source, e.recorded_by, e.recorded_utc
    FROM task_estimate AS e WHERE e.task_id = ? ORDER BY e.estimate_key DESC"""
_LAST_OF_ORIGIN = """
    SELECT e.task_id, e.difficulty_permille, e.discrimination_permille, e.origin,
        e.responses, e.source
    FROM task_estimate AS e WHERE e.task_id = ? AND e.origin = ?
    ORDER BY e.estimate_key DESC LIMIT 1"""
_AMONG = " WHERE k.task_id IN (SELECT value FROM json_each(?))"
_INSERT = """
    INSERT INTO task_estimate (task_id, difficulty_permille, discrimination_permille,
        origin, responses, source, recorded_by, recorded_utc)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedEstimate:
    """An estimate with who recorded it and when."""

    estimate: TaskEstimate
    by: str
    at_utc: str


class EstimateStore:
    """All estimates of one bank. For the connection's thread only."""

    def __init__(self, connection: BankConnection, history: HistoryStore) -> None:
        self._connection = connection
        self._history = history

    def add(self, estimate: TaskEstimate, by: str, at: datetime) -> bool:
        """Record an estimate; return whether it is new.

        What was last said of the task from the same origin is not repeated.

        Raises:
            NotInBankError: the bank has no such task.
            TextRefusedError: `by` is no name.
        """
        name = parse_name(by)
        with self._connection.transaction():
            row = self._connection.row(_OF_TASK, (estimate.task_id,))
            if row is None:
                raise NotInBankError(
                    f"there is no task {estimate.task_id}",
                    f"题库中没有小题 {estimate.task_id}",
                )
            in_force = None if row[2] is None else _estimate(row[2:])
            if estimate in {in_force, self._last_said(estimate)}:
                return False
            key = self._connection.write(
                _INSERT,
                (
                    *(estimate.task_id, estimate.difficulty_permille),
                    *(estimate.discrimination_permille, estimate.origin.value),
                    *(estimate.responses, estimate.source, name, utc_text(at)),
                ),
            )
            if replaces(estimate, in_force):
                self._connection.write(
                    "UPDATE task SET estimate_key = ? WHERE task_id = ?",
                    (key, estimate.task_id),
                )
                self._settle_newest(int(row[0]), ItemId(row[1]))
            self._history.append(
                Done(
                    deed=Deed.ESTIMATED,
                    subject=row[1],
                    by=name,
                    at=at,
                    item_key=int(row[0]),
                    before={} if in_force is None else _told(in_force),
                    after=_told(estimate),
                )
            )
        return True

    def in_force(
        self, item_ids: Iterable[ItemId] | None = None, *, level: str | None = None
    ) -> Mapping[TaskId, TaskEstimate]:
        """Return the estimates in force, of all tasks or of those of some items.

        Args:
            item_ids: Only of these.
            level: Only of items whose newest version is of this level.
        """
        conditions: list[str] = []
        values: list[str] = []
        if item_ids is not None:
            conditions.append(
                "k.item_key IN (SELECT item_key FROM item WHERE item_id IN"
                " (SELECT value FROM json_each(?)))"
            )
            values.append(json.dumps(list(item_ids)))
        if level is not None:
            conditions.append(
                "k.item_key IN (SELECT i.item_key FROM item AS i JOIN item_version AS v"
                " ON v.version_key = i.newest_version_key WHERE v.level = ?)"
            )
            values.append(level)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        found = map(_estimate, self._connection.rows(_IN_FORCE + where, values))
        return MappingProxyType({estimate.task_id: estimate for estimate in found})

    def of_task(self, task_id: TaskId) -> tuple[RecordedEstimate, ...]:
        """Return all estimates that were ever recorded of a task, the newest first."""
        return tuple(
            RecordedEstimate(estimate=_estimate(row), by=row[6], at_utc=row[7])
            for row in self._connection.rows(_ALL, (task_id,))
        )

    def _last_said(self, estimate: TaskEstimate) -> TaskEstimate | None:
        values = (estimate.task_id, estimate.origin.value)
        row = self._connection.row(_LAST_OF_ORIGIN, values)
        return None if row is None else _estimate(row)

    def settle(self, item_key: int, record: ItemRecord) -> None:
        """Renew the means that stand beside an item, from its newest version's tasks."""
        ids = json.dumps([task.task_id for task in tasks_in(record.item)])
        found = map(_estimate, self._connection.rows(_IN_FORCE + _AMONG, (ids,)))
        means = mean_estimate(
            record, {estimate.task_id: estimate for estimate in found}
        )
        self._connection.write(
            "UPDATE item SET difficulty_permille = ?, discrimination_permille = ?"
            " WHERE item_key = ?",
            (*means, item_key),
        )

    def _settle_newest(self, item_key: int, item_id: ItemId) -> None:
        row = self._connection.row(
            "SELECT r.record FROM item AS i JOIN version_record AS r"
            " ON r.version_key = i.newest_version_key WHERE i.item_key = ?",
            (item_key,),
        )
        assert row is not None, "an item has a newest version"
        self.settle(item_key, stored_record(row[0], name=item_id))


def _estimate(row: Row) -> TaskEstimate:
    return TaskEstimate(
        task_id=TaskId(row[0]),
        difficulty_permille=row[1],
        discrimination_permille=row[2],
        origin=EstimateOrigin(row[3]),
        responses=row[4],
        source=row[5],
    )


def _told(estimate: TaskEstimate) -> dict[str, str]:
    fields = {
        "task_id": estimate.task_id,
        "difficulty_permille": estimate.difficulty_permille,
        "discrimination_permille": estimate.discrimination_permille,
        "origin": estimate.origin.value,
        "responses": estimate.responses,
        "source": estimate.source,
    }
    return {name: str(value) for name, value in fields.items() if value is not None}
