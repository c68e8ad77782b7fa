"""What single cells say: answers, points, difficulty, times, scoring points. Pure.

Each function returns what a cell says or raises `CellProblemError` with words for the
teacher; whoever calls knows the place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from question_bank.exchange.xlsx_columns import OPTION_LETTERS
from question_bank.exchange.xlsx_text import tidy_code
from question_bank.items.estimate import ONE
from question_bank.items.field_types import points_problem
from question_bank.items.score_line import Wording

DIFFICULTY_WORDS: Mapping[str, int] = MappingProxyType(
    {
        "易": 850,
        "容易": 850,
        "简单": 850,
        "easy": 850,
        "较易": 750,
        "较容易": 750,
        "中": 600,
        "中等": 600,
        "适中": 600,
        "一般": 600,
        "medium": 600,
        "较难": 450,
        "难": 300,
        "困难": 300,
        "hard": 300,
    }
)
"""Thousandths of the points that candidates earn.

Source:
    docs/decisions/0222-what-difficulty-words-mean.md.
"""

_TRUE = frozenset(
    [
        "正确",
        "对",
        "是",
        "√",
        "✓",
        "✔",
        "☑",
        "✅",
        "⭕",
        "t",
        "true",
        "y",
        "yes",
        "right",
        "correct",
    ]
)
_FALSE = frozenset(
    [
        "错误",
        "错",
        "否",
        "不正确",
        "不对",
        "×",
        "✗",
        "✘",
        "✕",
        "✖",
        "❌",
        "☒",
        "x",
        "f",
        "false",
        "n",
        "no",
        "wrong",
    ]
)
_ANSWER_LABEL = re.compile(
    r"(?:正确|参考|标准)?答案(?:是|为)?[:：]?|answer[:：]?", re.IGNORECASE
)
_SEPARATORS = re.compile(r"[\s、,，;；/|和及与.。+&()（）\[\]【】-]+")
_CIRCLED = {
    ord(sign): letter
    for signs in ("①②③④⑤⑥⑦⑧⑨⑩", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽", "ⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿ")
    for sign, letter in zip(signs, OPTION_LETTERS, strict=False)
}
_NUMBER = re.compile(r"(?P<whole>[0-9]{1,4})(?P<rest>\.[0-9]{1,6}|/[1-9][0-9]{0,3})?")
_POINTS = re.compile(r"(?P<number>[0-9./]+) ?(?:分|points?|pts?)?", re.IGNORECASE)
_DECIMAL = re.compile(r"(?P<sign>[-+−]?)(?P<number>[0-9]*\.?[0-9]+) ?(?P<percent>%?)")
_SECONDS = re.compile(
    r"(?:(?P<minutes>[0-9]{1,3}(?:\.5)?) ?(?:分钟|分|min(?:utes?)?|m|'|′))? ?"
    r"(?:(?P<seconds>[0-9]{1,4}) ?(?:秒钟?|s(?:ec(?:onds?)?)?|\"|″)?)?",
    re.IGNORECASE,
)
_OPTION_START = re.compile(r"(?P<letter>[A-Za-zＡ-Ｚａ-ｚ])\s*[.．、:：)）]\s*")
YES = frozenset(["是", "对", "√", "✓", "y", "yes", "true", "1", "t"])
NO = frozenset(["否", "错", "×", "n", "no", "false", "0", "f"])


class CellProblemError(Exception):
    """A cell does not say what its column takes."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.wording = Wording(zh, en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The options that an answer names; `is_plain` if written just so, such as `AC`."""

    letters: tuple[str, ...]
    is_plain: bool


def parse_letters(raw: str) -> Letters:
    """Return the letters of an answer to a choice, sorted.

    Raises:
        CellProblemError: something else than letters, or a letter twice.
    """
    marked = raw.translate(_CIRCLED)
    code = tidy_code(_ANSWER_LABEL.sub("", marked.strip())).upper()
    letters = _SEPARATORS.sub("", code)
    if not letters or any(letter not in OPTION_LETTERS for letter in letters):
        raise CellProblemError(
            "ANSWER_UNREADABLE",
            f"答案“{quoted(raw)}”不是选项字母；请写 A 或 AC 这样的字母",
            f"the answer “{quoted(raw)}” is no option letter; write such as A or AC",
        )
    if len(set(letters)) != len(letters):
        raise CellProblemError(
            "ANSWER_LETTER_TWICE",
            f"答案“{quoted(raw)}”中有重复的字母",
            f"the answer “{quoted(raw)}” names a letter twice",
        )
    found = tuple(sorted(letters))
    return Letters(letters=found, is_plain="".join(found) == raw)


def parse_truth(raw: str) -> bool:
    """Return whether the statement is right.

    Raises:
        CellProblemError: neither a word for right nor one for wrong.
    """
    code = tidy_code(_ANSWER_LABEL.sub("", raw.strip())).strip("()（）。. ").lower()
    if code in _TRUE:
        return True
    if code in _FALSE:
        return False
    raise CellProblemError(
        "ANSWER_UNREADABLE",
        f"判断题的答案“{quoted(raw)}”看不出对错；请写“正确”或“错误”（√、×、对、错、T、F 也可）",
        f"“{quoted(raw)}” is neither true nor false; write 正确 or 错误 (or √ × T F)",
    )


def parse_points(raw: str) -> Fraction:
    """Return the points.

    Raises:
        CellProblemError: no number, or not one that a task can be worth.
    """
    found = _POINTS.fullmatch(tidy_code(raw))
    if found is None or _NUMBER.fullmatch(found["number"]) is None:
        raise CellProblemError(
            "POINTS_UNREADABLE",
            f"分值“{quoted(raw)}”不是数；请写 2、1.5 或 1/3",
            f"the points “{quoted(raw)}” are no number; write 2, 1.5 or 1/3",
        )
    points = Fraction(found["number"])
    if problem := points_problem(points):
        raise CellProblemError(
            "POINTS_OUT_OF_RANGE",
            f"分值为 {raw}；应大于 0、不超过 1000，小数不超过三位",
            problem,
        )
    return points


def parse_difficulty(raw: str) -> tuple[int, bool]:
    """Return the expected score rate in thousandths, and whether a word said it.

    Raises:
        CellProblemError: neither a share nor a known word; 1 to 5 may mean either end.
    """
    code = tidy_code(raw).lower()
    if code in DIFFICULTY_WORDS:
        return DIFFICULTY_WORDS[code], True
    share = _share(code)
    if share is None:
        raise CellProblemError(
            "DIFFICULTY_UNREADABLE",
            f"难度“{quoted(raw)}”看不懂；请写预计得分率 0.65 或 65%，或 易、较易、中、较难、难",
            f"the difficulty “{quoted(raw)}” is not understood; write the expected score "
            "rate, 0.65 or 65%, or one of 易 较易 中 较难 难",
        )
    if not 0 < share < 1:
        raise CellProblemError(
            "DIFFICULTY_SCALE",
            f"难度“{quoted(raw)}”含义不明（1 可能最易也可能最难）；"
            "请写预计得分率，即 0 与 1 之间的小数，如 0.65（越大越容易），或 易、较易、中、较难、难",
            f"the difficulty “{quoted(raw)}” could mean either end of a scale; write the "
            "expected score rate between 0 and 1, such as 0.65 (larger is easier), or one "
            "of 易 较易 中 较难 难",
        )
    return min(max(round(share * ONE), 1), ONE - 1), False


def parse_discrimination(raw: str) -> int:
    """Return the discrimination in thousandths.

    Raises:
        CellProblemError: no number between -1 and 1.
    """
    share = _share(tidy_code(raw))
    if share is None or not -1 < share < 1:
        raise CellProblemError(
            "DISCRIMINATION_UNREADABLE",
            f"区分度“{quoted(raw)}”应是 -1 与 1 之间的小数，如 0.35",
            f"the discrimination “{quoted(raw)}” has to lie between -1 and 1, such as 0.35",
        )
    return round(share * ONE)


def parse_seconds(raw: str) -> int:
    """Return a time in seconds; a bare number is seconds.

    Raises:
        CellProblemError: no time.
    """
    code = tidy_code(raw)
    found = _SECONDS.fullmatch(code)
    if not code or found is None or not (found["minutes"] or found["seconds"]):
        raise CellProblemError(
            "TIME_UNREADABLE",
            f"时间“{quoted(raw)}”看不懂；请写秒数，如 90，或 1分30秒",
            f"the time “{quoted(raw)}” is not understood; write seconds, such as 90",
        )
    return int(Fraction(found["minutes"] or 0) * 60) + int(found["seconds"] or 0)


def parse_count(raw: str, bounds: tuple[int, int], what: Wording) -> int:
    """Return a whole number within bounds; units such as 字 or 次 may stand behind it.

    Raises:
        CellProblemError: it is none.
    """
    found = re.fullmatch(r"([0-9]{1,6})(?:\.0)? ?[字次个]?", tidy_code(raw))
    least, most = bounds
    if found is None or not least <= int(found[1]) <= most:
        raise CellProblemError(
            "NUMBER_OUT_OF_RANGE",
            f"{what.zh}“{quoted(raw)}”应是 {least} 到 {most} 的整数",
            f"{what.en} “{quoted(raw)}” has to be a whole number from {least} to {most}",
        )
    return int(found[1])


def parse_yes(raw: str) -> bool:
    """Return yes or no.

    Raises:
        CellProblemError: neither.
    """
    code = tidy_code(raw).lower()
    if code in YES or code in NO:
        return code in YES
    raise CellProblemError(
        "YES_OR_NO",
        f"“{quoted(raw)}”应写 是 或 否",
        f"“{quoted(raw)}”: write 是 or 否",
    )


def split_options(text: str) -> tuple[str, ...]:
    """Return the options that stand together in one cell, each begun by its letter.

    Raises:
        CellProblemError: the letters do not run A, B, C, ….
    """
    starts: list[tuple[int, int]] = []
    for found in _OPTION_START.finditer(text):
        letter = tidy_code(found["letter"]).upper()
        before = text[found.start() - 1 : found.start()]
        if before and not before.isspace():
            continue
        wanted = OPTION_LETTERS[len(starts) : len(starts) + 1]
        if letter == wanted:
            starts.append((found.start(), found.end()))
        elif starts and (before == "\n" or not found["letter"].islower()):
            raise CellProblemError(  # a gap or a slip of letters would hide an option
                "OPTIONS_OUT_OF_ORDER",
                f"“选项”一格在选项 {OPTION_LETTERS[len(starts) - 1]} 之后是 {letter}，应为 {wanted}；"
                "请按 A、B、C……依次写，不缺不重，或分列填写选项A、选项B……",
                f"in the cell of options {letter} follows {OPTION_LETTERS[len(starts) - 1]}; write "
                "A, B, C, … in order, or use the columns 选项A, 选项B, …",
            )
    if len(starts) < 2 or starts[0][0] != 0:  # noqa: PLR2004 - one option is no choice
        raise CellProblemError(
            "OPTIONS_UNREADABLE",
            "“选项”一格应每行一个选项，依次以 A.、B.、C. 开头；或分列填写选项A、选项B……",
            "write one option a line, begun by A., B., C.; or use the columns 选项A, 选项B, …",
        )
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return tuple(
        text[begin:end].strip() for (_, begin), end in zip(starts, ends, strict=True)
    )


def without_letter(letter: str, text: str) -> str:
    """Return an option's text without its own letter before it, such as `A. `."""
    found = _OPTION_START.match(text)
    if found is None or tidy_code(found["letter"]).upper() != letter:
        return text
    return text[found.end() :]


def _share(code: str) -> Fraction | None:
    found = _DECIMAL.fullmatch(code)
    if found is None or len(code) > 20:  # noqa: PLR2004 - no number is that long
        return None
    share = Fraction(found["number"])
    if found["percent"]:
        share /= 100
    return -share if found["sign"] in {"-", "−"} else share


def quoted(raw: str) -> str:
    """Return the start of a cell's text on one line, for a message."""
    text = " ".join(raw.split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


LONGEST_QUOTE = 24
