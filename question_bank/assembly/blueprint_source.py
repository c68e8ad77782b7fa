"""What an assembler writes: the blueprint's TOML, field by field. Pure.

Types and ranges of single fields stand here; what several fields must agree on is
checked in question_bank.assembly.blueprint_parse.
"""

import re
from datetime import date
from fractions import Fraction
from typing import Annotated

import msgspec

from question_bank.assembly.pool import ItemKind
from question_bank.items.field_types import ItemIdField, Line, Record, SectionIdField

Number = int | str
"""Decimals come as text, so that 0.68 is 0.68; `3/2` is written in quotes."""

NumberPair = Annotated[tuple[Number, ...], msgspec.Meta(min_length=2, max_length=2)]
Count = Annotated[int, msgspec.Meta(ge=0, le=1000)]
CountPair = Annotated[tuple[Count, ...], msgspec.Meta(min_length=2, max_length=2)]
ItemIds = Annotated[tuple[ItemIdField, ...], msgspec.Meta(max_length=5000)]

MOST_FORMS = 26
"""They are called A to Z."""

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6}|/[1-9][0-9]{0,3})?", re.ASCII)


class SectionSource(Record, frozen=True, kw_only=True):
    """`[[sections]]`."""

    id: SectionIdField
    title: Line
    instructions: Annotated[str, msgspec.Meta(max_length=5000)] = ""
    kinds: Annotated[tuple[ItemKind, ...], msgspec.Meta(min_length=1)]
    count: Annotated[int, msgspec.Meta(ge=1, le=500)]
    points_each: Number | None = None
    points: Number | None = None
    one_way: bool = False
    time_limit_minutes: Annotated[int, msgspec.Meta(ge=1, le=1440)] | None = None
    most_same_key_percent: Annotated[int, msgspec.Meta(ge=1, le=100)] | None = None
    order: Annotated[str, msgspec.Meta(pattern=r"\A(task|seed)\Z")] = "task"


class FormsSource(Record, frozen=True, kw_only=True):
    """`[forms]`."""

    count: Annotated[int, msgspec.Meta(ge=1, le=MOST_FORMS)] = 1
    most_shared: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    anchors: ItemIds = ()
    required: ItemIds = ()
    forbidden: ItemIds = ()


class QuotaSource(Record, frozen=True, kw_only=True):
    """`[[weights]]` and `[[content]]`: what is selected, and how much of it.

    Attributes:
        set: Item ids that somebody chose by hand.
        least: At least; with `most`, items or points by `of`.
        percent: Of the section's or the form's points.
    """

    name: Line | None = None
    section: SectionIdField | None = None
    domain: Annotated[str, msgspec.Meta(pattern=r"\A[1-9][0-9]?\Z")] | None = None
    task: (
        Annotated[str, msgspec.Meta(pattern=r"\A[1-9][0-9]?\.[1-9][0-9]?\Z")] | None
    ) = None
    tag: Line | None = None
    kind: ItemKind | None = None
    set: ItemIds | None = None
    difficulty: NumberPair | None = None
    points: NumberPair | None = None
    items: CountPair | None = None
    percent: NumberPair | None = None


class BandSource(Record, frozen=True, kw_only=True):
    """`[[difficulty.bands]]`: from `from` up to, not including, `below`."""

    name: Line
    from_: Number = msgspec.field(default=0, name="from")
    below: Number = 1
    percent: NumberPair | None = None
    items: CountPair | None = None


class DifficultySource(Record, frozen=True, kw_only=True):
    """`[difficulty]`."""

    mean: NumberPair | None = None
    bands: Annotated[tuple[BandSource, ...], msgspec.Meta(max_length=20)] = ()


class TargetSource(Record, frozen=True, kw_only=True):
    """`[[information]]`."""

    ability: Number
    least: Number


class TimeSource(Record, frozen=True, kw_only=True):
    """`[time]`."""

    minutes: NumberPair


class TolerancesSource(Record, frozen=True, kw_only=True):
    """`[between_forms]`."""

    mean_difficulty: Number | None = None
    information_percent: Number | None = None
    time_minutes: Number | None = None


class ReuseSource(Record, frozen=True, kw_only=True):
    """`[reuse]`."""

    not_used_since: date | None = None
    most_uses: Annotated[int, msgspec.Meta(ge=1, le=1000)] | None = None
    uses_since: date | None = None
    prefer_little_used: bool = True


class BlueprintSource(Record, frozen=True, kw_only=True):
    """The whole file."""

    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)]
    title: Line
    level: Line
    duration_minutes: Annotated[int, msgspec.Meta(ge=1, le=1440)]
    points: Number
    sections: Annotated[
        tuple[SectionSource, ...], msgspec.Meta(min_length=1, max_length=50)
    ]
    forms: FormsSource = FormsSource()
    weights: Annotated[tuple[QuotaSource, ...], msgspec.Meta(max_length=500)] = ()
    content: Annotated[tuple[QuotaSource, ...], msgspec.Meta(max_length=500)] = ()
    difficulty: DifficultySource = DifficultySource()
    information: Annotated[tuple[TargetSource, ...], msgspec.Meta(max_length=9)] = ()
    time: TimeSource | None = None
    between_forms: TolerancesSource = TolerancesSource()
    reuse: ReuseSource = ReuseSource()


def number(value: Number) -> Fraction:
    """Return the exact number.

    Raises:
        ValueError: text that is no number.
    """
    text = str(value)
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(f"expected a number such as 2, 0.68 or 3/2, not {text[:40]!r}")
    return Fraction(text)
