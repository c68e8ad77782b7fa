"""Exposure: where and when items were shown to candidates (试题使用记录)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from question_bank.bank.connection import BankConnection
from question_bank.bank.history_chain import Deed
from question_bank.bank.history_store import Done, HistoryStore
from question_bank.bank.person import parse_name
from question_bank.bank.refusals import no_version
from question_bank.bank.remark import parse_remark
from question_bank.formats.package_policies import utc_text
from question_bank.identifiers import FormCode, ItemId

_INSERT = """
    INSERT INTO exposure (item_key, version, form_code, assembly, plan, session, site,
        used_on, responses, recorded_by, recorded_utc)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
LONGEST_NAME = 200
"""Of a form, plan, session, site or assembly."""

_IS_KNOWN = """
    SELECT 1 FROM exposure WHERE item_key = ? AND version = ? AND form_code = ?
    AND plan = ? AND session = ? AND site = ? AND used_on = ?"""
_COUNTS = """
    SELECT i.item_id, count(DISTINCT x.plan || char(0) || x.session || char(0) || x.used_on)
    FROM exposure AS x JOIN item AS i USING (item_key) WHERE x.used_on >= ?
    GROUP BY x.item_key"""
_LAST_USED = """
    SELECT i.item_id, max(x.used_on) FROM exposure AS x JOIN item AS i USING (item_key)
    GROUP BY x.item_key"""
_OF_ITEM = """
    SELECT i.item_id, x.version, x.form_code, x.used_on, x.plan, x.session, x.site,
        x.assembly, x.responses
    FROM exposure AS x JOIN item AS i USING (item_key)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One use of one version in one form; what is not known is empty.

    Attributes:
        used_on: The day by the site's calendar.
        responses: How many candidates saw it; None: not known.
    """

    item_id: ItemId
    version: int
    form_code: FormCode
    used_on: date
    plan: str = ""
    session: str = ""
    site: str = ""
    assembly: str = ""
    responses: int | None = None


class ExposureStore:
    """All uses of one bank's items. For the connection's thread only."""

    def __init__(self, connection: BankConnection, history: HistoryStore) -> None:
        self._connection = connection
        self._history = history

    def add(self, uses: Iterable[Exposure], by: str, at: datetime) -> int:
        """Record uses; return how many were new: the same use told twice counts once.

        Raises:
            NotInBankError: an item or its version is not in the bank.
            TextRefusedError: a name is far too long, or holds what is no text.
        """
        name = parse_name(by)
        added = 0
        with self._connection.transaction():
            for use in uses:
                added += self._add(use, name, at)
        return added

    def _add(self, use: Exposure, by: str, at: datetime) -> int:
        row = self._connection.row(
            "SELECT item_key FROM item JOIN item_version USING (item_key)"
            " WHERE item_id = ? AND version = ?",
            (use.item_id, use.version),
        )
        if row is None:
            raise no_version(use.item_id, use.version)
        item_key = int(row[0])
        for said in (use.form_code, use.plan, use.session, use.site, use.assembly):
            parse_remark(said, most_characters=LONGEST_NAME)
        day = use.used_on.isoformat()
        where = (use.form_code, use.plan, use.session, use.site, day)
        if self._connection.row(_IS_KNOWN, (item_key, use.version, *where)):
            return 0
        self._connection.write(
            _INSERT,
            (
                *(item_key, use.version, use.form_code, use.assembly, use.plan),
                *(use.session, use.site, day, use.responses),
                *(by, utc_text(at)),
            ),
        )
        told = {
            "form_code": use.form_code,
            "plan": use.plan,
            "session": use.session,
            "site": use.site,
            "assembly": use.assembly,
            "used_on": day,
            "responses": "" if use.responses is None else str(use.responses),
        }
        self._history.append(
            Done(
                deed=Deed.EXPOSED,
                subject=use.item_id,
                by=by,
                at=at,
                item_key=item_key,
                version=use.version,
                after={field: value for field, value in told.items() if value},
            )
        )
        return 1

    def counts(self, since: date | None = None) -> Mapping[ItemId, int]:
        """Return in how many sessions each used item was; many sites count once."""
        first = "" if since is None else since.isoformat()
        rows = self._connection.rows(_COUNTS, (first,))
        return MappingProxyType({ItemId(row[0]): int(row[1]) for row in rows})

    def last_used(self) -> Mapping[ItemId, date]:
        """Return the last day on which each used item was used."""
        rows = self._connection.rows(_LAST_USED)
        return MappingProxyType(
            {ItemId(row[0]): date.fromisoformat(row[1]) for row in rows}
        )

    def uses(self, item_id: ItemId | None = None) -> tuple[Exposure, ...]:
        """Return all uses, of one item or of all, the newest first."""
        where, values = (
            ("", ()) if item_id is None else (" WHERE i.item_id = ?", (item_id,))
        )
        order = " ORDER BY x.used_on DESC, i.item_id, x.exposure_key"
        return tuple(
            Exposure(
                item_id=ItemId(row[0]),
                version=row[1],
                form_code=FormCode(row[2]),
                used_on=date.fromisoformat(row[3]),
                plan=row[4],
                session=row[5],
                site=row[6],
                assembly=row[7],
                responses=row[8],
            )
            for row in self._connection.rows(_OF_ITEM + where + order, values)
        )
