"""Reading a whole journal through its wraps, over changes of the body key."""

import pytest

from kiosk.sitting.entry_draft import header_of
from question_bank.errors import FormatError
from question_bank.formats.entry_bodies import ResponseSet, body_bytes
from question_bank.formats.journal_entry import (
    EntryHeader,
    JournalEntry,
    JournalHead,
    empty_head,
    head_after,
)
from question_bank.items.response import TextResponse
from question_bank.journal.chain import ChainBrokenError
from question_bank.sealing.errors import SealBrokenError, WrongKeyError
from question_bank.sealing.journal_reader import opened_entries, room_opener
from question_bank.sealing.journal_seal import seal_entry
from tests.builders.journals import (
    BODY_KEY,
    ROOM_SECRET,
    SITTING,
    a_draft,
    a_journal,
    a_resumed,
    a_text,
    room_wrap,
)

OPENER = room_opener(SITTING, ROOM_SECRET)
NEW_KEY = bytes(reversed(BODY_KEY))


def head_of(entries: list[JournalEntry]) -> JournalHead:
    head = empty_head(SITTING)
    for entry in entries:
        head = head_after(head, entry)
    return head


def with_new_key(entries: list[JournalEntry], text: str) -> list[JournalEntry]:
    """Go on as a restarted seat does."""
    for body in (a_resumed(), a_text(text)):
        head = head_of(entries)
        wraps = room_wrap(body_key=NEW_KEY) if len(body_bytes(body)) > 100 else ()
        header = header_of(a_draft(body, wraps=wraps), SITTING, head.seq + 1)
        entries = [*entries, seal_entry(header, head.hash, NEW_KEY, body_bytes(body))]
    return entries


def texts(entries: list[JournalEntry]) -> list[str]:
    return [
        body.response.text
        for _, body in opened_entries(SITTING, entries, OPENER)
        if isinstance(body, ResponseSet) and isinstance(body.response, TextResponse)
    ]


def test_a_journal_is_read_on_over_a_restart() -> None:
    entries = with_new_key(a_journal(5), "after the restart")

    assert texts(entries) == ["answer 2", "answer 4", "answer 5", "after the restart"]


def test_a_journal_without_its_first_key_is_not_read() -> None:
    header = header_of(a_draft(a_text("x")), SITTING, 1)
    genesis = empty_head(SITTING).hash
    entry = seal_entry(header, genesis, BODY_KEY, body_bytes(a_text("x")))

    with pytest.raises(WrongKeyError):
        texts([entry])


def test_a_stranger_reads_nothing() -> None:
    stranger = room_opener(SITTING, bytes(32))

    with pytest.raises(WrongKeyError):
        list(opened_entries(SITTING, a_journal(3), stranger))


def test_a_body_sealed_with_the_key_of_an_earlier_start_is_refused() -> None:
    entries = with_new_key(a_journal(3), "new")
    head = head_of(entries)
    header = header_of(a_draft(a_text("old key")), SITTING, head.seq + 1)
    forged = seal_entry(header, head.hash, BODY_KEY, body_bytes(a_text("old key")))

    with pytest.raises(SealBrokenError):
        texts([*entries, forged])


def test_a_gap_is_found_while_reading() -> None:
    entries = a_journal(5)

    with pytest.raises(ChainBrokenError):
        texts([*entries[:2], *entries[3:]])


def test_a_kind_of_a_later_version_is_passed_over() -> None:
    entries = a_journal(2)
    head = head_of(entries)
    later = EntryHeader(
        format_version=1,
        sitting=SITTING.bytes,
        seq=3,
        time_used_ms=3000,
        wall_time_ms=0,
        kind="thought_read",
        kind_version=1,
        wraps=(),
    )
    entry = seal_entry(later, head.hash, BODY_KEY, b"anything")

    *_, (header, body) = opened_entries(SITTING, [*entries, entry], OPENER)

    assert (header.kind, body) == ("thought_read", None)


def test_a_known_kind_with_another_body_is_a_format_error() -> None:
    entries = a_journal(1)
    header = header_of(a_draft(a_text("x")), SITTING, 2)
    entry = seal_entry(header, head_of(entries).hash, BODY_KEY, b"\x80")

    with pytest.raises(FormatError, match="response_set"):
        texts([*entries, entry])
