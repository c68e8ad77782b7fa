"""People's names: how they are kept, and when two of them are one person. Pure.

Source:
    Unicode Standard Annex 15 (NFKC); Unicode chapter 3.13 (case folding);
    Unicode DerivedCoreProperties (Default_Ignorable_Code_Point).
"""

import unicodedata
from typing import NewType

from question_bank.bank.errors import TextRefusedError

PersonKey = NewType("PersonKey", str)
"""A name folded for comparing only; never shown."""

LONGEST_NAME = 100

_UNSEEN = (
    ("\u034f", "\u034f"),  # combining grapheme joiner
    ("\u115f", "\u1160"),  # Hangul fillers; NFKC maps U+3164 and U+FFA0 here
    ("\u17b4", "\u17b5"),  # Khmer inherent vowels
    ("\u180b", "\u180f"),  # Mongolian variation selectors
    ("\ufe00", "\ufe0f"),  # variation selectors
    ("\U000e0100", "\U000e01ef"),
)
"""Letters and marks of the property Default_Ignorable_Code_Point: nothing is drawn."""


def parse_name(text: str) -> str:
    """Return the name as it is kept: NFKC, without white space around it.

    Raises:
        TextRefusedError: nothing in it, too long, or a control character.
    """
    name = unicodedata.normalize("NFKC", text).strip()
    if not person_key(name):
        raise TextRefusedError(
            "by: no name; say who does it", "没有姓名，请写明由谁操作"
        )
    if len(name) > LONGEST_NAME:
        raise TextRefusedError(
            f"by: a name of {len(name)} characters, at most {LONGEST_NAME}",
            f"姓名有 {len(name)} 个字，最多 {LONGEST_NAME} 个",
        )
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in name):
        raise TextRefusedError("by: a control character in the name", "姓名含控制字符")
    return name


def person_key(name: str) -> PersonKey:
    """Return what two spellings of one name share.

    Letters, digits and their marks only, without width and case: neither a space, a dot,
    capitals nor a character that nobody sees make another person.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    seen = (
        character
        for character in unicodedata.normalize("NFKC", folded)
        if unicodedata.category(character)[0] in "LNM"
        and not any(first <= character <= last for first, last in _UNSEEN)
    )
    return PersonKey("".join(seen))


def is_same_person(first: str, second: str) -> bool:
    """Return whether the two names are one person's."""
    return person_key(first) == person_key(second)
