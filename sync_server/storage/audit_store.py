"""The audit log in the database; rows are only added."""

from collections.abc import Iterator

from sqlalchemy import Connection, Row, func, insert, select

from sync_server.audit.audit_chain import START, Act, AuditRecord, next_record
from sync_server.clock import Clock, utc_text
from sync_server.storage.connection import Database
from sync_server.storage.schema.site_tables import audit_record

_PAGE = 500


class AuditStore:
    """Adds records and reads them back. For all threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, act: Act) -> AuditRecord:
        """Record an act; durable when this returns."""
        with self._database.writing() as connection:
            return self.add_in(connection, act)

    def add_in(self, connection: Connection, act: Act) -> AuditRecord:
        """Record an act in the transaction that does it."""
        newest = connection.execute(
            select(audit_record.c.number, audit_record.c.hash)
            .order_by(audit_record.c.number.desc())
            .limit(1)
        ).first()
        number, head = (newest[0] + 1, newest[1]) if newest else (1, START)
        record = next_record(number, head, utc_text(self._clock.utc_now()), act)
        connection.execute(
            insert(audit_record).values(
                number=record.number,
                made_utc=record.made_utc,
                actor=record.actor,
                action=record.action,
                subject=record.subject,
                details_json=record.details_json,
                previous_hash=record.previous_hash,
                hash=record.hash,
            )
        )
        return record

    def newest(self, most: int) -> tuple[AuditRecord, ...]:
        """Return the newest records, newest first."""
        query = select(audit_record).order_by(audit_record.c.number.desc()).limit(most)
        with self._database.reading() as connection:
            return tuple(_record(row) for row in connection.execute(query))

    def newest_number(self) -> int:
        """Return the number of the last record; 0 for an empty log."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.max(audit_record.c.number))) or 0

    def all(self) -> Iterator[AuditRecord]:
        """Yield all records from the first, a page at a time."""
        after = 0
        while True:
            query = (
                select(audit_record)
                .where(audit_record.c.number > after)
                .order_by(audit_record.c.number)
                .limit(_PAGE)
            )
            with self._database.reading() as connection:
                page = [_record(row) for row in connection.execute(query)]
            if not page:
                return
            yield from page
            after = page[-1].number


def _record(row: Row[tuple[object, ...]]) -> AuditRecord:
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return AuditRecord(
        number=found["number"],
        made_utc=found["made_utc"],
        actor=found["actor"],
        action=found["action"],
        subject=found["subject"],
        details_json=found["details_json"],
        previous_hash=bytes(found["previous_hash"]),
        hash=bytes(found["hash"]),
    )
