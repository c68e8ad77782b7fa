"""Stems: what they ask unmarked or twice turned round, and how long they are. Pure."""

import re
from collections.abc import Iterator

from question_bank.checks.checked_item import (
    CheckedItem,
    CheckedTask,
    checked_tasks,
    is_marked,
    text_length,
)
from question_bank.items.finding import Finding, Severity
from question_bank.items.score_line import Wording
from question_bank.items.task import is_objective

MOST_STEM_CHARACTERS = 300
"""Of a choice or statement; longer ones are cases. An open task may take twice that."""

MOST_OPTION_CHARACTERS = 80

_ASKED = (
    r"(不正确|不恰当|不妥当?|不合适|不适当|不适宜|不合理|不准确|不符合|不属于|不包括|不包含"
    r"|不应当?|不宜|不能|(?<!而)不是|错误|有误|欠妥|不可取|不需要)"
)
_NEGATIVE = re.compile(
    rf"{_ASKED}[^，。；？！?\n]{{0,14}}(的是|的有|的做法|的说法|的一项|的选项|的表述)"
    rf"|(?:下列|以下|哪|何)[^，。；？！?\n]{{0,30}}{_ASKED}[^，。；？！?\n]{{0,14}}[？?（(：:]?\s*[）)]?\s*$"
)
_NEGATION = re.compile(r"不|错误|有误|欠妥|非|未|没|无|除")
_DOUBLE = re.compile(
    r"(并非|不是|未必|没有|绝非|无)[^，。；？！?、]{0,6}(不|没有|未)(?![错同])[^，。；]{0,1}"
    r"|非[^，。；？！?]{1,8}不可|不能不|不得不|不会不|不可不|无不|莫不|不无"
)
_NOT_DOUBLE = re.compile(r"是不是|有没有|能不能|会不会|要不要|不仅|不但|无论|不论|不管")


def stem_findings(item: CheckedItem) -> Iterator[Finding]:
    """Yield what makes stems hard to read for no reason of the matter."""
    for task in checked_tasks(item.record):
        yield from _negative(item, task)
        yield from _length(item, task)


def _negative(item: CheckedItem, task: CheckedTask) -> Iterator[Finding]:
    asked = task.options and _NEGATIVE.search(_question(task.stem))
    if asked and not is_marked(task.task.stem, _NEGATION):
        yield item.found(
            "NEGATIVE_UNMARKED",
            Severity.WARNING,
            Wording(
                f"否定式提问（“{asked[0].strip()}”）没有标出，请将否定词加粗",
                f"the stem asks for what is not so (“{asked[0].strip()}”) without "
                "emphasis; make the negation strong",
            ),
            column=task.column,
        )
    twice = _DOUBLE.search(_NOT_DOUBLE.sub("", task.stem))
    if twice:
        yield item.found(
            "DOUBLE_NEGATIVE",
            Severity.NOTE,
            Wording(
                f"题干似有双重否定：“{twice[0]}”",
                f"the stem seems to negate twice: “{twice[0]}”",
            ),
            column=task.column,
        )
    if asked:
        turned = [str(key) for key, text in task.options.items() if _begins_not(text)]
        if turned:
            yield item.found(
                "DOUBLE_NEGATIVE",
                Severity.NOTE,
                Wording(
                    f"否定式提问，选项 {'、'.join(turned)} 又是否定说法，易误读",
                    f"a stem that asks for what is not so, and options "
                    f"{', '.join(turned)} negate again",
                ),
                column=task.column,
                measure=float(len(turned)),
            )


def _question(stem: str) -> str:
    """Return the last sentence, which is what is asked."""
    parts = [part for part in re.split(r"[。！!\n]", stem) if part.strip()]
    return parts[-1] if parts else ""


def _begins_not(text: str) -> bool:
    return bool(
        re.match(r"\s*(不(?!同|少|良|安|久|断|仅|但|满)|没有|未|无法|禁止|拒绝)", text)
    )


def _length(item: CheckedItem, task: CheckedTask) -> Iterator[Finding]:
    most = MOST_STEM_CHARACTERS * (1 if is_objective(task.task) else 2)
    found = text_length(task.stem)
    if found > most:
        yield item.found(
            "STEM_LONG",
            Severity.WARNING,
            Wording(
                f"题干 {found} 字，超过 {most} 字，请精简或改为案例",
                f"the stem has {found} characters, more than {most}; shorten it or make "
                "it a case",
            ),
            column=task.column,
            measure=float(found),
        )
    for option_id, text in task.options.items():
        if text_length(text) > MOST_OPTION_CHARACTERS:
            yield item.found(
                "OPTION_LONG",
                Severity.NOTE,
                Wording(
                    f"选项 {option_id} 有 {text_length(text)} 字，"
                    f"超过 {MOST_OPTION_CHARACTERS} 字",
                    f"option {option_id} has {text_length(text)} characters, more than "
                    f"{MOST_OPTION_CHARACTERS}",
                ),
                column=task.column,
                measure=float(text_length(text)),
            )
