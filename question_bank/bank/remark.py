"""What people add in their own words: comments and reasons. Pure."""

import unicodedata

from question_bank.bank.errors import TextRefusedError
from question_bank.bank.refusals import not_text

LONGEST_REASON = 1000
"""With room to spare in `history_chain.MOST_ENTRY_BYTES`, however it is escaped."""


def parse_remark(text: str, *, most_characters: int = LONGEST_REASON) -> str:
    """Return the text as it is kept: without white space around it; may be empty.

    Raises:
        TextRefusedError: too long, half a character, or a control character.
    """
    said = text.strip()
    if len(said) > most_characters:
        raise TextRefusedError(
            f"{len(said)} characters, at most {most_characters}",
            f"有 {len(said)} 个字，最多 {most_characters} 个",
        )
    categories = {
        unicodedata.category(character)
        for character in said
        if character not in "\n\t\r"
    }
    if "Cs" in categories:
        raise not_text()
    if "Cc" in categories:  # a terminal obeys them when the text is shown
        raise TextRefusedError("a control character", "含有控制字符")
    return said
