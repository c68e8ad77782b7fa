"""Texts made comparable: width, case, punctuation and spaces do not tell items apart. Pure."""

import re
import unicodedata

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NUMERALS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[〇零一二两三四五六七八九十百千万亿半]+")
_NEGATIONS = re.compile(r"没有|并非|不|没|未|非|无|勿|莫|别|错误|正确")


def normal_text(text: str) -> str:
    """Return letters, digits and signs of amount only, in one width and case.

    Source:
        Unicode Standard Annex 15 (NFKC); general categories L, N, S stay.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        character for character in folded if unicodedata.category(character)[0] in "LNS"
    )


def without_digits(normal: str) -> str:
    """Return the text with each Arabic number as one and the same sign."""
    return _DIGITS.sub("0", normal)


def without_numbers(normal: str) -> str:
    """Return the text with Arabic and Chinese numbers as one and the same sign."""
    return _NUMERALS.sub("0", normal)


def without_negations(normal: str) -> str:
    """Return the text without words that turn a sentence round."""
    return _NEGATIONS.sub("", normal)
