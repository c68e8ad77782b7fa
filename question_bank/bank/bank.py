"""An open item bank: a facade of small stores over one file.

with open_bank(path) as bank:
    with bank.transaction():            # or each change by itself
        bank.items.add(record, by="王老师", at=moment)
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

from question_bank.bank.assembly_store import AssemblyStore
from question_bank.bank.comment_store import CommentStore
from question_bank.bank.connection import (
    SCHEMA_VERSION,
    BankConnection,
    create_file,
    open_file,
    remove_file,
)
from question_bank.bank.enemy_store import EnemyStore
from question_bank.bank.estimate_store import EstimateStore
from question_bank.bank.exposure_store import ExposureStore
from question_bank.bank.history_chain import Deed
from question_bank.bank.history_store import Done, HistoryStore
from question_bank.bank.item_store import ItemStore
from question_bank.bank.medium_store import MediumStore
from question_bank.bank.person import parse_name
from question_bank.bank.refusals import damaged, never_made
from question_bank.bank.review_store import ReviewStore
from question_bank.bank.whole_check import whole_problems
from question_bank.formats.package_policies import utc_text
from question_bank.formats.standard import Standard, parse_standard

_OLDEST_PROGRAM_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFacts:
    """What a bank says of itself."""

    bank_uuid: UUID
    name: str
    created_by: str
    created_utc: str


class Bank:
    """One bank. For the thread that opened it; one writer at a time, readers beside it.

    Attributes:
        items: Versions: added, listed, read.
        review: Status: review, approve, send back, retire.
        estimates: Difficulty and discrimination of tasks.
        media: Pictures and sounds by their hash.
        enemies: Items that must not meet.
        exposure: Where and when items were used.
        comments: What was said about items.
        history: Who did what, when.
        assemblies: Forms that were built together.
    """

    def __init__(self, connection: BankConnection) -> None:
        self._connection = connection
        self.facts = _facts(connection)
        self.history = HistoryStore(connection, self.facts.bank_uuid)
        self.estimates = EstimateStore(connection, self.history)
        self.items = ItemStore(connection, self.history, self.estimates.settle)
        self.review = ReviewStore(connection, self.history)
        self.media = MediumStore(connection)
        self.enemies = EnemyStore(connection, self.history)
        self.exposure = ExposureStore(connection, self.history)
        self.comments = CommentStore(connection, self.history)
        self.assemblies = AssemblyStore(connection, self.history)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the bank lies."""
        return self._connection.path

    @property
    def standard_bytes(self) -> bytes:
        """The standard as it was given."""
        row = self._connection.row("SELECT standard FROM bank")
        assert row is not None, "an open bank has its row"
        return bytes(row[0])

    @property
    def standard(self) -> Standard:
        """The levels, domains and tasks that tags may name."""
        return parse_standard(self.standard_bytes)

    def transaction(self) -> AbstractContextManager[None]:
        """Make all changes of a block one: durable at its end, or none of them."""
        return self._connection.transaction()

    def require_undamaged(self) -> None:
        """Read the whole file and the whole history; takes seconds for a large bank.

        Raises:
            BankDamagedError: a page, an index, a reference or the history is not whole, or
                a version's bytes, status or names are not those that the history tells.
        """
        for check in ("quick_check(1)", "foreign_key_check"):
            for row in self._connection.rows(f"PRAGMA {check}"):
                if row[0] != "ok":
                    raise damaged(self.path, str(row[0]))
        self.history.require_whole()
        for problem in whole_problems(self._connection, self.history):
            raise damaged(self.path, problem)

    def tidy(self) -> None:
        """Lay the file out anew, for quick lists; worth it after thousands of items.

        Takes a second for 100 MB, and as much room on the disk for a moment.

        Raises:
            BankError: the disk refused; the bank is as it was.
        """
        self._connection.tidy()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def open_bank(path: Path, *, is_reader: bool = False) -> Bank:
    """Open a bank; the caller closes it, or uses it as a context.

    Args:
        is_reader: Whether nothing will be changed; works on a read-only disk too.

    Raises:
        BankError: the leaf that says why it does not open; the file is as it was.
    """
    connection = open_file(path, is_reader=is_reader)
    try:
        return Bank(connection)
    except BaseException:
        connection.close()
        raise


def create_bank(path: Path, name: str, standard: bytes, by: str, at: datetime) -> Bank:
    """Make a new bank and open it.

    Args:
        standard: TOML, `formats/standard.py`; kept as it is.

    Raises:
        FormatError: not a standard.
        TextRefusedError: `by` is no name.
        BankFileError: a file is there already, or none can be made.
    """
    parse_standard(standard)
    person = parse_name(by)
    connection = create_file(path)
    with _removed_if_it_fails(connection):
        with connection.transaction():
            connection.write(
                "INSERT INTO bank VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(SCHEMA_VERSION, _OLDEST_PROGRAM_SCHEMA, str(uuid4()), name),
                    *(standard, person, utc_text(at)),
                ),
            )
            bank = Bank(connection)
            bank.history.append(
                Done(deed=Deed.BANK_MADE, subject=name, by=person, at=at)
            )
        return bank


@contextmanager
def _removed_if_it_fails(connection: BankConnection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        remove_file(connection.path)
        raise


def _facts(connection: BankConnection) -> BankFacts:
    row = connection.row("SELECT bank_uuid, name, created_by, created_utc FROM bank")
    if row is None:
        raise never_made(connection.path)
    return BankFacts(
        bank_uuid=UUID(row[0]), name=row[1], created_by=row[2], created_utc=row[3]
    )
