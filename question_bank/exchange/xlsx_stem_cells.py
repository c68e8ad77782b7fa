"""What teachers write into the stem besides the stem: the key in its bracket, the options.

    下列属于倾听的是（ B ）

A key that stays there would be shown to candidates. It is taken out where it can be
nothing else – the bracket has blanks around the letter, or stands at the end – and every
such row is said. Pure.
"""

import re

from question_bank.exchange.xlsx_cells import (
    CellProblemError,
    parse_letters,
    parse_truth,
    split_options,
)
from question_bank.exchange.xlsx_columns import OPTION_LETTERS, Column
from question_bank.exchange.xlsx_content import CellRuns
from question_bank.exchange.xlsx_row import Row
from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording

_BRACKET = re.compile(r"[（(【\[](?P<inner>[^（）()【】\[\]]{1,20})[)）】\]]")
_LETTERS = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ\s、,，;；/]*")
_TRUTH = re.compile(r"[√✓✔✅×✗✘✕✖❌xXＸ]|对|错|正确|错误|[TFＴＦ]")
_END = re.compile(r"[\s。.．？?！!：:；;]*(?:\n|\Z)")
_FIRST_OPTION = re.compile(r"(?m)^\s*[AＡ]\s*[.．、:：)）]")
_EMPTY = "　　"
_CHOICES = frozenset({"single_choice", "multiple_choice"})


def take_from_stem(row: Row, kind: str | None) -> None:
    """Take options and key out of a stem where the row has none elsewhere.

    A stem in markup is left as it is.
    """
    if row.is_markup:
        return
    if kind in _CHOICES:
        _take_options(row)
    if kind in _CHOICES or kind == "true_false":
        _take_key(row, kind)


def _take_options(row: Row) -> None:
    stem = row.texts.get(Column.STEM, "")
    has_options = any(
        column in row.texts for column in (*OPTION_LETTERS, Column.OPTIONS)
    )
    found = _FIRST_OPTION.search(stem)
    if has_options or row.runs.get(Column.STEM) or not found or not found.start():
        return
    try:
        split_options(stem[found.start() :].strip())
    except CellProblemError:
        return
    row.texts[Column.OPTIONS] = stem[found.start() :].strip()
    row.texts[Column.STEM] = stem[: found.start()].strip()
    row.gather(
        Column.STEM,
        "OPTIONS_IN_STEM",
        Wording(
            "选项写在题干里，已从“A.”一行起拆作选项，请核对",
            "the options stand in the stem; they were taken from the line “A.” on, please check",
        ),
        severity=Severity.WARNING,
    )


def _take_key(row: Row, kind: str) -> None:
    stem = row.texts.get(Column.STEM, "")
    found = [match for match in _BRACKET.finditer(stem) if _key(match["inner"], kind)]
    if not found:
        return
    sample = f"“{found[0][0]}”"
    given = row.texts.get(Column.ANSWER, "")
    key = _key(found[0]["inner"], kind)
    is_same = bool(given) and _key(given, kind) == key
    if len(found) > 1 or not _is_place_for_key(stem, found[0], kind):
        if is_same:
            row.gather(
                Column.STEM,
                "KEY_IN_STEM",
                _LEFT,
                severity=Severity.WARNING,
                sample=sample,
            )
        return
    if given and not is_same and _key(given, kind):
        row.error(
            Column.STEM,
            "KEY_IN_STEM_DIFFERS",
            f"题干括号里写的是“{found[0]['inner'].strip()}”，答案一栏是“{given[:20]}”；"
            "请核对答案，并把题干的括号清空（考生会看到）",
            f"the bracket in the stem says “{found[0]['inner'].strip()}”, the key is "
            f"“{given[:20]}”; check the key and empty the bracket, which candidates see",
        )
        return
    if given and not is_same:
        return  # told as an answer that cannot be read
    if Column.ANSWER in row.refused:
        return
    if not given:
        row.texts[Column.ANSWER] = found[0]["inner"].strip()
    _empty_bracket(row, found[0])
    row.gather(
        Column.STEM,
        "KEY_TAKEN_OUT" if given else "KEY_FROM_STEM",
        _TAKEN_OUT if given else _TAKEN,
        severity=Severity.WARNING,
        sample=sample,
    )


_LEFT = Wording(
    "题干括号里的字母与答案相同，原样保留，考生会看到；若是答案请改为空括号",
    "a bracket in the stem holds the key; it is kept and candidates see it, empty it if it is "
    "meant as the key",
)
_TAKEN = Wording(
    "没有填答案，取用题干括号里的答案，并把括号清空，请核对",
    "no key given; taken from the bracket in the stem, which was emptied, please check",
)
_TAKEN_OUT = Wording(
    "题干括号里写着答案，考生会看到，已把括号清空",
    "the bracket in the stem held the key, which candidates would see; it was emptied",
)


def _key(text: str, kind: str) -> tuple[str, ...]:
    """Return what a text says as a key; empty if it says none."""
    text = text.strip()
    try:
        if kind in _CHOICES:
            return parse_letters(text).letters if _LETTERS.fullmatch(text) else ()
        return (str(parse_truth(text)),) if text else ()
    except CellProblemError:
        return ()


def _is_place_for_key(stem: str, found: re.Match[str], kind: str) -> bool:
    inner = found["inner"]
    is_padded = inner != inner.strip()
    is_last = _END.match(stem, found.end()) is not None
    if kind in _CHOICES:
        return is_padded or is_last
    return is_last and _TRUTH.fullmatch(inner.strip()) is not None


def _empty_bracket(row: Row, found: re.Match[str]) -> None:
    stem = row.texts[Column.STEM]
    start, end = found.span("inner")
    row.texts[Column.STEM] = f"{stem[:start]}{_EMPTY}{stem[end:]}"
    runs = row.runs.get(Column.STEM)
    if runs is None:
        return
    whole = "".join(text for text, _ in runs)
    place = whole.find(found[0])
    if place >= 0:
        first = place + 1
        last = place + len(found[0]) - 1
        row.runs[Column.STEM] = _replaced(runs, first, last)


def _replaced(runs: CellRuns, first: int, last: int) -> CellRuns:
    """Return the runs with the characters from first to last (excluded) emptied."""
    left = []
    start = 0
    for text, marks in runs:
        end = start + len(text)
        before = text[: max(first - start, 0)]
        after = text[max(last - start, 0) :]
        blank = _EMPTY if start <= first < end else ""
        left.append((f"{before}{blank}{after}", marks))
        start = end
    return tuple(left)
