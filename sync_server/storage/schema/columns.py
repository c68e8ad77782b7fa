"""What the tables are made of: types that both databases have, and the naming rule.

Only TEXT, INTEGER (64 bits) and BLOB/BYTEA, so that SQLite's STRICT tables and
PostgreSQL hold the same. `…_uuid` is the usual text of a UUID; `…_utc` RFC 3339 text
with milliseconds and `Z`; `is_…` 0 or 1.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Text,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

WHOLE = BigInteger().with_variant(Integer(), "sqlite")
SMALL = SmallInteger().with_variant(Integer(), "sqlite")


def row_id(name: str) -> Column[int]:
    """Return a row number: it never leaves its database."""
    return Column(name, WHOLE, primary_key=True, autoincrement=True)


def text(name: str, **options: Any) -> Column[str]:  # noqa: ANN401 - Column's own options
    """Return a text column that must have a value."""
    return Column(name, Text(), nullable=False, **options)


def text_or_none(name: str, **options: Any) -> Column[str | None]:  # noqa: ANN401 - same
    """Return a text column that may be empty."""
    return Column(name, Text(), nullable=True, **options)


def whole(name: str, **options: Any) -> Column[int]:  # noqa: ANN401 - same
    """Return a whole number that must have a value."""
    return Column(name, WHOLE, nullable=False, **options)


def whole_or_none(name: str) -> Column[int | None]:
    """Return a whole number that may be missing."""
    return Column(name, WHOLE, nullable=True)


def flag(name: str) -> Column[int]:
    """Return 0 or 1, from 0."""
    return Column(
        name,
        SMALL,
        CheckConstraint(f"{name} IN (0, 1)", name=name),
        nullable=False,
        server_default="0",
    )


def blob(name: str, **options: Any) -> Column[bytes]:  # noqa: ANN401 - same
    """Return bytes that must be there."""
    return Column(name, LargeBinary(), nullable=False, **options)


def blob_or_none(name: str) -> Column[bytes | None]:
    """Return bytes that may be missing."""
    return Column(name, LargeBinary(), nullable=True)


def refers(name: str, target: str, *, unique: bool | None = None) -> Column[int]:
    """Return the row number of another table's row, which must exist."""
    return Column(name, WHOLE, ForeignKey(target), nullable=False, unique=unique)


def refers_or_none(name: str, target: str) -> Column[int | None]:
    """Return the row number of another table's row, or nothing."""
    return Column(name, WHOLE, ForeignKey(target), nullable=True)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Return the check that a text column holds one of these words."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=column)
