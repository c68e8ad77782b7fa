"""Where in a journal the hand-in stands: what the receipt code is made of. Pure."""

from collections.abc import Iterable

from question_bank.formats.entry_bodies import EntryKind
from question_bank.formats.journal_entry import (
    JournalEntry,
    JournalHead,
    empty_head,
    head_after,
)
from question_bank.identifiers import SittingUuid


def hand_in_head(
    sitting_uuid: SittingUuid, entries: Iterable[JournalEntry]
) -> JournalHead | None:
    """Return the head at the first hand-in; None if the sitting was not handed in.

    Headers are open, so this needs no key. The chain was verified before.
    """
    head = empty_head(sitting_uuid)
    for entry in entries:
        head = head_after(head, entry)
        if entry.header.kind == EntryKind.HANDED_IN:
            return head
    return None
