"""Assemblies: forms that were built together, with how; stored once, never changed."""

from dataclasses import dataclass
from datetime import datetime

from question_bank.bank.connection import BankConnection
from question_bank.bank.errors import AssemblyExistsError, NotInBankError
from question_bank.bank.history_chain import Deed
from question_bank.bank.history_store import Done, HistoryStore
from question_bank.bank.person import parse_name
from question_bank.bank.refusals import no_version
from question_bank.formats.package_policies import utc_text
from question_bank.identifiers import FormCode, ItemId


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredForm:
    """One form of an assembly.

    Attributes:
        form: Canonical bytes, docs/formats/form.md.
        keys: Canonical bytes of its keys.
        items: With the version that went in, in the order of the form.
    """

    form_code: FormCode
    form: bytes
    keys: bytes
    items: tuple[tuple[ItemId, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAssembly:
    """Forms that were built together.

    Attributes:
        blueprint: The TOML as it was given.
        report: JSON: what was reached.
    """

    name: str
    blueprint: bytes
    seed: int
    report: bytes
    forms: tuple[StoredForm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyLine:
    """One line of the list of assemblies."""

    name: str
    seed: int
    created_by: str
    created_utc: str
    form_codes: tuple[FormCode, ...]


class AssemblyStore:
    """All assemblies of one bank. For the connection's thread only."""

    def __init__(self, connection: BankConnection, history: HistoryStore) -> None:
        self._connection = connection
        self._history = history

    def save(self, assembly: StoredAssembly, by: str, at: datetime) -> None:
        """Store an assembly.

        Raises:
            AssemblyExistsError: one of its name is there.
            NotInBankError: an item or its version is not in the bank.
        """
        name = parse_name(by)
        with self._connection.transaction():
            if self._find(assembly.name) is not None:
                raise AssemblyExistsError(
                    f"there is an assembly {assembly.name}",
                    f"已有组卷“{assembly.name}”",
                )
            key = self._connection.write(
                "INSERT INTO assembly (name, blueprint, seed, report, created_by,"
                " created_utc) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(assembly.name, assembly.blueprint, assembly.seed),
                    *(assembly.report, name, utc_text(at)),
                ),
            )
            for position, form in enumerate(assembly.forms, start=1):
                self._save_form(key, position, form)
            codes = " ".join(form.form_code for form in assembly.forms)
            self._history.append(
                Done(
                    deed=Deed.ASSEMBLY_SAVED,
                    subject=assembly.name,
                    by=name,
                    at=at,
                    after={"forms": codes, "seed": str(assembly.seed)},
                )
            )

    def _save_form(self, assembly_key: int, position: int, form: StoredForm) -> None:
        self._connection.write(
            "INSERT INTO assembly_form VALUES (?, ?, ?, ?, ?)",
            (assembly_key, position, form.form_code, form.form, form.keys),
        )
        for item_position, (item_id, version) in enumerate(form.items, start=1):
            row = self._connection.row(
                "SELECT item_key FROM item JOIN item_version USING (item_key)"
                " WHERE item_id = ? AND version = ?",
                (item_id, version),
            )
            if row is None:
                raise no_version(item_id, version)
            self._connection.write(
                "INSERT INTO assembly_item VALUES (?, ?, ?, ?, ?)",
                (assembly_key, position, item_position, row[0], version),
            )

    def load(self, name: str) -> StoredAssembly:
        """Return an assembly.

        Raises:
            NotInBankError: there is none of that name.
        """
        key = self._find(name)
        row = self._connection.row(
            "SELECT blueprint, seed, report FROM assembly WHERE assembly_key = ?",
            (key,),
        )
        if key is None or row is None:
            raise NotInBankError(
                f"there is no assembly {name}", f"题库中没有组卷“{name}”"
            )
        forms = self._connection.rows(
            "SELECT position, form_code, form, form_keys FROM assembly_form"
            " WHERE assembly_key = ? ORDER BY position",
            (key,),
        )
        return StoredAssembly(
            name=name,
            blueprint=bytes(row[0]),
            seed=int(row[1]),
            report=bytes(row[2]),
            forms=tuple(
                StoredForm(
                    form_code=FormCode(code),
                    form=bytes(form),
                    keys=bytes(keys),
                    items=self._items(key, position),
                )
                for position, code, form, keys in forms
            ),
        )

    def names(self) -> tuple[str, ...]:
        """Return the names of all assemblies, the oldest first."""
        rows = self._connection.rows("SELECT name FROM assembly ORDER BY assembly_key")
        return tuple(row[0] for row in rows)

    def lines(self) -> tuple[AssemblyLine, ...]:
        """Return a line for each assembly, the oldest first."""
        rows = self._connection.rows(
            "SELECT assembly_key, name, seed, created_by, created_utc FROM assembly"
            " ORDER BY assembly_key"
        )
        return tuple(
            AssemblyLine(
                name=row[1],
                seed=row[2],
                created_by=row[3],
                created_utc=row[4],
                form_codes=self._form_codes(row[0]),
            )
            for row in rows
        )

    def _form_codes(self, key: int) -> tuple[FormCode, ...]:
        rows = self._connection.rows(
            "SELECT form_code FROM assembly_form WHERE assembly_key = ? ORDER BY position",
            (key,),
        )
        return tuple(FormCode(row[0]) for row in rows)

    def _items(self, key: int, position: int) -> tuple[tuple[ItemId, int], ...]:
        rows = self._connection.rows(
            "SELECT i.item_id, a.version FROM assembly_item AS a JOIN item AS i"
            " USING (item_key) WHERE a.assembly_key = ? AND a.form_position = ?"
            " ORDER BY a.position",
            (key, position),
        )
        return tuple((ItemId(row[0]), int(row[1])) for row in rows)

    def _find(self, name: str) -> int | None:
        row = self._connection.row(
            "SELECT assembly_key FROM assembly WHERE name = ?", (name,)
        )
        return None if row is None else int(row[0])
