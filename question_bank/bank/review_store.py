"""Review, approval, sending back and retiring: how a version's status changes."""

from dataclasses import dataclass
from datetime import datetime

from question_bank.bank.connection import BankConnection
from question_bank.bank.errors import ReviewRefusedError, SamePersonError
from question_bank.bank.history_chain import Deed
from question_bank.bank.history_store import Done, HistoryStore
from question_bank.bank.person import parse_name, person_key
from question_bank.bank.refusals import no_item
from question_bank.bank.remark import parse_remark
from question_bank.bank.status import (
    Act,
    Refusal,
    Status,
    VersionState,
    next_status,
)
from question_bank.formats.item_record import parse_item_record
from question_bank.formats.package_policies import utc_text
from question_bank.identifiers import ItemId
from question_bank.items.short_answer import ShortAnswerKey
from question_bank.items.spoken_answer import SpokenAnswerKey
from question_bank.items.unwritten_rubric import UNWRITTEN, is_unwritten

_DEEDS = {
    Act.REVIEW: Deed.REVIEWED,
    Act.SEND_BACK: Deed.SENT_BACK,
    Act.APPROVE: Deed.APPROVED,
    Act.RETIRE: Deed.RETIRED,
}
_VERSIONS = """
    SELECT i.item_key, v.version_key, v.version, v.status, v.added_by, v.reviewed_by,
        v.version_key = i.newest_version_key
    FROM item AS i JOIN item_version AS v USING (item_key)
    WHERE i.item_id = ? ORDER BY v.version DESC"""
_NEWEST_RECORD = """
    SELECT r.record FROM item AS i JOIN item_version AS v ON v.version_key = i.newest_version_key
    JOIN version_record AS r USING (version_key) WHERE i.item_id = ?"""
_RENEW_USABLE = """
    UPDATE item SET usable_version_key = (SELECT v.version_key FROM item_version AS v
        WHERE v.item_key = item.item_key AND v.status = 'approved'
        ORDER BY v.version DESC LIMIT 1)
    WHERE item_key = ?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """What a person's act changed."""

    item_id: ItemId
    version: int
    before: Status
    after: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """One version as it is now."""

    item_key: int
    version_key: int
    version: int
    state: VersionState
    is_newest: bool


class ReviewStore:
    """The status of one bank's versions. For the connection's thread only."""

    def __init__(self, connection: BankConnection, history: HistoryStore) -> None:
        self._connection = connection
        self._history = history

    def review(self, item_id: ItemId, by: str, at: datetime) -> StatusChange:
        """Say that the newest version, a draft, is good; by another than its author.

        Raises:
            NotInBankError, ReviewRefusedError, SamePersonError: nothing was changed; also
                while a rubric still says that it has to be written.
        """
        with self._connection.transaction():
            self._require_rubrics(item_id)
            return self._do(Act.REVIEW, item_id, parse_name(by), at)

    def send_back(
        self, item_id: ItemId, by: str, at: datetime, *, reason: str = ""
    ) -> StatusChange:
        """Make a reviewed version a draft again; it then needs a new review.

        Raises:
            NotInBankError, ReviewRefusedError: nothing was changed.
        """
        why = parse_remark(reason)
        return self._do(Act.SEND_BACK, item_id, parse_name(by), at, why)

    def approve(self, item_id: ItemId, by: str, at: datetime) -> StatusChange:
        """Approve the newest version for use; by another than its reviewer.

        Raises:
            NotInBankError, ReviewRefusedError, SamePersonError: nothing was changed.
        """
        return self._do(Act.APPROVE, item_id, parse_name(by), at)

    def retire(
        self, item_id: ItemId, by: str, at: datetime, *, reason: str = ""
    ) -> StatusChange:
        """Take an item out of use: all its approved versions; the newest one is returned.

        Raises:
            NotInBankError, ReviewRefusedError: nothing was changed.
        """
        name, why = parse_name(by), parse_remark(reason)
        with self._connection.transaction():
            versions = self._versions(item_id)
            approved = [
                found for found in versions if found.state.status is Status.APPROVED
            ]
            if not approved:
                raise _refused(item_id, versions[0], Act.RETIRE)
            changes = [
                self._change(Act.RETIRE, item_id, found, (name, at, why))
                for found in approved
            ]
        return changes[0]

    def _do(
        self, act: Act, item_id: ItemId, by: str, at: datetime, reason: str = ""
    ) -> StatusChange:
        with self._connection.transaction():
            newest = self._versions(item_id)[0]
            return self._change(act, item_id, newest, (by, at, reason))

    def _change(
        self,
        act: Act,
        item_id: ItemId,
        version: _Version,
        who: tuple[str, datetime, str],
    ) -> StatusChange:
        by, at, reason = who
        after = next_status(version.state, act, by)
        if after is Refusal.STATUS:
            raise _refused(item_id, version, act)
        if isinstance(after, Refusal):
            raise _same_person(item_id, version, after)
        self._write(act, version, after, by, at)
        self._connection.write(_RENEW_USABLE, (version.item_key,))
        self._history.append(
            Done(
                deed=_DEEDS[act],
                subject=item_id,
                by=by,
                at=at,
                item_key=version.item_key,
                version=version.version,
                before={"status": version.state.status.value},
                after={"status": after.value} | ({"reason": reason} if reason else {}),
            )
        )
        return StatusChange(
            item_id=item_id,
            version=version.version,
            before=version.state.status,
            after=after,
        )

    def _require_rubrics(self, item_id: ItemId) -> None:
        row = self._connection.row(_NEWEST_RECORD, (item_id,))
        if row is None:
            raise no_item(item_id)
        if UNWRITTEN.encode() not in row[0]:
            return  # most have none: nothing has to be taken apart
        record = parse_item_record(row[0], name=item_id)
        for task_id, key in record.keys.items():
            if isinstance(key, ShortAnswerKey | SpokenAnswerKey) and is_unwritten(
                key.rubric
            ):
                raise ReviewRefusedError(
                    f"{item_id}: the rubric of {task_id} has yet to be written",
                    f"{item_id}：{task_id} 的评分标准还没有编写，不能审题",
                )

    def _write(
        self, act: Act, version: _Version, after: Status, by: str, at: datetime
    ) -> None:
        set_names = ""
        names: tuple[str, ...] = ()
        signed = (by, person_key(by), utc_text(at))
        if act is Act.REVIEW:
            set_names = ", reviewed_by = ?, reviewed_by_key = ?, reviewed_utc = ?"
            names = signed
        elif act is Act.SEND_BACK:
            set_names = (
                ", reviewed_by = NULL, reviewed_by_key = NULL, reviewed_utc = NULL"
            )
        elif act is Act.APPROVE:
            set_names = ", approved_by = ?, approved_by_key = ?, approved_utc = ?"
            names = signed
        self._connection.write(
            f"UPDATE item_version SET status = ?{set_names} WHERE version_key = ?",  # noqa: S608 - one of the texts above
            (after.value, *names, version.version_key),
        )

    def _versions(self, item_id: ItemId) -> list[_Version]:
        """Return the item's versions, the newest first."""
        rows = self._connection.rows(_VERSIONS, (item_id,))
        if not rows:
            raise no_item(item_id)
        return [
            _Version(
                item_key=row[0],
                version_key=row[1],
                version=row[2],
                state=VersionState(
                    status=Status(row[3]), author=row[4], reviewer=row[5]
                ),
                is_newest=bool(row[6]),
            )
            for row in rows
        ]


def _refused(item_id: ItemId, version: _Version, act: Act) -> ReviewRefusedError:
    status = version.state.status
    done, deed = _DONE[act]
    return ReviewRefusedError(
        f"{item_id}: version {version.version} is {status.value}; it cannot be {done}",
        f"{item_id}：第 {version.version} 版为“{_CALLED[status]}”，不能{deed}",
    )


_DONE = {
    Act.REVIEW: ("reviewed", "审题"),
    Act.SEND_BACK: ("sent back", "退回"),
    Act.APPROVE: ("approved", "批准"),
    Act.RETIRE: ("retired", "停用"),
}
_CALLED = {
    Status.DRAFT: "草稿",
    Status.REVIEWED: "已审",
    Status.APPROVED: "已批准",
    Status.RETIRED: "已停用",
}


def _same_person(
    item_id: ItemId, version: _Version, refusal: Refusal
) -> SamePersonError:
    author, reviewer = version.state.author, version.state.reviewer
    which = version.version
    if refusal is Refusal.REVIEWER_IS_AUTHOR:
        return SamePersonError(
            f"{item_id}: {author} wrote version {which} and cannot review it",
            f"{item_id}：第 {which} 版由{author}命题（入库），本人不能审题",
        )
    return SamePersonError(
        f"{item_id}: {reviewer} reviewed version {which} and cannot approve it",
        f"{item_id}：第 {which} 版由{reviewer}审题，本人不能批准",
    )
