"""The first migration as the tables have it.

`python -m tests.contracts.schema_text` writes it anew, which is allowed only until it
has been released (packaging/released-migrations.sha256).
"""

from pathlib import Path

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from sync_server.storage.schema import (
    exam_tables,
    migrations,
    site_tables,
    sitting_tables,
)
from sync_server.storage.schema.columns import METADATA

SCHEMA = Path(migrations.__file__).parent
TABLE_MODULES = (exam_tables, site_tables, sitting_tables)
NEVER_CHANGED = ("journal_entry", "audit_record")
DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(),
    "postgresql": postgresql.dialect(),  # type: ignore[no-untyped-call]  # same
}
FIRST = "0001_first_tables.sql"

SQLITE_TRIGGER = """\
CREATE TRIGGER {table}_no_{deed} BEFORE {DEED} ON {table}
BEGIN
  SELECT RAISE(ABORT, 'rows of {table} are never changed');
END"""

POSTGRESQL_FUNCTION = """\
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are never changed';
END $$"""

POSTGRESQL_TRIGGER = """\
CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""


def table_statements(backend: str) -> list[str]:
    """Return CREATE TABLE and CREATE INDEX of all tables, in an order that works."""
    dialect = DIALECTS[backend]
    statements = []
    for table in METADATA.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(i).compile(dialect=dialect)) for i in indexes]
    return [tidy(statement) for statement in statements]


def trigger_statements(backend: str) -> list[str]:
    """Return what makes the database refuse to change what is never changed."""
    if backend == "sqlite":
        return [
            SQLITE_TRIGGER.format(table=table, deed=deed, DEED=deed.upper())
            for table in NEVER_CHANGED
            for deed in ("update", "delete")
        ]
    return [POSTGRESQL_FUNCTION] + [
        POSTGRESQL_TRIGGER.format(table=table) for table in NEVER_CHANGED
    ]


def tidy(statement: str) -> str:
    """Return a statement without blanks at line ends and with two-space indents."""
    lines = (line.rstrip().replace("\t", "  ") for line in statement.splitlines())
    return "\n".join(line for line in lines if line)


def schema_sql(backend: str) -> str:
    """Return the whole first migration."""
    statements = table_statements(backend) + trigger_statements(backend)
    head = "-- oldest program: 1\n-- All tables of the first release.\n\n"
    return head + "\n\n".join(statements) + "\n"


if __name__ == "__main__":
    for backend in DIALECTS:
        (SCHEMA / backend / FIRST).write_text(schema_sql(backend), encoding="utf-8")
