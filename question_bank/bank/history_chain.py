"""The history's entries and their chain: who, when, what, before and after. Pure.

    hash 0 = SHA-256("exam-room bank history v1" NUL bank_uuid)
    hash n = SHA-256(hash n-1, entry n)

An entry is canonical JSON. Whoever changes the file outside of the program has to write
all later hashes anew, and then the head no longer is the one that others have noted.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from question_bank.formats.canonical import canonical_bytes, parse_canonical
from question_bank.formats.record import from_plain, to_plain
from question_bank.items.field_types import Record

MOST_ENTRY_BYTES = 256 * 1024
_CONTEXT = b"exam-room bank history v1\0"


class Deed(StrEnum):
    """What was done."""

    BANK_MADE = "bank_made"
    ITEM_ADDED = "item_added"
    VERSION_ADDED = "version_added"
    REVIEWED = "review"
    SENT_BACK = "send_back"
    APPROVED = "approve"
    RETIRED = "retire"
    ESTIMATED = "estimate"
    ENEMIES_ADDED = "enemies_added"
    ENEMIES_REMOVED = "enemies_removed"
    EXPOSED = "exposure"
    COMMENTED = "comment"
    ASSEMBLY_SAVED = "assembly_saved"


class HistoryEntry(Record, frozen=True, kw_only=True):
    """One line of the history.

    Attributes:
        subject: An item's id, or a name of what else it is about.
        version: Of the item, where it is about one.
        before: What was, by field; empty where nothing was.
        after: What is now, by field.
    """

    seq: Annotated[int, msgspec.Meta(ge=1)]
    at_utc: str
    by: str
    deed: Deed
    subject: str
    version: int | None = None
    before: Mapping[str, str] = msgspec.field(default_factory=dict)
    after: Mapping[str, str] = msgspec.field(default_factory=dict)


def history_genesis(bank_uuid: UUID) -> bytes:
    """Return the hash before the first entry."""
    return hashlib.sha256(_CONTEXT + bank_uuid.bytes).digest()


def history_entry_bytes(entry: HistoryEntry) -> bytes:
    """Return the entry's canonical bytes."""
    return canonical_bytes(to_plain(entry))


def parse_history_entry(untrusted_bytes: bytes) -> HistoryEntry:
    """Parse an entry.

    Raises:
        FormatError: not an entry in canonical form.
    """
    plain = parse_canonical(
        untrusted_bytes, name="history", most_bytes=MOST_ENTRY_BYTES
    )
    return from_plain(plain, HistoryEntry, name="history")


def next_hash(before: bytes, entry: bytes) -> bytes:
    """Return the chain's hash after an entry."""
    return hashlib.sha256(before + entry).digest()


def chain_problems(
    bank_uuid: UUID, rows: Iterable[tuple[int, bytes, bytes]]
) -> Iterator[str]:
    """Yield what is wrong with (seq, entry, hash) in the order of seq; the first break ends."""
    expected_hash = history_genesis(bank_uuid)
    expected_seq = 1
    for seq, entry, found_hash in rows:
        if seq != expected_seq:
            yield f"entry {expected_seq} is missing"
            return
        expected_hash = next_hash(expected_hash, entry)
        if found_hash != expected_hash:
            yield f"entry {seq} is not the one that was written, or one before it"
            return
        if (problem := _entry_problem(seq, entry)) is not None:
            yield f"entry {seq} {problem}"
            return
        expected_seq += 1


def _entry_problem(seq: int, entry: bytes) -> str | None:
    try:
        said = msgspec.json.decode(entry, type=HistoryEntry).seq
    except msgspec.MsgspecError:  # whoever rewrites the chain may write anything
        return "is none"
    return None if said == seq else "says another number"
