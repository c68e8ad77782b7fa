"""All pairs of similar sets: an exact join, without comparing every set with every other.

Similarity is Dice's: twice the shared members over the sum of the sizes. Members are
ordered from the rarest; two similar sets share one of their rarest members (prefix
filter) and are of similar size, so only sets that meet so are counted. Exactness has one
limit, which callers see: a set is paired with at most `most_partners` of the sets that
are not larger. Pure.

Source:
    Dice (1945); the filters are those of set-similarity joins, their bounds for Dice
    are derived in the README of this folder.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

_Members = NDArray[np.int32]
_Counts = NDArray[np.int64]


_CHUNK = 1000
"""Candidates that are counted at once."""


@dataclass(frozen=True, slots=True)
class SimilarPair:
    """Two positions in what was joined, `first` < `second`; dice in (0, 1]."""

    first: int
    second: int
    dice: float


def similar_pairs(
    sets: Sequence[AbstractSet[str]],
    least_dice: Fraction,
    *,
    most_partners: int = 50,
    told: Callable[[int], object] = lambda _done: None,
) -> Iterator[SimilarPair]:
    """Yield the pairs whose dice is at least `least_dice`; empty sets pair with none.

    Args:
        sets: What is compared; equal ones are better joined into one before.
        least_dice: In (0, 1].
        most_partners: Bound against sets that are all alike; those stay that share most
            of their rarest members.
        told: Is given how many sets are done.

    Raises:
        ValueError: `least_dice` is no similarity.
    """
    if not 0 < least_dice <= 1:
        raise ValueError(f"{least_dice} is no similarity")
    order = sorted(range(len(sets)), key=lambda index: len(sets[index]))
    join = _Join([sets[index] for index in order], least_dice)
    for row, second in enumerate(order):
        for other, dice in join.partners(row, most_partners):
            low, high = sorted((order[other], second))
            yield SimilarPair(low, high, dice)
        join.enter(row)
        told(row + 1)


class _Lists:
    """For each member the rows that hold it, of the rows entered so far."""

    def __init__(self, rows: Sequence[_Members], members: int) -> None:
        flat = np.concatenate(rows) if rows else np.empty(0, dtype=np.int32)
        owners = np.repeat(
            np.arange(len(rows), dtype=np.int32), [len(row) for row in rows]
        )
        by_member = np.argsort(flat, kind="stable")
        self._owners = owners[by_member]
        self._starts = np.searchsorted(flat[by_member], np.arange(members))
        self._entered = np.zeros(members, dtype=np.int64)

    def enter(self, row: _Members) -> None:
        """Let the next row be met from now on; rows enter in their order."""
        self._entered[row] += 1

    def times_met(self, members: _Members, lowest: int, end: int) -> _Counts:
        """Return for each row in [lowest, end) how many of the members it holds."""
        lengths = self._entered[members]
        ends = np.cumsum(lengths)
        if not len(ends) or not ends[-1]:
            return np.zeros(end - lowest, dtype=np.int64)
        shifts = np.repeat(self._starts[members] - (ends - lengths), lengths)
        met = self._owners[shifts + np.arange(ends[-1])]
        counts: _Counts = np.bincount(met, minlength=end)
        return counts[lowest:]


class _Join:
    """The sets as rows of member numbers, rarest first, from the smallest set on."""

    def __init__(self, sets: Sequence[AbstractSet[str]], least: Fraction) -> None:
        counts = Counter(member for members in sets for member in members)
        by_rarity = sorted(counts, key=lambda member: (counts[member], member))
        numbers = {member: number for number, member in enumerate(by_rarity)}
        self._least = least
        self._least_shared = least / (2 - least)
        self._rows = [
            np.array(sorted(map(numbers.__getitem__, members)), dtype=np.int32)
            for members in sets
        ]
        self._sizes = np.array([len(row) for row in self._rows], dtype=np.int64)
        self._flat = np.concatenate([*self._rows, np.empty(0, dtype=np.int32)])
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._prefixes = [self._prefix(row) for row in self._rows]
        self._lists = _Lists(self._prefixes, len(numbers))
        self._prefix_sizes = np.array([len(row) for row in self._prefixes])
        self._prefix_ends = np.array(
            [row[-1] if len(row) else -1 for row in self._prefixes]
        )
        self._is_own = np.zeros(len(numbers), dtype=np.bool_)

    def enter(self, row: int) -> None:
        """Let the row be found from now on."""
        self._lists.enter(self._prefixes[row])

    def partners(self, row: int, most: int) -> list[tuple[int, float]]:
        """Return (row, dice) of similar rows entered, at most `most`."""
        own = self._rows[row]
        smallest = math.ceil(len(own) * self._least_shared)
        lowest = int(np.searchsorted(self._sizes[:row], smallest))
        if lowest == row:
            return []
        counts = self._lists.times_met(self._prefixes[row], lowest, row)
        candidates = self._promising(row, lowest, counts)
        found: list[tuple[int, float]] = []
        for start in range(0, len(candidates), _CHUNK):
            found += self._similar(own, candidates[start : start + _CHUNK])
            if len(found) >= most:
                break
        return found[:most]

    def _similar(self, own: _Members, candidates: _Counts) -> list[tuple[int, float]]:
        shared = self._shared(own, candidates)
        sums = self._sizes[candidates] + len(own)
        is_similar = self._is_enough(shared, sums)
        dices = 2 * shared[is_similar] / sums[is_similar]
        return list(zip(candidates[is_similar].tolist(), dices.tolist(), strict=True))

    def _promising(self, row: int, lowest: int, counts: _Counts) -> _Counts:
        """Return the rows that can still be similar, the most promising first.

        Of the row whose prefix ends at the rarer member, the counting saw all that the
        other shares with this prefix; only the rest of this row can add to it.
        """
        met = np.flatnonzero(counts)
        rows = met + lowest
        own_rest = self._sizes[row] - self._prefix_sizes[row]
        rests = np.where(
            self._prefix_ends[rows] < self._prefix_ends[row],
            self._sizes[rows] - self._prefix_sizes[rows],
            own_rest,
        )
        sums = self._sizes[rows] + self._sizes[row]
        is_promising = self._is_enough(counts[met] + rests, sums)
        ranks = np.argsort(-counts[met][is_promising], kind="stable")
        return np.asarray(rows[is_promising][ranks], dtype=np.int64)

    def _is_enough(self, shared: _Counts, sums: _Counts) -> NDArray[np.bool_]:
        """Return where 2 · shared / sum ≥ least; in whole numbers, so exactly."""
        least = self._least
        return 2 * shared * least.denominator >= sums * least.numerator

    def _shared(self, own: _Members, candidates: _Counts) -> _Counts:
        """Return how many members of `own` each of the candidates has."""
        lengths = self._sizes[candidates]
        ends = np.cumsum(lengths)
        shifts = np.repeat(self._starts[candidates] - (ends - lengths), lengths)
        self._is_own[own] = True
        hits = self._is_own[self._flat[shifts + np.arange(ends[-1])]]
        self._is_own[own] = False
        return np.asarray(np.add.reduceat(hits, ends - lengths, dtype=np.int64))

    def _prefix(self, row: _Members) -> _Members:
        """Return the rarest members; similar rows share one of them.

        Rows that are similar share at least least/(2 - least) of the larger one, and
        more than that of the smaller.
        """
        return row[: max(0, len(row) - math.ceil(len(row) * self._least_shared) + 1)]
