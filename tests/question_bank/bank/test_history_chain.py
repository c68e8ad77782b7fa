from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from question_bank.bank.history_chain import (
    Deed,
    HistoryEntry,
    chain_problems,
    history_entry_bytes,
    history_genesis,
    next_hash,
    parse_history_entry,
)

BANK = UUID(int=7)
Rows = list[tuple[int, bytes, bytes]]


def a_chain(length: int) -> Rows:
    rows: Rows = []
    head = history_genesis(BANK)
    for seq in range(1, length + 1):
        entry = history_entry_bytes(
            HistoryEntry(
                seq=seq,
                at_utc="2026-11-22T00:00:00.000Z",
                by="王老师",
                deed=Deed.COMMENTED,
                subject=f"q{seq}",
                after={"text": "好"},
            )
        )
        head = next_hash(head, entry)
        rows.append((seq, entry, head))
    return rows


def test_a_chain_as_it_was_written_is_whole() -> None:
    assert list(chain_problems(BANK, a_chain(5))) == []


def test_a_chain_of_another_bank_is_not_ours() -> None:
    assert list(chain_problems(UUID(int=8), a_chain(1))) != []


@given(data=st.data(), length=st.integers(1, 6))
def test_a_change_of_any_byte_is_found(data: st.DataObject, length: int) -> None:
    rows = a_chain(length)
    at = data.draw(st.integers(0, length - 1))
    seq, entry, hash_ = rows[at]
    byte = data.draw(st.integers(0, len(entry) - 1))
    changed = entry[:byte] + bytes([entry[byte] ^ 1]) + entry[byte + 1 :]
    rows[at] = (seq, changed, hash_)

    assert len(list(chain_problems(BANK, rows))) == 1


@given(data=st.data(), length=st.integers(2, 6))
def test_an_entry_that_was_taken_out_is_missed(
    data: st.DataObject, length: int
) -> None:
    rows = a_chain(length)
    del rows[data.draw(st.integers(0, length - 2))]

    assert len(list(chain_problems(BANK, rows))) == 1


def test_an_entry_reads_back() -> None:
    _, entry, _ = a_chain(1)[0]

    assert history_entry_bytes(parse_history_entry(entry)) == entry


@pytest.mark.parametrize("written", [b"\x00\xff", b"[]", b'{"seq":2}'])
def test_a_chain_rewritten_around_what_is_no_entry_is_not_whole(written: bytes) -> None:
    first = a_chain(1)[0]

    forged = (2, written, next_hash(first[2], written))

    assert list(chain_problems(BANK, [first, forged])) == ["entry 2 is none"]
