"""Near-duplicates over the whole bank: which items ask nearly the same, and how nearly.

Texts are compared by the set of their two-character sequences, after width, case,
punctuation and spaces are made the same: two items whose sets overlap by three quarters
read as one. Three views of each task are compared: all of it (stem and options, whatever
their order), the stem alone, and what it claims (stem with correct options; a statement
that is right), so that a true/false item meets the single choice that it was made of.
Scenes of cases are compared too. Pure.

Source:
    docs/decisions/0240-near-duplicates-by-two-character-sets.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from question_bank.checks.checked_item import (
    CheckedItem,
    CheckedTask,
    checked_tasks,
    words_of,
)
from question_bank.checks.normal_text import (
    normal_text,
    without_digits,
    without_negations,
    without_numbers,
)
from question_bank.checks.similar_sets import similar_pairs
from question_bank.items.case import Case
from question_bank.items.true_false import TrueFalseKey

LEAST_DICE = Fraction(3, 4)
"""Of all words, and of claims."""

LEAST_STEM_DICE = Fraction(17, 20)
"""Of stems alone: they share ways of asking."""

LEAST_CHARACTERS = 12
"""A shorter stem or claim is a way of asking, such as 下列说法正确的是."""

MOST_PARTNERS = 10
"""Of the texts that are not longer; a person who sees ten looks for the rest."""

MOST_COPIES_TOLD = 20
"""Pairs told of one group of equal texts; the group's size is told with them."""


class View(StrEnum):
    """What of two items is alike; the earlier says more."""

    WHOLE = "whole"
    CLAIM = "claim"
    STEM = "stem"


class Difference(StrEnum):
    """How two similar texts differ."""

    NOTHING = "nothing"
    NUMBERS = "numbers"
    NEGATION = "negation"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """One text of an item in one view.

    Attributes:
        item: Position of the item in what was compared.
        column: Task or scene; None for the whole of a plain item.
        pieces: Normal texts, compared as a set: stem and each option.
        key: What is right, in words; two equal items with other keys contradict.
    """

    item: int
    view: View
    column: str | None
    pieces: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicate:
    """Two parts of different items that read alike.

    Attributes:
        dice: Similarity in (0, 1].
        copies: How many items hold the same text, from 2, where they are equal.
        is_same_key: Whether the same is right in both.
    """

    first: TextPart
    second: TextPart
    view: View
    dice: float
    difference: Difference
    is_same_key: bool
    copies: int = 2


def near_duplicates(
    items: Sequence[CheckedItem],
    *,
    told: Callable[[int, int], object] = lambda _done, _total: None,
) -> tuple[NearDuplicate, ...]:
    """Return the near-duplicates, each pair of items once, the most similar first.

    Args:
        items: One version of each item.
        told: Is given how many texts are done, and of how many.
    """
    parts = [part for index, item in enumerate(items) for part in _parts(index, item)]
    best: dict[tuple[int, int], NearDuplicate] = {}
    order = list(View)
    done = 0
    for view in View:
        of_view = [part for part in parts if part.view is view]
        before = done

        def tell(count: int, before: int = before) -> None:
            told(before + count, len(parts))

        for found in _in_view(of_view, view, tell):
            pair = (found.first.item, found.second.item)
            kept = best.get(pair)
            if kept is None or (-found.dice, order.index(view)) < (
                -kept.dice,
                order.index(kept.view),
            ):
                best[pair] = found
        done += len(of_view)
        told(done, len(parts))
    ranked = sorted(best.items(), key=lambda entry: (-entry[1].dice, entry[0]))
    return tuple(_with_difference(found) for _, found in ranked)


def _in_view(
    parts: Sequence[TextPart], view: View, told: Callable[[int], object]
) -> Iterator[NearDuplicate]:
    """Yield the pairs of one view: first equal texts, then similar ones."""
    groups: dict[tuple[str, ...], list[TextPart]] = {}
    for part in parts:
        groups.setdefault(part.pieces, []).append(part)
    for group in groups.values():
        yield from _copies(group, view)
    firsts = [group[0] for group in groups.values()]
    least = LEAST_STEM_DICE if view is View.STEM else LEAST_DICE
    grams = [_grams(part.pieces) for part in firsts]
    for pair in similar_pairs(grams, least, most_partners=MOST_PARTNERS, told=told):
        first, second = firsts[pair.first], firsts[pair.second]
        if first.item != second.item:
            yield _compared(first, second, view, pair.dice)


def _copies(group: Sequence[TextPart], view: View) -> Iterator[NearDuplicate]:
    others = {part.item: part for part in group if part.item != group[0].item}
    for other in list(others.values())[:MOST_COPIES_TOLD]:
        yield NearDuplicate(
            first=group[0],
            second=other,
            view=view,
            dice=1.0,
            difference=Difference.NOTHING,
            is_same_key=group[0].key == other.key,
            copies=len(others) + 1,
        )


def _compared(
    first: TextPart, second: TextPart, view: View, dice: float
) -> NearDuplicate:
    first, second = sorted((first, second), key=lambda part: part.item)
    return NearDuplicate(
        first=first,
        second=second,
        view=view,
        dice=dice,
        difference=Difference.WORDS,
        is_same_key=first.key == second.key,
    )


def _with_difference(found: NearDuplicate) -> NearDuplicate:
    """Say how the two differ; only of those pairs that are told at all."""
    if found.difference is Difference.NOTHING:
        return found
    difference = _difference(found.first.pieces, found.second.pieces)
    return replace(found, difference=difference)


def _difference(first: tuple[str, ...], second: tuple[str, ...]) -> Difference:
    if _all(without_digits, first) == _all(without_digits, second):
        return Difference.NUMBERS
    if _all(without_numbers, first) == _all(without_numbers, second):
        return Difference.NUMBERS
    if _all(without_negations, first) == _all(without_negations, second):
        return Difference.NEGATION
    return Difference.WORDS


def _all(change: Callable[[str], str], pieces: Iterable[str]) -> list[str]:
    return sorted(map(change, pieces))


def _grams(pieces: Iterable[str]) -> frozenset[str]:
    """Return the two-character sequences; a text of one character is its own."""
    grams: set[str] = set()
    for piece in pieces:
        if len(piece) == 1:
            grams.add(piece)
        grams.update(map("".join, pairwise(piece)))
    return frozenset(grams)


def _parts(index: int, item: CheckedItem) -> Iterator[TextPart]:
    for task in checked_tasks(item.record):
        yield from _task_parts(index, task)
    if isinstance(item.record.item, Case):
        yield from _scene_parts(index, item.record.item)


def _scene_parts(index: int, case: Case) -> Iterator[TextPart]:
    contents: Mapping[str, str] = {"stem": words_of(case.stem)} | {
        str(scene.scene_id): words_of(scene.content) for scene in case.scenes
    }
    for column, words in contents.items():
        text = normal_text(words)
        if len(text) >= LEAST_CHARACTERS:
            yield TextPart(
                item=index, view=View.WHOLE, column=column, pieces=(text,), key=""
            )


def _task_parts(index: int, task: CheckedTask) -> Iterator[TextPart]:
    stem = normal_text(task.stem)
    options = sorted(map(normal_text, task.options.values()))
    right = sorted(map(normal_text, task.correct_texts))
    key = "\n".join(right)
    if isinstance(task.key, TrueFalseKey):
        key = str(task.key.is_true)

    def part(view: View, *pieces: str) -> TextPart:
        return TextPart(
            item=index,
            view=view,
            column=task.column,
            pieces=tuple(filter(None, pieces)),
            key=key,
        )

    yield part(View.WHOLE, stem, *options)
    is_alone = task.column is None  # in a case the scene says what a stem is about
    if options and is_alone and len(stem) >= LEAST_CHARACTERS:
        yield part(View.STEM, stem)
    says_right = bool(right) or task.key == TrueFalseKey(is_true=True)
    if says_right and len(stem) + len("".join(right)) >= LEAST_CHARACTERS:
        yield part(View.CLAIM, stem + "".join(right))
