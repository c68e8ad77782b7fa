"""Reading a stored journal for its score: nothing of the database is believed unchecked.

Checked: the chain from entry 1, the seat's signature at the end of each stretch that one
seat brought, the site's signature on the closing record and that the chain runs through
its head. What came after the closing is counted by one rule, below. Pure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from question_bank.formats.closing_record import (
    ClosingRecord,
    closing_message,
    parse_closing_record,
)
from question_bank.formats.entry_bodies import Body, HandedIn
from question_bank.formats.journal_entry import (
    EntryHeader,
    JournalEntry,
    JournalHead,
    empty_head,
)
from question_bank.identifiers import SittingUuid
from question_bank.journal.chain import ChainBrokenError, follow
from question_bank.journal.sitting_record import SittingRecord, after_entry
from question_bank.sealing.errors import SignatureInvalidError
from question_bank.sealing.journal_reader import OpenWrap, opened_entries
from question_bank.sealing.signing_keys import VerifyKey
from sync_server.keys.head_check import check_head_signature


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry as it was taken in.

    Attributes:
        seat_key: Public signing key of the seat that brought it.
        head_signature: At the last entry of a batch, over the chain up to it.
    """

    entry: JournalEntry
    seat_key: bytes
    head_signature: bytes | None
    received: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadJournal:
    """A whole journal, checked.

    Attributes:
        hand_in_head: The chain's end at the hand-in entry; None before the hand-in.
        late: Entries beyond the closing record that came after the closing.
        not_counted: Those of them that lie beyond the allowed time.
    """

    record: SittingRecord
    head: JournalHead
    hand_in_head: JournalHead | None
    late: int
    not_counted: int


def checked_closing(
    sitting_uuid: SittingUuid, record: bytes, signature: bytes, site_key: VerifyKey
) -> ClosingRecord:
    """Return the server's own closing record of this sitting.

    Raises:
        SignatureInvalidError: the site did not sign it, or signed it for another sitting.
        FormatError: not a closing record.
    """
    site_key.verify(signature, closing_message(record))
    closing = parse_closing_record(record)
    if closing.sitting_uuid != sitting_uuid:
        raise SignatureInvalidError("the closing record is of another sitting")
    return closing


def read_journal(
    sitting_uuid: SittingUuid,
    stored: Iterable[StoredEntry],
    open_wrap: OpenWrap,
    closing: ClosingRecord | None,
) -> ReadJournal:
    """Return the journal's record.

    A late entry counts only if the exam time used that it states lies within the time
    that the journal allows by then; a late hand-in changes no answer and always stands.

    Raises:
        ChainBrokenError: an entry does not follow, or the closing record's head is none
            of this chain.
        SignatureInvalidError: a seat did not sign what it is said to have brought.
        WrongKeyError, SealBrokenError, FormatError: as of `opened_entries`.
    """
    walk = _Walk(sitting_uuid, closing)
    record = SittingRecord()
    hand_in_head: JournalHead | None = None
    not_counted = 0
    for header, body in opened_entries(sitting_uuid, walk.entries(stored), open_wrap):
        counts = not walk.is_late or _is_in_time(record, header, body)
        not_counted += not counts
        record = after_entry(record, header, body if counts else None)
        if record.handed_in_seq == header.seq:
            hand_in_head = walk.head
    walk.require_closing_head()
    return ReadJournal(
        record=record,
        head=walk.head,
        hand_in_head=hand_in_head,
        late=walk.late,
        not_counted=not_counted,
    )


def _is_in_time(record: SittingRecord, header: EntryHeader, body: Body | None) -> bool:
    time_used_ms = max(record.time_used_ms, header.time_used_ms)
    return isinstance(body, HandedIn) or time_used_ms <= record.allowed_ms


class _Walk:
    """Checks signatures and the closing record while a journal is read.

    Attributes:
        head: The chain's end after the entry that was given out last.
        is_late: Whether that entry came after the closing.
        late: How many did so far.
    """

    def __init__(
        self, sitting_uuid: SittingUuid, closing: ClosingRecord | None
    ) -> None:
        self._sitting_uuid = sitting_uuid
        self._closing = closing
        self._has_closing_head = closing is None or closing.last_seq == 0
        self.head = empty_head(sitting_uuid)
        self.is_late = False
        self.late = 0

    def entries(self, stored: Iterable[StoredEntry]) -> Iterator[JournalEntry]:
        """Yield the entries; each stretch of one seat must end with its signature."""
        last: StoredEntry | None = None
        for row in stored:
            if last is not None and last.seat_key != row.seat_key:
                self._check_signature(last)
            self.head = follow(self._sitting_uuid, self.head, row.entry)
            self._compare_with_closing(row)
            last = row
            yield row.entry
        if last is not None:
            self._check_signature(last)

    def require_closing_head(self) -> None:
        """Return if the chain ran through the closing record's head.

        Raises:
            ChainBrokenError: it ended before.
        """
        if not self._has_closing_head:
            raise ChainBrokenError(self.head.seq, "is the last, the closing knew more")

    def _check_signature(self, last: StoredEntry) -> None:
        if last.head_signature is None:
            raise SignatureInvalidError(f"entry {last.entry.seq} ends unsigned")
        check_head_signature(
            VerifyKey(last.seat_key),
            last.head_signature,
            self._sitting_uuid,
            self.head,
        )

    def _compare_with_closing(self, row: StoredEntry) -> None:
        closing = self._closing
        if closing is None:
            return
        if self.head.seq == closing.last_seq:
            if self.head.hash.hex() != closing.last_hash:
                raise ChainBrokenError(self.head.seq, "is not what the closing names")
            self._has_closing_head = True
        is_beyond = self.head.seq > closing.last_seq
        self.is_late = is_beyond and row.received > closing.closed_utc
        self.late += self.is_late
