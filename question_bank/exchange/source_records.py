"""What a form source says, field by field: task, key and 解析 stand together. Pure.

The names of fields are those that authors write; `built` in form_source.py takes task
and key apart.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

import msgspec

from question_bank.exchange.content_markup import parse_markup
from question_bank.items.content import Block, Content, content_problems
from question_bank.items.field_types import (
    AnyMediaName,
    FormCodeField,
    ItemIdField,
    Line,
    OptionIdField,
    Passage,
    PointIdField,
    Record,
    SceneIdField,
    SectionIdField,
    TaskIdField,
)
from question_bank.items.multiple_choice import Credit
from question_bank.items.rubric import Wordings

_POINTS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,3})?|[0-9]{1,7}/[1-9][0-9]{0,3}")
_MINUSES = ("-", "\N{MINUS SIGN}")


class Markup:
    """Content as it was written, parsed.

    Not a dataclass: msgspec then asks `from_source` for it, with its place at hand.
    """

    def __init__(self, content: tuple[Block, ...]) -> None:
        self.content = content


class SignedPoints:
    """Points that may be below 0, as an option's may; parsed like Markup."""

    def __init__(self, points: Fraction) -> None:
        self.points = points


Tags = Annotated[tuple[Line, ...], msgspec.Meta(max_length=20)]


class TaskSource(Record, frozen=True, kw_only=True, tag_field="kind"):
    """What sources of tasks of all kinds have.

    Attributes:
        difficulty: Expected score rate, larger is easier; item lists only, as the next two.
        discrimination: Expected correlation with the ability measured.
        expected_s: How long a candidate needs.
    """

    id: TaskIdField
    points: Fraction
    stem: Markup
    tags: Tags = ()
    explanation: Markup | None = None
    difficulty: Fraction | None = None
    discrimination: Fraction | None = None
    expected_s: Annotated[int, msgspec.Meta(ge=1, le=7200)] | None = None


OptionSources = Annotated[
    Mapping[OptionIdField, Markup], msgspec.Meta(min_length=2, max_length=26)
]


class SingleChoiceSource(TaskSource, frozen=True, kw_only=True, tag="single_choice"):
    """A single choice with its key."""

    options: OptionSources
    answer: OptionIdField
    keeps_option_order: bool = False


class MultipleChoiceSource(
    TaskSource, frozen=True, kw_only=True, tag="multiple_choice"
):
    """A multiple choice with its key.

    Attributes:
        answer: May be left out where points by option say it.
        points_by_option: With mapped credit; the next one too.
        least: What any response that is not empty earns; 0 where it is left out.
    """

    options: OptionSources
    answer: Annotated[tuple[OptionIdField, ...], msgspec.Meta(min_length=1)] | None = (
        None
    )
    credit: Credit
    points_by_option: Mapping[OptionIdField, SignedPoints] | None = None
    least: Fraction | None = None
    keeps_option_order: bool = False


class TrueFalseSource(TaskSource, frozen=True, kw_only=True, tag="true_false"):
    """A true/false item with its key."""

    answer: Literal["true", "false", "对", "错"]


class ScoringPointSource(Record, frozen=True, kw_only=True):
    """A scoring point."""

    id: PointIdField
    points: Fraction
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    acceptable: Wordings = ()


class RubricSource(Record, frozen=True, kw_only=True):
    """A rubric."""

    model_answer: Markup
    scoring_points: Annotated[
        tuple[ScoringPointSource, ...], msgspec.Meta(min_length=1, max_length=50)
    ]
    wrong_ideas: Wordings = ()


class ShortAnswerSource(TaskSource, frozen=True, kw_only=True, tag="short_answer"):
    """A short answer with its rubric."""

    most_characters: Annotated[int, msgspec.Meta(ge=10, le=20_000)]
    rubric: RubricSource


class SpokenAnswerSource(TaskSource, frozen=True, kw_only=True, tag="spoken_answer"):
    """A spoken answer with its rubric."""

    preparation_s: Annotated[int, msgspec.Meta(ge=0, le=1800)]
    answer_s: Annotated[int, msgspec.Meta(ge=5, le=1800)]
    most_takes: Annotated[int, msgspec.Meta(ge=1, le=20)] | None = None
    rubric: RubricSource


AnyTaskSource = (
    SingleChoiceSource
    | MultipleChoiceSource
    | TrueFalseSource
    | ShortAnswerSource
    | SpokenAnswerSource
)


class SceneSource(Record, frozen=True, kw_only=True):
    """A scene of a case."""

    id: SceneIdField
    title: Line
    content: Markup
    tasks: Annotated[tuple[AnyTaskSource, ...], msgspec.Meta(max_length=50)] = ()


class CaseSource(Record, frozen=True, kw_only=True, tag="case", tag_field="kind"):
    """A case; its tags are joined by those of its tasks."""

    id: ItemIdField
    title: Line
    stem: Markup | None = None
    one_way: bool
    tags: Tags = ()
    scenes: Annotated[
        tuple[SceneSource, ...], msgspec.Meta(min_length=1, max_length=20)
    ]


class SectionSource(Record, frozen=True, kw_only=True):
    """A section."""

    id: SectionIdField
    title: Line
    instructions: Markup | None = None
    one_way: bool = False
    time_limit_minutes: Annotated[int, msgspec.Meta(ge=1, le=1440)] | None = None
    items: Annotated[
        tuple[AnyTaskSource | CaseSource, ...],
        msgspec.Meta(min_length=1, max_length=500),
    ]


class FormSource(Record, frozen=True, kw_only=True):
    """A whole form source."""

    form_code: FormCodeField
    title: Line
    level: Line
    sections: Annotated[
        tuple[SectionSource, ...], msgspec.Meta(min_length=1, max_length=50)
    ]
    transcripts: Mapping[AnyMediaName, Passage] = msgspec.field(default_factory=dict)


class ItemListSource(Record, frozen=True, kw_only=True):
    """A list of items for the bank; its items are read one by one, each with its errors.

    Attributes:
        enemies: Pairs of item ids that must not meet in one form.
    """

    level: Line
    items: Annotated[tuple[Any, ...], msgspec.Meta(min_length=1, max_length=20_000)]
    transcripts: Mapping[AnyMediaName, Passage] = msgspec.field(default_factory=dict)
    enemies: tuple[tuple[ItemIdField, ItemIdField], ...] = ()


def from_source(kind: type, value: object) -> object:
    """Turn a text of the source into points or content, for msgspec.

    Raises:
        ValueError: it is not what the field takes; msgspec adds the place.
    """
    if kind is Markup and isinstance(value, list):
        # Blocks as data, for what markup cannot say; exports write them.
        return Markup(_sound_content(_blocks(value)))
    if not isinstance(value, str):
        raise ValueError("expected text")  # noqa: TRY004 - msgspec places ValueError
    if kind is Fraction:
        if _POINTS.fullmatch(value) is None:
            raise ValueError("expected points such as 2, 1.5 or 3/2")
        return Fraction(value)
    if kind is SignedPoints:
        return SignedPoints(_signed(value))
    assert kind is Markup, "the records above have no other types of their own"
    return Markup(_sound_content(parse_markup(value)))


def _signed(value: str) -> Fraction:
    sign = -1 if value.startswith(_MINUSES) else 1
    digits = value[1:] if sign < 0 else value
    if _POINTS.fullmatch(digits) is None:
        raise ValueError("expected points such as 1, -1.5 or -2/3")
    return sign * Fraction(digits)


def _blocks(value: list[object]) -> tuple[Block, ...]:
    try:
        return msgspec.convert(value, Content, strict=False)
    except msgspec.ValidationError as error:
        # Its own place would hide the place in the source.
        raise ValueError("expected text, or blocks as an export writes them") from error


def _sound_content(content: tuple[Block, ...]) -> tuple[Block, ...]:
    for problem in content_problems(content):
        raise ValueError(problem)
    return content
