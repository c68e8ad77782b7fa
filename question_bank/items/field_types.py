r"""Field types that items share: identifiers, short texts, points.

Types say what a single field may hold; what several fields must agree on is checked by
the `…_problems` functions of each kind. Patterns end in `\Z`, as `$` would let a line
break pass. Pure.
"""

from fractions import Fraction
from typing import Annotated

import msgspec

from question_bank.identifiers import (
    FormCode,
    ItemId,
    MediaName,
    OptionId,
    SceneId,
    SectionId,
    TaskId,
)

_ID = r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z"
"""Short, ASCII, safe in a file name, a spreadsheet cell and a telephone call."""

FormCodeField = Annotated[FormCode, msgspec.Meta(pattern=r"\A[A-Z0-9]{1,8}\Z")]
SectionIdField = Annotated[SectionId, msgspec.Meta(pattern=_ID)]
ItemIdField = Annotated[ItemId, msgspec.Meta(pattern=_ID)]
SceneIdField = Annotated[SceneId, msgspec.Meta(pattern=_ID)]
TaskIdField = Annotated[TaskId, msgspec.Meta(pattern=_ID)]
OptionIdField = Annotated[OptionId, msgspec.Meta(pattern=_ID)]
PointIdField = Annotated[str, msgspec.Meta(pattern=_ID)]

ImageName = Annotated[
    MediaName,
    msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9_-]{0,59}\.(png|jpg)\Z"),
]
"""Lower case, so that no two names are one on a file system that folds case."""

SoundName = Annotated[
    MediaName,
    msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9_-]{0,59}\.(flac|opus|ogg|wav)\Z"),
]

AnyMediaName = Annotated[
    MediaName,
    msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9_-]{0,59}\.(png|jpg|flac|opus|ogg|wav)\Z"),
]

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Passage = Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]

MOST_POINTS = 1000
FINEST_POINTS = 1000
"""Largest denominator of points: 1/3 and 0.005 pass, an accident of copying doesn't."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all item records: immutable, no unknown fields."""


def points_problem(points: Fraction) -> str | None:
    """Return what is wrong with the points of a task or scoring point."""
    if points <= 0:
        return f"{points} points; they must be above 0"
    if points > MOST_POINTS:
        return f"{points} points; at most {MOST_POINTS}"
    if points.denominator > FINEST_POINTS:
        return f"{points} points; the denominator is at most {FINEST_POINTS}"
    return None
