"""The chain's rules: what may follow, what is a repeat, what is a gap, what a conflict.

One rule for the seat, the server and an auditor. Pure: no ciphers, clock or storage.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from question_bank.errors import ExamRoomError
from question_bank.formats.journal_entry import (
    JournalEntry,
    JournalHead,
    empty_head,
    entry_hash,
    parse_journal_entry,
)
from question_bank.identifiers import SittingUuid


class ChainBrokenError(ExamRoomError):
    """Entries do not follow one another: altered, missing or of another sitting."""

    code = "CHAIN_BROKEN"
    advice = "Keep the file as evidence and tell the auditor; the journal was altered or cut."

    def __init__(self, seq: int, found: str) -> None:
        super().__init__(f"entry {seq}: {found}")
        self.seq = seq


class JournalGapError(ExamRoomError):
    """The batch begins after what is known; `expected_seq` says where to begin."""

    code = "JOURNAL_GAP"
    advice = "Send the journal again from the entry that is expected."
    retryable = True

    def __init__(self, expected_seq: int, found_seq: int) -> None:
        super().__init__(f"entry {found_seq} came, entry {expected_seq} was expected")
        self.expected_seq = expected_seq


class JournalConflictError(ExamRoomError):
    """A different entry stands at a number that is already known."""

    code = "JOURNAL_CONFLICT"
    advice = "Two seats wrote this sitting; both records are kept, the proctor decides."

    def __init__(self, seq: int) -> None:
        super().__init__(f"entry {seq} differs from the one that is known")
        self.seq = seq


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """What a batch adds to a known journal.

    Attributes:
        entries: The new entries with the hash after each, in order; maybe none.
        head: The known head after them.
        batch_head: The head after the batch's own last entry (what the seat signed);
            below `head` when the batch only repeats old entries.
    """

    entries: tuple[tuple[JournalEntry, bytes], ...]
    head: JournalHead
    batch_head: JournalHead


def verify_chain(
    sitting_uuid: SittingUuid, entries: Iterable[JournalEntry]
) -> JournalHead:
    """Return the head of a whole journal from entry 1.

    Raises:
        ChainBrokenError: a gap, or an entry of another sitting.
    """
    head = empty_head(sitting_uuid)
    for entry in entries:
        head = follow(sitting_uuid, head, entry)
    return head


def follow(
    sitting_uuid: SittingUuid, head: JournalHead, entry: JournalEntry
) -> JournalHead:
    """Return the head after `entry`, which must be the next one of this sitting.

    Raises:
        ChainBrokenError: it is not.
    """
    if entry.header.sitting != sitting_uuid.bytes:
        raise ChainBrokenError(entry.seq, "belongs to another sitting")
    if entry.seq != head.seq + 1:
        raise ChainBrokenError(entry.seq, f"follows entry {head.seq}")
    return JournalHead(entry.seq, entry_hash(head.hash, entry.raw))


def extend_chain(
    sitting_uuid: SittingUuid,
    known: JournalHead,
    known_hash: Callable[[int], bytes],
    after: JournalHead,
    untrusted_entries: Sequence[bytes],
) -> Extension:
    """Return what a batch adds to a journal that is known up to `known`.

    Any resending, cut or overlap of one journal ends in the same journal.

    Args:
        known_hash: The chain's hash at a known seq (0 … known.seq).
        after: Where the batch says that it begins.
        untrusted_entries: Raw entries `after.seq + 1 …`.

    Raises:
        FormatError: an entry is not one.
        ChainBrokenError: the batch's entries don't follow one another.
        JournalGapError: it begins after what is known.
        JournalConflictError: it differs from what is known.
    """
    if after.seq > known.seq:
        raise JournalGapError(known.seq + 1, after.seq + 1)
    if known_hash(after.seq) != after.hash:
        raise JournalConflictError(max(after.seq, 1))
    head = after
    added: list[tuple[JournalEntry, bytes]] = []
    for raw in untrusted_entries:
        entry = parse_journal_entry(raw)
        head = follow(sitting_uuid, head, entry)
        if head.seq > known.seq:
            added.append((entry, head.hash))
        elif known_hash(head.seq) != head.hash:
            raise JournalConflictError(head.seq)
    return Extension(
        entries=tuple(added), head=head if added else known, batch_head=head
    )
