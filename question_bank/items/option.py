"""Options: what single and multiple choice share. Scored by id, never by position."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import msgspec

from question_bank.identifiers import OptionId
from question_bank.items.content import Content, content_problems
from question_bank.items.field_types import OptionIdField, Record
from question_bank.items.response import OptionsResponse, Response

MOST_OPTIONS = 26
"""They are labelled A to Z on the screen."""


class Option(Record, frozen=True, kw_only=True):
    """One option. Its label on the screen (A, B, …) comes from its position there."""

    option_id: OptionIdField
    content: Content


Options = Annotated[
    tuple[Option, ...], msgspec.Meta(min_length=2, max_length=MOST_OPTIONS)
]


def option_ids(options: Sequence[Option]) -> tuple[OptionId, ...]:
    """Return the ids in the order of the options."""
    return tuple(option.option_id for option in options)


def options_problems(options: Sequence[Option]) -> Iterator[str]:
    """Yield what is wrong with the options beyond types."""
    if len(set(option_ids(options))) != len(options):
        yield "options: two options have the same id"
    for index, option in enumerate(options):
        for found in content_problems(option.content):
            yield f"options[{index}].content: {found}"


def options_response_problem(
    options: Sequence[Option], response: Response, *, most_chosen: int
) -> str | None:
    """Return why a response cannot stand for a choice among the options; else None."""
    if not isinstance(response, OptionsResponse):
        return "the response is not a choice of options"
    chosen = response.option_ids
    if not set(chosen) <= set(option_ids(options)):
        return "an option is chosen that the task does not have"
    if list(chosen) != sorted(set(chosen)):
        return "the chosen options are not sorted, or one is there twice"
    if len(chosen) > most_chosen:
        return f"{len(chosen)} options are chosen, at most {most_chosen}"
    return None
