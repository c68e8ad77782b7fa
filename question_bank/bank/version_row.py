"""Writing one version with all that stands in tables of its own beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from question_bank.bank.connection import BankConnection
from question_bank.bank.person import person_key
from question_bank.bank.version_facts import VersionFacts
from question_bank.formats.package_policies import utc_text
from question_bank.identifiers import MediaName

_INSERT_VERSION = """
    INSERT INTO item_version (item_key, version, added_by, added_by_key, added_utc, level,
        kind, points, task_count, is_tagged, is_explained, opening, content_sha256)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A version that is to be written; everything in it was checked.

    Attributes:
        raw: Canonical bytes of the record; `sha256` is theirs.
        media: SHA-256 by the name under which the version shows it.
    """

    item_key: int
    version: int
    raw: bytes
    sha256: str
    facts: VersionFacts
    media: Mapping[MediaName, str]
    by: str
    at: datetime


def write_version(connection: BankConnection, new: NewVersion) -> None:
    """Write a version and make it its item's newest, within a transaction."""
    facts = new.facts
    key = connection.write(
        _INSERT_VERSION,
        (
            *(new.item_key, new.version, new.by, person_key(new.by), utc_text(new.at)),
            *(facts.level, facts.kind, str(facts.points), facts.task_count),
            *(int(facts.is_tagged), int(facts.is_explained)),
            *(facts.opening, facts.content_sha256),
        ),
    )
    connection.write(
        "INSERT INTO version_record VALUES (?, ?, ?)", (key, new.sha256, new.raw)
    )
    connection.write("INSERT INTO version_text VALUES (?, ?)", (key, facts.text))
    connection.write_all(
        "INSERT INTO version_tag VALUES (?, ?, ?)",
        [(tag, key, task_id) for tag, task_id in facts.tags],
    )
    connection.write_all(
        "INSERT INTO version_medium VALUES (?, ?, ?)",
        [(key, media_name, sha256) for media_name, sha256 in new.media.items()],
    )
    connection.write_all(
        "INSERT INTO task (task_id, item_key) SELECT ?1, ?2"
        " WHERE NOT EXISTS (SELECT 1 FROM task WHERE task_id = ?1)",
        [(task_id, new.item_key) for task_id in facts.task_ids],
    )
    connection.write(
        "UPDATE item SET newest_version_key = ? WHERE item_key = ?", (key, new.item_key)
    )
