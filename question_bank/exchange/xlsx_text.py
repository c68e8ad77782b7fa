"""Tidying what people type into cells, and saying what was tidied. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from question_bank.items.score_line import Wording

_WIDE = {
    code: code - 0xFEE0
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for code in range(first, last + 1)
}
_INVISIBLE = dict.fromkeys(
    (
        0x00AD,
        0x061C,
        0xFEFF,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFE0E,  # after a sign such as ✔: as text, as a picture
        0xFE0F,
    )
)
"""Zero-width characters, marks and overrides of direction."""

_CONTROL = dict.fromkeys(
    (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
)
_SPACES = {
    0x09: " ",
    0xA0: " ",
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    0x202F: " ",
    0x205F: " ",
}
_SUSPECT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u061c\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"
)
_BREAKS = {0x2028: "\n", 0x2029: "\n", 0x85: "\n"}


class Tidied(Enum):
    """What was done to a text."""

    BLANKS = "blanks"
    INVISIBLE = "invisible"
    CONTROL = "control"
    SPACES = "spaces"
    WIDE = "wide"


TIDIED_WORDINGS: Mapping[Tidied, Wording] = MappingProxyType(
    {
        Tidied.BLANKS: Wording("已去掉首尾空白", "blanks around the text were removed"),
        Tidied.INVISIBLE: Wording(
            "已去掉看不见的零宽字符", "invisible characters were removed"
        ),
        Tidied.CONTROL: Wording("已去掉控制字符", "control characters were removed"),
        Tidied.SPACES: Wording(
            "已把制表符、不间断空格换成普通空格",
            "tabs and non-breaking spaces became plain spaces",
        ),
        Tidied.WIDE: Wording(
            "已把全角数字、字母换成半角",
            "full-width digits and letters became half-width",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyText:
    """A text and what was done to it."""

    text: str
    done: frozenset[Tidied] = frozenset()


def tidy_prose(raw: str) -> TidyText:
    """Return a text of sentences: lines kept, what nobody sees or means removed.

    At most one blank line stays between two paragraphs.
    """
    plain = tidy_characters(raw)
    lines = [line.strip() for line in plain.text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n"))
    done = plain.done if text == plain.text else plain.done | {Tidied.BLANKS}
    return TidyText(text=text, done=done)


def tidy_characters(raw: str) -> TidyText:
    """Return a text with single characters tidied only; blanks stay where they are."""
    if _SUSPECT.search(raw) is None:
        return TidyText(text=raw)
    return _without_suspects(raw)


def tidy_code(raw: str) -> str:
    """Return a short entry (a number, a letter, a choice) in its plain form."""
    text = unicodedata.normalize("NFKC", raw.translate(_INVISIBLE))
    return " ".join(text.translate(_SPACES).translate(_CONTROL).split())


def _without_suspects(raw: str) -> TidyText:
    done = set()
    text = raw.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    for what, table in (
        (Tidied.SPACES, _SPACES),
        (Tidied.INVISIBLE, _INVISIBLE),
        (Tidied.CONTROL, _CONTROL),
        (Tidied.WIDE, _WIDE),
    ):
        after = text.translate(table)
        if after != text:
            done.add(what)
        text = after
    return TidyText(text=text, done=frozenset(done))
