"""The chain's rules: nothing altered, cut, doubled or mixed goes unnoticed."""

from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.journal_entry import (
    JournalEntry,
    JournalHead,
    empty_head,
    head_after,
    parse_journal_entry,
)
from question_bank.journal.chain import (
    ChainBrokenError,
    JournalConflictError,
    JournalGapError,
    extend_chain,
    follow,
    verify_chain,
)
from tests.builders.journals import OTHER_SITTING, SITTING, a_journal

JOURNAL = a_journal(12)
OTHER_BRANCH = a_journal(12, word="other")


def heads_of(journal: Sequence[JournalEntry]) -> list[JournalHead]:
    heads = [empty_head(SITTING)]
    for entry in journal:
        heads.append(head_after(heads[-1], entry))
    return heads


HEADS = heads_of(JOURNAL)


class Receiver:
    """The least that a server does with batches: keeps what the rule adds."""

    def __init__(self) -> None:
        self.raws: list[bytes] = []
        self.hashes = [HEADS[0].hash]

    @property
    def head(self) -> JournalHead:
        return JournalHead(len(self.raws), self.hashes[-1])

    def receive(self, after: JournalHead, raws: Sequence[bytes]) -> JournalHead:
        extension = extend_chain(
            SITTING, self.head, self.hashes.__getitem__, after, raws
        )
        for entry, entry_hash in extension.entries:
            self.raws.append(entry.raw)
            self.hashes.append(entry_hash)
        assert self.head == extension.head
        return extension.batch_head


slices = st.tuples(st.integers(0, 12), st.integers(0, 12))


@given(sends=st.lists(slices, max_size=30))
def test_any_resending_cut_or_overlap_ends_in_the_same_journal(
    sends: list[tuple[int, int]],
) -> None:
    receiver = Receiver()
    raws = [entry.raw for entry in JOURNAL]

    for start, end in sends:
        if start > receiver.head.seq:
            with pytest.raises(JournalGapError) as gap:
                receiver.receive(HEADS[start], raws[start:end])
            assert gap.value.expected_seq == receiver.head.seq + 1
        else:
            batch_head = receiver.receive(HEADS[start], raws[start:end])
            assert batch_head == HEADS[max(start, end)]
    receiver.receive(HEADS[0], raws)

    assert receiver.raws == raws
    assert receiver.head == HEADS[-1]


@given(position=st.integers(0), change=st.integers(1, 255))
def test_any_changed_byte_of_any_entry_changes_the_head_or_breaks_the_chain(
    position: int, change: int
) -> None:
    whole = b"".join(entry.raw for entry in JOURNAL)
    position %= len(whole)
    changed = bytearray(whole)
    changed[position] ^= change
    raws, start = [], 0
    for entry in JOURNAL:
        raws.append(bytes(changed[start : start + len(entry.raw)]))
        start += len(entry.raw)

    try:
        head = verify_chain(SITTING, map(parse_journal_entry, raws))
    except (FormatError, ChainBrokenError):
        return
    assert head != HEADS[-1]


@given(position=st.integers(0), change=st.integers(1, 255), known=st.integers(1, 12))
def test_a_changed_byte_of_what_is_known_is_a_conflict_or_no_entry_at_all(
    position: int, change: int, known: int
) -> None:
    receiver = Receiver()
    receiver.receive(HEADS[0], [entry.raw for entry in JOURNAL])
    raw = bytearray(JOURNAL[known - 1].raw)
    raw[position % len(raw)] ^= change

    with pytest.raises((FormatError, ChainBrokenError, JournalConflictError)):
        receiver.receive(HEADS[known - 1], [bytes(raw)])
    assert receiver.head == HEADS[-1]


def test_a_branch_that_left_the_known_journal_is_a_conflict() -> None:
    receiver = Receiver()
    receiver.receive(HEADS[0], [entry.raw for entry in JOURNAL])

    with pytest.raises(JournalConflictError) as conflict:
        receiver.receive(HEADS[0], [entry.raw for entry in OTHER_BRANCH])

    assert conflict.value.seq == 1
    assert receiver.head == HEADS[-1]


def test_a_batch_that_claims_another_start_hash_is_a_conflict() -> None:
    receiver = Receiver()
    receiver.receive(HEADS[0], [entry.raw for entry in JOURNAL[:5]])
    wrong = JournalHead(5, bytes(32))

    with pytest.raises(JournalConflictError):
        receiver.receive(wrong, [entry.raw for entry in JOURNAL[5:]])


def test_an_entry_of_another_sitting_does_not_follow() -> None:
    foreign = a_journal(1, sitting=OTHER_SITTING)[0]

    with pytest.raises(ChainBrokenError, match="another sitting"):
        follow(SITTING, empty_head(SITTING), foreign)


@pytest.mark.parametrize("missing", range(12))
def test_a_journal_with_an_entry_cut_out_is_broken_or_shorter(missing: int) -> None:
    cut = JOURNAL[:missing] + JOURNAL[missing + 1 :]

    if missing == len(JOURNAL) - 1:
        assert verify_chain(SITTING, cut) == HEADS[-2]
    else:
        with pytest.raises(ChainBrokenError):
            verify_chain(SITTING, cut)


def test_a_batch_whose_entries_are_swapped_is_broken() -> None:
    raws = [JOURNAL[1].raw, JOURNAL[0].raw]

    with pytest.raises(ChainBrokenError):
        Receiver().receive(HEADS[0], raws)


def test_the_empty_journals_head_is_the_genesis_of_its_sitting() -> None:
    assert verify_chain(SITTING, []) == empty_head(SITTING)
    assert empty_head(SITTING) != empty_head(OTHER_SITTING)
