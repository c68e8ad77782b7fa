"""Whether a whole bank still says what its history tells; reads everything, changes nothing."""

import hashlib
from collections.abc import Iterator

from question_bank.bank.connection import BankConnection
from question_bank.bank.history_chain import Deed
from question_bank.bank.history_store import HistoryStore
from question_bank.bank.told_standing import (
    Standing,
    Told,
    VersionName,
    disagreements,
    told_by,
)

_VERSIONS = """
    SELECT i.item_id, v.version, r.sha256, v.status, v.added_by, v.reviewed_by,
        v.approved_by, r.record
    FROM item_version AS v JOIN item AS i USING (item_key)
    JOIN version_record AS r USING (version_key)"""
_POINTERS = """
    SELECT i.item_id FROM item AS i WHERE i.newest_version_key IS NOT (
        SELECT v.version_key FROM item_version AS v WHERE v.item_key = i.item_key
        ORDER BY v.version DESC LIMIT 1)
    OR i.usable_version_key IS NOT (
        SELECT v.version_key FROM item_version AS v WHERE v.item_key = i.item_key
        AND v.status = 'approved' ORDER BY v.version DESC LIMIT 1)"""
_MEDIA = "SELECT medium_key, sha256 FROM medium"

_COUNTED = (
    ("item_version", (Deed.ITEM_ADDED, Deed.VERSION_ADDED), ()),
    ("task_estimate", (Deed.ESTIMATED,), ()),
    ("exposure", (Deed.EXPOSED,), ()),
    ("comment", (Deed.COMMENTED,), ()),
    ("assembly", (Deed.ASSEMBLY_SAVED,), ()),
    ("enemy", (Deed.ENEMIES_ADDED,), (Deed.ENEMIES_REMOVED,)),
)
"""Table, what adds a row to it, what takes one away."""


def whole_problems(connection: BankConnection, history: HistoryStore) -> Iterator[str]:
    """Yield where bytes, statuses, names or counts are not those of the history."""
    told = told_by(history.entries())
    yield from disagreements(told, _standings(connection))
    for (item_id,) in connection.each_row(_POINTERS):
        yield f"{item_id} names a wrong version as the newest or usable one"
    for key, sha256 in connection.each_row(_MEDIA):
        with connection.open_blob("medium", "content", key) as content:
            digest = hashlib.sha256(content.read()).hexdigest()
        if digest != sha256:
            yield f"the medium {sha256} is not what was stored"
    yield from _count_problems(connection, told)


def _standings(
    connection: BankConnection,
) -> Iterator[tuple[VersionName, Standing]]:
    for row in connection.each_row(_VERSIONS):
        # The hash of the bytes that are there, unless the stored one too is another.
        real = hashlib.sha256(row[7]).hexdigest()
        yield (
            (row[0], row[1]),
            Standing(
                sha256=real if real == row[2] else "",
                status=row[3],
                added_by=row[4],
                reviewed_by=row[5],
                approved_by=row[6],
            ),
        )


def _count_problems(connection: BankConnection, told: Told) -> Iterator[str]:
    for table, adding, removing in _COUNTED:
        row = connection.row(f"SELECT count(*) FROM {table}")  # noqa: S608 - one of ours
        assert row is not None, "a count has a row"
        expected = sum(told.deeds.get(deed, 0) for deed in adding) - sum(
            told.deeds.get(deed, 0) for deed in removing
        )
        if row[0] != expected:
            yield f"{table} has {row[0]} rows, the history tells of {expected}"
