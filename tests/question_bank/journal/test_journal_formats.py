"""The journal's formats: round trips, and any bytes give a value or FormatError."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.closing_record import parse_closing_record
from question_bank.formats.entry_bodies import (
    BODY_TYPES,
    EntryKind,
    body_bytes,
    parse_body,
)
from question_bank.formats.journal_entry import (
    MOST_ENTRY_BYTES,
    JournalHead,
    genesis_hash,
    make_entry,
    parse_journal_entry,
)
from question_bank.formats.receipt import receipt_code
from question_bank.formats.sync_batch import (
    MOST_BATCH_BYTES,
    SyncBatch,
    SyncReceipt,
    parse_sync_batch,
    parse_sync_receipt,
    sync_batch_bytes,
    sync_receipt_bytes,
)
from question_bank.items.response import LONGEST_TEXT
from tests.builders.journals import (
    OTHER_SITTING,
    SITTING,
    a_journal,
    a_started,
    a_text,
    sealed,
)

JOURNAL = a_journal(3)
BATCH = SyncBatch(
    sitting=SITTING.bytes,
    after_seq=0,
    after_hash=genesis_hash(SITTING),
    entries=tuple(entry.raw for entry in JOURNAL),
    head_signature=bytes(64),
)
RECEIPT = SyncReceipt(sitting=SITTING.bytes, last_seq=3, last_hash=bytes(32))


def parse_any_body(untrusted_bytes: bytes) -> object:
    for kind, version in BODY_TYPES:
        try:
            parse_body(kind, version, untrusted_bytes)
        except FormatError:
            continue
    return parse_body(EntryKind.RESPONSE_SET, 1, untrusted_bytes)


PARSERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "entry": (parse_journal_entry, JOURNAL[0].raw),
    "body": (parse_any_body, body_bytes(a_text("x"))),
    "batch": (parse_sync_batch, sync_batch_bytes(BATCH)),
    "receipt": (parse_sync_receipt, sync_receipt_bytes(RECEIPT)),
    "closing record": (parse_closing_record, b'{"by":"x","format_version":1}'),
}

odd_bytes = st.one_of(
    st.binary(max_size=200),
    st.recursive(
        st.none() | st.booleans() | st.integers(-5, 2**63) | st.text() | st.binary(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ).map(msgspec.msgpack.encode),
)


@pytest.mark.parametrize("name", PARSERS)
@given(untrusted_bytes=odd_bytes)
def test_any_bytes_are_a_value_or_a_format_error(
    name: str, untrusted_bytes: bytes
) -> None:
    parse, _ = PARSERS[name]

    try:
        parse(untrusted_bytes)
    except FormatError as error:
        assert error.where  # noqa: PT017 - most bytes are refused, some are not


@pytest.mark.parametrize("name", PARSERS)
@given(position=st.integers(0), change=st.integers(1, 255), cut=st.integers(0))
def test_damaged_bytes_are_a_value_or_a_format_error(
    name: str, position: int, change: int, cut: int
) -> None:
    parse, whole = PARSERS[name]
    damaged = bytearray(whole)
    damaged[position % len(whole)] ^= change

    for untrusted_bytes in (bytes(damaged), whole[: cut % len(whole)]):
        try:
            parse(untrusted_bytes)
        except FormatError as error:
            assert error.where  # noqa: PT017 - see above


def test_deep_nesting_is_a_format_error() -> None:
    for parse, _ in PARSERS.values():
        with pytest.raises(FormatError):
            parse(b"\x91" * 100_000)


def test_batch_and_receipt_come_back_as_they_went() -> None:
    assert parse_sync_batch(sync_batch_bytes(BATCH)) == BATCH
    assert parse_sync_receipt(sync_receipt_bytes(RECEIPT)) == RECEIPT
    assert BATCH.sitting_uuid == SITTING


def test_entries_come_back_as_they_went() -> None:
    for entry in JOURNAL:
        assert parse_journal_entry(entry.raw) == entry
        assert entry.header.sitting_uuid == SITTING


def test_the_longest_text_in_any_script_fits_in_an_entry() -> None:
    longest = "𠮷" * LONGEST_TEXT

    entry = sealed([a_started(), a_text(longest)])[1]

    assert 4 * LONGEST_TEXT < len(entry.raw) <= MOST_ENTRY_BYTES
    assert parse_journal_entry(entry.raw) == entry


def test_an_entry_that_nobody_would_take_is_never_made() -> None:
    header = JOURNAL[1].header
    with pytest.raises(ValueError, match="bytes"):
        make_entry(header, b"", bytes(MOST_ENTRY_BYTES))
    with pytest.raises(FormatError, match="at most"):
        parse_journal_entry(bytes(MOST_ENTRY_BYTES + 1))


def test_a_batch_over_its_size_is_refused_before_it_is_read() -> None:
    with pytest.raises(FormatError, match="at most"):
        parse_sync_batch(bytes(MOST_BATCH_BYTES + 1))


def test_a_later_format_version_is_refused() -> None:
    for parse, whole in (PARSERS["batch"], PARSERS["receipt"]):
        assert whole[1] == 1
        with pytest.raises(FormatError):
            parse(whole[:1] + b"\x02" + whole[2:])


def test_a_receipt_code_is_of_one_head_of_one_sitting() -> None:
    head = JournalHead(3, bytes(32))
    codes = {
        receipt_code(SITTING, head),
        receipt_code(OTHER_SITTING, head),
        receipt_code(SITTING, JournalHead(4, bytes(32))),
        receipt_code(SITTING, JournalHead(3, b"\1" * 32)),
    }

    assert len(codes) == 4
