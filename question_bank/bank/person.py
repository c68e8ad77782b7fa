"""People's names: how they are kept, and when two of them are one person. Pure.

Source:
    Unicode Standard Annex 15 (NFKC); Unicode chapter 3.13 (case folding).
"""

import unicodedata
from typing import NewType

from question_bank.errors import FormatError

PersonKey = NewType("PersonKey", str)
"""A name folded for comparing only; never shown."""

LONGEST_NAME = 100


def parse_name(text: str) -> str:
    """Return the name as it is kept: NFKC, without white space around it.

    Raises:
        FormatError: nothing in it, too long, or a control character.
    """
    name = unicodedata.normalize("NFKC", text).strip()
    if not person_key(name):
        raise FormatError("by", "no name; say who does it")
    if len(name) > LONGEST_NAME:
        found = f"a name of {len(name)} characters, at most {LONGEST_NAME}"
        raise FormatError("by", found)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in name):
        raise FormatError("by", "a control character in the name")
    return name


def person_key(name: str) -> PersonKey:
    """Return what two spellings of one name share.

    Without width, case, white space and characters that are not seen, wherever they
    stand: neither a space nor capitals make another person.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    seen = (
        character
        for character in unicodedata.normalize("NFKC", folded)
        if not character.isspace()
        and unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    )
    return PersonKey("".join(seen))


def is_same_person(first: str, second: str) -> bool:
    """Return whether the two names are one person's."""
    return person_key(first) == person_key(second)
