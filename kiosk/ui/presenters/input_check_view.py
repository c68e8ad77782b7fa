"""Trying the keyboard: is what was typed the sentence, and what to do if not. Pure."""

import unicodedata
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.ui.presenters.message import Message, message
from kiosk.ui.presenters.rules_view import StepView

_LEAST_LETTERS = 3
_METHODS = MappingProxyType(
    {"zh": message("input.method_chinese"), "en": message("input.method_latin")}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputCheckView:
    """What the check says of what was typed so far.

    Attributes:
        is_right: The whole sentence stands there; the way on is open.
        hint: What to do next; None before the first sign.
        is_wrong: `hint` is about something to correct.
    """

    is_right: bool = False
    hint: Message | None = None
    is_wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InputCheckPage:
    """What stands around the field."""

    step: StepView


def input_check_view(typed: str, sentence: str) -> InputCheckView:
    """Compare; punctuation, blanks, width and letter case don't matter."""
    given, wanted = _plain(typed), _plain(sentence)
    if not given:
        return InputCheckView()
    if given == wanted:
        return InputCheckView(is_right=True, hint=message("input.right"))
    if _is_latin(given) and not _is_latin(wanted):
        is_enough = len(given) >= _LEAST_LETTERS
        hint = message("input.letters") if is_enough else None
        return InputCheckView(hint=hint, is_wrong=is_enough)
    if wanted.startswith(given):
        return InputCheckView(hint=message("input.going"))
    place = next(
        (
            place
            for place, (a, b) in enumerate(zip(given, wanted, strict=False), start=1)
            if a != b
        ),
        len(wanted) + 1,
    )
    return InputCheckView(hint=message("input.differs", place=place), is_wrong=True)


def method_name(language: str) -> Message | None:
    """Return the input method's name by its language, as far as the system tells.

    Args:
        language: Two letters, such as `zh`.
    """
    return _METHODS.get(language)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def _is_latin(text: str) -> bool:
    return text.isascii()
