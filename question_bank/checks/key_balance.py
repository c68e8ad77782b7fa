"""Keys over the whole bank: where they stand, and how long they are; level by level. Pure.

A candidate who always takes the longest option, or the letter that is most often right,
should earn what chance gives.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from question_bank.checks.checked_item import (
    CheckedItem,
    CheckedTask,
    checked_tasks,
    text_length,
)
from question_bank.items.finding import Finding, Place, Severity
from question_bank.items.score_line import Wording
from question_bank.items.single_choice import SingleChoice
from question_bank.items.true_false import TrueFalseKey

FEWEST_TASKS = 20
"""Fewer say nothing about a habit."""

FARTHEST = 3.0
"""Standard deviations from what chance gives; one bank in 400 gets there by chance."""

MOST_LONGEST_SHARE = 0.30
"""Of four options one is the longest in a quarter of the items by chance."""

LONGEST_PERIOD = 8


def key_balance_findings(items: Sequence[CheckedItem]) -> Iterator[Finding]:
    """Yield what a candidate could use who knows nothing, one finding a level and habit."""
    levels = sorted({item.record.level for item in items})
    for level in levels:
        tasks = [
            task
            for item in items
            if item.record.level == level
            for task in checked_tasks(item.record)
            if task.key is not None
        ]
        singles = [
            task
            for task in tasks
            if isinstance(task.task, SingleChoice) and len(task.correct_texts) == 1
        ]
        if len(singles) >= FEWEST_TASKS:
            yield from _positions(level, singles)
            yield from _lengths(level, singles)
        truths = [
            task.key.is_true for task in tasks if isinstance(task.key, TrueFalseKey)
        ]
        if len(truths) >= FEWEST_TASKS:
            yield from _truths(level, truths)


def _positions(level: str, singles: Sequence[CheckedTask]) -> Iterator[Finding]:
    free = [task for task in singles if not _keeps_order(task)]
    positions = [_position(task) for task in free]
    expected: dict[int, float] = {}
    variance: dict[int, float] = {}
    for task in free:
        share = 1 / len(task.options)
        for place in range(len(task.options)):
            expected[place] = expected.get(place, 0.0) + share
            variance[place] = variance.get(place, 0.0) + share * (1 - share)
    found = Counter(positions)
    told = " ".join(f"{_letter(place)} {found[place]}" for place in sorted(expected))
    for place in sorted(expected):
        spread = math.sqrt(variance[place]) or 1.0
        far = (found[place] - expected[place]) / spread
        if abs(far) > FARTHEST:
            yield _over_all(
                "KEY_POSITION",
                level,
                Wording(
                    f"单选题答案分布不均：{told}",
                    f"the keys of single choices stand unevenly: {told}",
                ),
                round(found[place] / max(1, len(free)), 3),
            )
            break
    yield from _pattern(level, positions, found)


def _pattern(
    level: str, positions: Sequence[int], found: Mapping[int, int]
) -> Iterator[Finding]:
    total = len(positions)
    alike = sum(count * count for count in found.values()) / max(1, total * total)
    for period in range(1, LONGEST_PERIOD + 1):
        pairs = total - period
        if pairs < FEWEST_TASKS or alike >= 1:
            return
        repeats = sum(
            positions[index] == positions[index + period] for index in range(pairs)
        )
        far = (repeats - pairs * alike) / math.sqrt(pairs * alike * (1 - alike))
        if far > FARTHEST + 1:
            yield _over_all(
                "KEY_PATTERN",
                level,
                Wording(
                    f"单选题答案每隔 {period} 题重复一次的比例达 {repeats / pairs:.0%}",
                    f"the keys of single choices repeat every {period} items in "
                    f"{repeats / pairs:.0%}",
                ),
                round(repeats / pairs, 3),
            )
            return


def _lengths(level: str, singles: Sequence[CheckedTask]) -> Iterator[Finding]:
    comparable = [task for task in singles if all(task.options.values())]
    longest = sum(_is_longest(task) for task in comparable)
    share = longest / max(1, len(comparable))
    is_far = share > MOST_LONGEST_SHARE
    yield _over_all(
        "KEY_LONGEST_SHARE",
        level,
        Wording(
            f"单选题中正确选项最长的占 {share:.0%}（{longest}/{len(comparable)}），"
            f"宜不超过 {MOST_LONGEST_SHARE:.0%}",
            f"the key is the longest option in {share:.0%} of the single choices "
            f"({longest} of {len(comparable)}); at most {MOST_LONGEST_SHARE:.0%} is good",
        ),
        round(share, 3),
        Severity.WARNING if is_far else Severity.NOTE,
    )


def _truths(level: str, truths: Sequence[bool]) -> Iterator[Finding]:
    right = sum(truths)
    far = (right - len(truths) / 2) / math.sqrt(len(truths) / 4)
    if abs(far) > FARTHEST:
        yield _over_all(
            "TRUTH_BALANCE",
            level,
            Wording(
                f"判断题中正确的占 {right / len(truths):.0%}（{right}/{len(truths)}）",
                f"{right / len(truths):.0%} of the true/false items are true "
                f"({right} of {len(truths)})",
            ),
            round(right / len(truths), 3),
        )


def _over_all(
    code: str,
    level: str,
    wording: Wording,
    measure: float,
    severity: Severity = Severity.WARNING,
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        place=Place(part=level),
        wording=wording,
        measure=measure,
    )


def _is_longest(task: CheckedTask) -> bool:
    key = text_length(task.correct_texts[0])
    return all(key > text_length(text) for text in task.wrong_texts)


def _position(task: CheckedTask) -> int:
    [key] = task.correct & set(task.options)
    return list(task.options).index(key)


def _keeps_order(task: CheckedTask) -> bool:
    return isinstance(task.task, SingleChoice) and task.task.keeps_option_order


def _letter(place: int) -> str:
    return chr(ord("A") + place)
