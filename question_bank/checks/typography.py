"""Signs: punctuation of two widths, missing full stops, stray letters and characters. Pure.

Notes only: nothing here is wrong in what it says.
"""

import re
import unicodedata
from collections.abc import Iterator

from question_bank.checks.checked_item import CheckedItem, checked_tasks, words_of
from question_bank.items.content import Block
from question_bank.items.finding import Finding, Severity
from question_bank.items.multiple_choice import MultipleChoice
from question_bank.items.score_line import Wording
from question_bank.items.single_choice import SingleChoice

_HAN = r"\u3400-\u9fff"
_HALF_WIDTH = re.compile(rf"[{_HAN}][,;:?!]|[,;?!][{_HAN}]|[{_HAN}]\.(?![0-9A-Za-z])")
_ENDED = re.compile(r"[。？！：；…”’）)」》?!:.]\s*$")
_STOPPED = re.compile(r"[。；.;]\s*$")
_ZERO_LIKE = re.compile(
    r"(?<![A-Za-z])[0-9]+[OolI][0-9]*(?![A-Za-z])|(?<![A-Za-z])[OlI][0-9]+"
)
_OTHER_SCRIPT = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
_GREEK_IN_USE = frozenset("αβγδεηθκλμρσχφψωΔΣΩΨ")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def typography_findings(item: CheckedItem) -> Iterator[Finding]:
    """Yield what stands oddly in the item's texts, once a task and kind."""
    for task in checked_tasks(item.record):
        texts = [task.stem, *task.options.values()]
        explanation = item.record.explanations.get(task.task.task_id)
        if explanation is not None:
            texts.append(words_of(explanation))
        for code, severity, wording in _signs("\n".join(texts)):
            yield item.found(code, severity, wording, column=task.column)
        is_choice = isinstance(task.task, SingleChoice | MultipleChoice)
        if not is_choice and not _is_ended(task.task.stem):
            yield item.found(
                "PUNCTUATION_MISSING",
                Severity.NOTE,
                Wording("题干末尾没有标点", "the stem ends without punctuation"),
                column=task.column,
            )
        ended = {bool(_STOPPED.search(text)) for text in task.options.values() if text}
        if len(ended) > 1:
            yield item.found(
                "PUNCTUATION_UNEVEN",
                Severity.NOTE,
                Wording(
                    "有的选项末尾有标点，有的没有",
                    "some options end with punctuation, some without",
                ),
                column=task.column,
            )


def _signs(text: str) -> Iterator[tuple[str, Severity, Wording]]:
    if half := _HALF_WIDTH.search(text):
        yield (
            "PUNCTUATION_HALF_WIDTH",
            Severity.NOTE,
            Wording(
                f"中文里有半角标点：“{_around(text, half)}”",
                f"half-width punctuation among Chinese: “{_around(text, half)}”",
            ),
        )
    if traditional := sorted({sign for sign in text if _is_traditional(sign)}):
        told = "".join(traditional[:20])
        yield (
            "TRADITIONAL_CHARACTERS",
            Severity.NOTE,
            Wording(
                f"含繁体或罕用字：{told}", f"traditional or rare characters: {told}"
            ),
        )
    if stray := _ZERO_LIKE.search(text):
        yield (
            "LOOK_ALIKE",
            Severity.NOTE,
            Wording(
                f"数字里混有字母：“{stray[0]}”", f"a letter among digits: “{stray[0]}”"
            ),
        )
    foreign = sorted(set(_OTHER_SCRIPT.findall(text)) - _GREEK_IN_USE)
    if foreign:
        names = "、".join(
            f"{sign} {unicodedata.name(sign, '')}" for sign in foreign[:5]
        )
        yield (
            "LOOK_ALIKE",
            Severity.NOTE,
            Wording(
                f"混有形似的外文字母：{names}", f"letters of another script: {names}"
            ),
        )
    if hidden := _INVISIBLE.search(text):
        yield (
            "INVISIBLE_CHARACTERS",
            Severity.WARNING,
            Wording(
                f"含看不见的字符 U+{ord(hidden[0]):04X}，请删去",
                f"an invisible character, U+{ord(hidden[0]):04X}; take it out",
            ),
        )


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 4) : found.end() + 4].replace("\n", " ")


def _is_traditional(sign: str) -> bool:
    """Return whether a character stands in Big5 but not in GB 2312.

    Source:
        GB 2312-1980 holds the simplified characters in common use, Big5 the
        traditional ones; a few rare simplified characters are told as well.
    """
    return (
        "\u4e00" <= sign <= "\u9fff"
        and not _encodes(sign, "gb2312")
        and _encodes(sign, "big5")
    )


def _encodes(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _is_ended(content: tuple[Block, ...]) -> bool:
    words = words_of(content).strip()
    return not words or bool(_ENDED.search(words)) or "\t" in words.splitlines()[-1]
