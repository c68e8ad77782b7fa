"""A journal entry before it has a number: what happened, and when in exam time. Pure."""

from dataclasses import dataclass

from question_bank.formats.entry_bodies import KIND_OF_BODY, Body
from question_bank.formats.journal_entry import EntryHeader, KeyWrap
from question_bank.identifiers import SittingUuid


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """What the writer seals, numbers and makes durable.

    Attributes:
        time_used_ms: Exam time used when it happened.
        wall_time_ms: The wall clock's label.
        wraps: Of the new body key, in `started` and `resumed` only.
    """

    body: Body
    time_used_ms: int
    wall_time_ms: int
    wraps: tuple[KeyWrap, ...] = ()


def header_of(draft: EntryDraft, sitting_uuid: SittingUuid, seq: int) -> EntryHeader:
    """Return the header that the draft has as entry `seq`."""
    kind, kind_version = KIND_OF_BODY[type(draft.body)]
    return EntryHeader(
        format_version=1,
        sitting=sitting_uuid.bytes,
        seq=seq,
        time_used_ms=draft.time_used_ms,
        wall_time_ms=draft.wall_time_ms,
        kind=str(kind),
        kind_version=kind_version,
        wraps=draft.wraps,
    )
