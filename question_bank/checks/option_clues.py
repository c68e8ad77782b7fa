"""Options that give the key away: by length, by the stem's words, by form, by absolutes.

Each is told where a candidate who knows nothing could use it, and only there. Pure.

Source:
    Haladyna, Downing and Rodriguez (2002), guidelines on writing the choices; the
    figures here are ours: docs/decisions/0241-when-an-option-gives-the-key-away.md.
"""

import re
from collections.abc import Iterator, Sequence

from question_bank.checks.checked_item import (
    CheckedItem,
    CheckedTask,
    checked_tasks,
    text_length,
)
from question_bank.checks.normal_text import normal_text
from question_bank.items.finding import Finding, Severity
from question_bank.items.score_line import Wording
from question_bank.items.single_choice import SingleChoice
from question_bank.items.true_false import TrueFalseKey

CLEARLY = 1.4
"""A key is clearly longer if it is this many times as long as the longest other."""

CLEARLY_CHARACTERS = 5
"""… and longer by at least so many characters; likewise shorter."""

LEAST_COPIED = 5
"""Characters in a row that the key, and hardly another option, has from the stem."""

ABSOLUTE = re.compile(
    r"一定|绝对|所有|从不|从来|必须|任何|永远|完全|只要|只能|全都|一律|总是|唯一|必然|必定"
    r"|毫无|决不|绝不|仅仅|百分之百"
)
ALL_OR_NONE = re.compile(
    r"^(以上|上述|前面|前述)?(各项|选项|说法|答案)?(全部|全|均|都|皆)?"
    r"(正确|错误|不正确|不对|对|错|是|不是|都对|都错|都是|都不是|均正确|均错误)$"
)

_Told = tuple[str, Severity, Wording, float | None]


def option_clue_findings(item: CheckedItem) -> Iterator[Finding]:
    """Yield what gives a key away in the item's choices."""
    for task in checked_tasks(item.record):
        for code, severity, wording, measure in _clues(task):
            yield item.found(
                code, severity, wording, column=task.column, measure=measure
            )


def _clues(task: CheckedTask) -> Iterator[_Told]:
    yield from _all_or_none(task)
    if isinstance(task.key, TrueFalseKey) and not task.key.is_true:
        words = _absolutes([task.stem])
        if words:
            yield _absolute_told(words, Severity.NOTE)
    if not task.correct_texts or not task.wrong_texts:
        return
    yield from _absolute_words(task)
    if isinstance(task.task, SingleChoice):
        yield from _length(task)
        yield from _copied(task)
        yield from _odd_form(task)


def _length(task: CheckedTask) -> Iterator[_Told]:
    key = text_length(task.correct_texts[0])
    others = sorted(map(text_length, task.wrong_texts))
    if len(others) < 2:  # noqa: PLR2004 - of two options one is always longer
        return
    longest, shortest = others[-1], others[0]
    if key >= CLEARLY * longest and key - longest >= CLEARLY_CHARACTERS:
        yield (
            "KEY_LONGEST",
            Severity.WARNING,
            Wording(
                f"正确选项明显最长（{key} 字，其余最长 {longest} 字），会泄露答案",
                f"the key is clearly the longest option ({key} characters, the next "
                f"{longest}); it gives itself away",
            ),
            round(key / max(longest, 1), 2),
        )
    if shortest >= CLEARLY * key and shortest - key >= CLEARLY_CHARACTERS:
        yield (
            "KEY_SHORTEST",
            Severity.WARNING,
            Wording(
                f"正确选项明显最短（{key} 字，其余最短 {shortest} 字），会泄露答案",
                f"the key is clearly the shortest option ({key} characters, the next "
                f"{shortest}); it gives itself away",
            ),
            round(key / shortest, 2),
        )


def _copied(task: CheckedTask) -> Iterator[_Told]:
    stem = normal_text(task.stem)
    key = _longest_shared(normal_text(task.correct_texts[0]), stem)
    others = [_longest_shared(normal_text(text), stem) for text in task.wrong_texts]
    most = max(map(len, others))
    if len(key) >= LEAST_COPIED and len(key) > 2 * most:
        yield (
            "KEY_COPIES_STEM",
            Severity.WARNING,
            Wording(
                f"只有正确选项重复了题干的“{key}”，会泄露答案",
                f"only the key repeats “{key}” from the stem; it gives itself away",
            ),
            float(len(key)),
        )


def _longest_shared(text: str, stem: str) -> str:
    """Return the longest piece of `text` that stands in `stem`."""
    best = ""
    for start in range(len(text)):
        while text[start : start + len(best) + 1] in stem:
            if start + len(best) + 1 > len(text):
                break
            best = text[start : start + len(best) + 1]
    return best


_FORMS: Sequence[tuple[re.Pattern[str], Wording]] = (
    (re.compile(r"[。.！!；;]\s*$"), Wording("句末标点", "punctuation at the end")),
    (re.compile(r"的\s*$"), Wording("结尾的“的”", "“的” at the end")),
    (re.compile(r"[（(《“]"), Wording("括号、书名号或引号", "brackets or quotes")),
    (re.compile(r"[A-Za-z]{2}"), Wording("外文", "Latin words")),
    (re.compile(r"[0-9０-９]"), Wording("数字", "digits")),
)


def _odd_form(task: CheckedTask) -> Iterator[_Told]:
    """Tell where the key alone has, or alone lacks, a form: it does not fit the others."""
    if len(task.wrong_texts) < 2:  # noqa: PLR2004 - of two options each is alone
        return
    for pattern, name in _FORMS:
        in_key = bool(pattern.search(task.correct_texts[0]))
        in_others = {bool(pattern.search(text)) for text in task.wrong_texts}
        if in_others == {not in_key}:
            has = Wording("有", "has") if in_key else Wording("没有", "lacks")
            yield (
                "KEY_ODD_FORM",
                Severity.NOTE,
                Wording(
                    f"只有正确选项{has.zh}{name.zh}，形式与其他选项不一致",
                    f"only the key {has.en} {name.en}; its form differs from the others",
                ),
                None,
            )


def _absolute_words(task: CheckedTask) -> Iterator[_Told]:
    if ABSOLUTE.search(task.stem) or _absolutes(task.correct_texts):
        return
    having = [text for text in task.wrong_texts if ABSOLUTE.search(text)]
    if having:
        many = 2 * len(having) >= len(task.wrong_texts)
        severity = Severity.WARNING if many else Severity.NOTE
        yield _absolute_told(_absolutes(having), severity)


def _absolute_told(words: Sequence[str], severity: Severity) -> _Told:
    told = "、".join(words)
    return (
        "ABSOLUTE_WORDS",
        severity,
        Wording(
            f"绝对化用语“{told}”只出现在错误的说法里，会泄露答案",
            f"absolute words ({told}) stand in wrong statements only; they give the "
            "key away",
        ),
        float(len(words)),
    )


def _absolutes(texts: Sequence[str]) -> list[str]:
    return sorted({word for text in texts for word in ABSOLUTE.findall(text)})


def _all_or_none(task: CheckedTask) -> Iterator[_Told]:
    for option_id, text in task.options.items():
        if ALL_OR_NONE.match(normal_text(text)):
            yield (
                "ALL_OR_NONE",
                Severity.WARNING,
                Wording(
                    f"选项 {option_id} 是“{text}”，选项打乱后不成立，也便于猜测",
                    f"option {option_id} says all or none of the others; shuffled it "
                    "makes no sense, and it helps guessing",
                ),
                None,
            )
