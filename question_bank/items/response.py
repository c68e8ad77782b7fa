"""What a candidate enters, by the shape of the task; never by position (row 95).

A response names options by id, so that shuffling and re-ordering change nothing. Pure.
"""

from typing import Annotated

import msgspec

LONGEST_TEXT = 60_000
"""Characters; a whole two-hour essay at 200 characters a minute is 24,000.

At most 4 bytes each in UTF-8, so that a text always fits in one journal entry."""

OptionIdText = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class OptionsResponse(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag="options",
    tag_field="shape",
):
    """Chosen options, sorted by id; empty when the choice was taken back."""

    option_ids: Annotated[tuple[OptionIdText, ...], msgspec.Meta(max_length=26)]


class TruthResponse(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag="truth",
    tag_field="shape",
):
    """True, false, or None when taken back."""

    is_true: bool | None


class TextResponse(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag="text",
    tag_field="shape",
):
    """Typed text, whole; empty when deleted."""

    text: Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]


class SpokenResponse(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag="spoken",
    tag_field="shape",
):
    """The take that counts, from 1; None when none does."""

    take: Annotated[int, msgspec.Meta(ge=1, le=1000)] | None


Response = OptionsResponse | TruthResponse | TextResponse | SpokenResponse


def is_answered(response: Response | None) -> bool:
    """Return whether the response holds anything; blank text doesn't count."""
    match response:
        case None:
            return False
        case OptionsResponse():
            return bool(response.option_ids)
        case TruthResponse():
            return response.is_true is not None
        case TextResponse():
            return bool(response.text.strip())
        case SpokenResponse():
            return response.take is not None
