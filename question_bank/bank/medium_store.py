"""Media: pictures and sounds, each stored once, whatever it is called where it is shown."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from question_bank.bank.connection import BankConnection, Row
from question_bank.bank.refusals import damaged, no_medium
from question_bank.identifiers import ItemId, MediaName

_INSERT = """
    INSERT INTO medium (sha256, media_type, size_bytes, content) VALUES (?, ?, ?, ?)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMedium:
    """What the bank says of a medium."""

    sha256: str
    media_type: str
    size_bytes: int


class MediumStore:
    """All media of one bank. For the connection's thread only."""

    def __init__(self, connection: BankConnection) -> None:
        self._connection = connection

    def add(self, content: bytes, media_type: str) -> str:
        """Store a medium if it is not there yet; return its SHA-256 in hex."""
        digest = hashlib.sha256(content).hexdigest()
        with self._connection.transaction():
            if not self.has(digest):
                values = (digest, media_type, len(content), content)
                self._connection.write(_INSERT, values)
        return digest

    def has(self, sha256: str) -> bool:
        """Return whether the medium is stored."""
        return self._find(sha256) is not None

    def read(self, sha256: str) -> bytes:
        """Return a medium's bytes.

        Raises:
            NotInBankError: it is not stored.
            BankDamagedError: its bytes are not those of its hash.
        """
        row = self._connection.row(
            "SELECT content FROM medium WHERE sha256 = ?", (sha256,)
        )
        if row is None:
            raise no_medium(sha256)
        content = bytes(row[0])
        if hashlib.sha256(content).hexdigest() != sha256:
            what = f"the medium {sha256} is not what was stored"
            raise damaged(self._connection.path, what)
        return content

    def open(self, sha256: str) -> BinaryIO:
        """Open a medium for reading in pieces; the caller closes it. Its hash is not checked.

        Raises:
            NotInBankError: it is not stored.
        """
        row = self._find(sha256)
        if row is None:
            raise no_medium(sha256)
        return self._connection.open_blob("medium", "content", int(row[0]))

    def facts(self, sha256: str) -> StoredMedium:
        """Return type and size of a medium.

        Raises:
            NotInBankError: it is not stored.
        """
        row = self._find(sha256)
        if row is None:
            raise no_medium(sha256)
        return StoredMedium(sha256=sha256, media_type=row[1], size_bytes=row[2])

    def shown_by(self, item_id: ItemId, version: int) -> dict[MediaName, StoredMedium]:
        """Return what every media name of a version means."""
        rows = self._connection.rows(
            "SELECT n.media_name, m.sha256, m.media_type, m.size_bytes FROM item AS i"
            " JOIN item_version AS v USING (item_key)"
            " JOIN version_medium AS n USING (version_key) JOIN medium AS m USING (sha256)"
            " WHERE i.item_id = ? AND v.version = ? ORDER BY n.media_name",
            (item_id, version),
        )
        return {
            MediaName(row[0]): StoredMedium(
                sha256=row[1], media_type=row[2], size_bytes=row[3]
            )
            for row in rows
        }

    def _find(self, sha256: str) -> Row | None:
        return self._connection.row(
            "SELECT medium_key, media_type, size_bytes FROM medium WHERE sha256 = ?",
            (sha256,),
        )
