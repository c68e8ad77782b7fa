"""The schema of a bank as numbered steps, applied and recorded by sqlite-utils.

sqlite-utils is loaded here and nowhere else, and only when a schema is made: it brings
whatever data libraries it finds, which takes longer than opening a bank of 50,000 items.

Source:
    docs/decisions/0210-sqlite-utils-makes-the-schema.md.
"""

import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATION_SET = "exam-bank"
STEPS = ("0001_bank",)
"""Files of `schema/`, in their order; one that was released is never changed."""


def apply_schema(connection: sqlite3.Connection) -> None:
    """Apply every step that the file does not have yet; each is whole or not at all.

    Raises:
        sqlite3.Error: the disk refused; steps before the refused one stay.
    """
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - see above

    steps = Migrations(MIGRATION_SET)
    for name in STEPS:
        # Not within sqlite-utils' own transaction: executescript() would commit that.
        steps(name=name, transactional=False)(_Step(name))
    steps.apply(Database(connection))


class _Step:
    """One script; sqlite-utils asks for something with a name that takes a Database."""

    def __init__(self, name: str) -> None:
        self.__name__ = name
        text = (files("question_bank.bank") / "schema" / f"{name}.sql").read_text(
            "utf-8"
        )
        self._script = f"BEGIN IMMEDIATE;\n{text}\nCOMMIT;"

    def __call__(self, database: "Database", /) -> None:
        database.conn.executescript(self._script)
