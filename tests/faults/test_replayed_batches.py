"""R14: every batch 2 to 5 times, in any order, long after the end; and again at once.

The receiving rule ends with the rows of one ordered delivery. FAULT_SIZE=ci (10,000
batches) or release (200,000).
"""

import itertools
import os
import random

import pytest

from question_bank.formats.journal_entry import JournalHead, empty_head
from question_bank.journal.chain import JournalGapError, extend_chain
from tests.builders.journals import SITTING, a_journal
from tests.builders.stores import chained

pytestmark = pytest.mark.faults

BATCHES = {"ci": 10_000, "release": 200_000}[os.environ.get("FAULT_SIZE", "ci")]
LENGTH = 40
JOURNAL = a_journal(LENGTH)
RAWS = [entry.raw for entry in JOURNAL]
HASHES = [empty_head(SITTING).hash, *(entry_hash for _, entry_hash in chained(JOURNAL))]


def batches_of_one_sitting(rng: random.Random) -> list[tuple[int, int]]:
    """Return what a seat sent, each 2 to 5 times, shuffled."""
    cuts = sorted({0, LENGTH, *(rng.randint(0, LENGTH) for _ in range(6))})
    sent = [
        (start, end)
        for start, end in itertools.pairwise(cuts)
        for _ in range(rng.randint(2, 5))
    ]
    rng.shuffle(sent)
    return sent


def test_replays_in_any_order_end_in_the_rows_of_one_ordered_delivery(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rng = random.Random(20261122)
    count = gaps = 0
    while count < BATCHES:
        rows: list[bytes] = []
        hashes = [HASHES[0]]
        waiting = batches_of_one_sitting(rng)
        late = list(waiting)  # all of it once more, after the exam
        while waiting:
            start, end = waiting.pop(0)
            count += 1
            known = JournalHead(len(rows), hashes[-1])
            after = JournalHead(start, HASHES[start])
            try:
                extension = extend_chain(
                    SITTING, known, hashes.__getitem__, after, RAWS[start:end]
                )
            except JournalGapError:
                gaps += 1
                waiting.append((start, end))  # the seat sends it again, later
                continue
            for entry, entry_hash in extension.entries:
                rows.append(entry.raw)
                hashes.append(entry_hash)
            if not waiting:
                waiting, late = late, []
        assert rows == RAWS
        assert hashes == HASHES

    with capsys.disabled():
        print(f"\nR14 replayed batches: {count} sent, {gaps} too early, 0 rows wrong")
