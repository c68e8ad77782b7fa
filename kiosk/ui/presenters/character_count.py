"""The counter under a short answer, and what a limit lets in (row 40). Pure."""

from dataclasses import dataclass

from kiosk.ui.presenters.message import Message, message
from question_bank.items.response import LONGEST_TEXT
from question_bank.items.short_answer import count_characters

NEAR_LIMIT_PERCENT = 90
"""From here on the counter says how much is left, before the limit bites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterView:
    """What stands under the field."""

    text: Message
    is_near: bool
    is_full: bool


def counter_view(text: str, most_characters: int) -> CounterView:
    """Return the counter for what is typed."""
    found = count_characters(text)
    left = max(0, most_characters - found)
    is_near = found * 100 >= most_characters * NEAR_LIMIT_PERCENT
    if left == 0:
        said = message("text.full", most=most_characters)
    elif is_near:
        said = message("text.near_full", count=found, most=most_characters, left=left)
    else:
        said = message("text.count", count=found, most=most_characters)
    return CounterView(text=said, is_near=is_near, is_full=left == 0)


def fitting(present: str, replaced: str, put_in: str, most_characters: int) -> str:
    """Return as much of the beginning of `put_in` as the limit lets in.

    Args:
        present: What stands in the field.
        replaced: What of it the entry replaces: the selection; may be empty.
        put_in: What is typed, pasted or committed.
    """
    room = most_characters - count_characters(present) + count_characters(replaced)
    # Blanks count for nobody, but an entry of the journal must hold them.
    put_in = put_in[: max(0, LONGEST_TEXT - len(present) + len(replaced))]
    for index, character in enumerate(put_in):
        room -= count_characters(character)
        if room < 0:
            return put_in[:index]
    return put_in
