"""Options beside each other: equal texts, and words that all of them repeat. Pure."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from question_bank.checks.checked_item import CheckedItem, CheckedTask, checked_tasks
from question_bank.checks.normal_text import normal_text
from question_bank.items.finding import Finding, Severity
from question_bank.items.score_line import Wording

LEAST_REPEATED = 5
"""Characters that every option begins or ends with; they belong into the stem."""


def option_text_findings(item: CheckedItem) -> Iterator[Finding]:
    """Yield equal options and what all options of a choice repeat."""
    for task in checked_tasks(item.record):
        yield from _equal(item, task)
        yield from _repeated(item, task)


def _equal(item: CheckedItem, task: CheckedTask) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for option_id, text in task.options.items():
        normal = normal_text(text) or text.strip()
        if not normal:
            continue  # a picture alone
        if normal in first:
            pair = f"{first[normal]}、{option_id}"
            yield item.found(
                "OPTIONS_EQUAL",
                Severity.ERROR,
                Wording(
                    f"选项 {pair} 文字相同（不计标点和全角半角）：{text}",
                    f"options {pair} are the same but for punctuation and width: {text}",
                ),
                column=task.column,
            )
        else:
            first[normal] = str(option_id)


def _repeated(item: CheckedItem, task: CheckedTask) -> Iterator[Finding]:
    texts = [normal_text(text) for text in task.options.values()]
    if len(texts) < 3 or len(set(texts)) < len(texts):  # noqa: PLR2004 - two may
        return
    begin = _common_beginning(texts)
    end = _common_beginning([text[::-1] for text in texts])[::-1]
    for shared in (begin, end):
        if len(shared) >= LEAST_REPEATED and _says_more(texts, shared):
            yield item.found(
                "OPTIONS_REPEAT",
                Severity.NOTE,
                Wording(
                    f"各选项都重复“{shared}”，可移入题干",
                    f"all options repeat “{shared}”; it could stand in the stem",
                ),
                column=task.column,
                measure=float(len(shared)),
            )


def _says_more(texts: Sequence[str], shared: str) -> bool:
    return all(len(text) > len(shared) for text in texts)


def _common_beginning(texts: Sequence[str]) -> str:
    """Return what all texts begin with; what the first and the last in order share."""
    first, last = min(texts), max(texts)
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(sign for sign, _ in shared)
