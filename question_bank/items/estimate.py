"""Estimates: how hard a task is and how well it tells candidates apart. Pure.

Whole thousandths, so that a solver and a report compare exactly. Difficulty is 难度 as
Chinese testing counts it: the share of the points that candidates of the level earn, so
*larger is easier*. Discrimination is 区分度: the correlation of the task's score with the
ability that the form measures.

Source:
    Classical test theory; docs/decisions/0200-estimates-are-classical.md.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from question_bank.items.field_types import Line, Record, TaskIdField

ONE = 1000
"""Thousandths of the whole."""

DifficultyPermille = Annotated[int, msgspec.Meta(ge=1, le=ONE - 1)]
DiscriminationPermille = Annotated[int, msgspec.Meta(ge=-ONE + 1, le=ONE - 1)]


class EstimateOrigin(StrEnum):
    """Where an estimate comes from, from the weakest to the strongest."""

    AUTHOR = "author"
    PRETEST = "pretest"
    OPERATIONAL = "operational"


class TaskEstimate(Record, frozen=True, kw_only=True):
    """What is believed of one task.

    Attributes:
        difficulty_permille: Expected score rate in thousandths; larger is easier.
        discrimination_permille: Biserial item-total correlation; None: not known.
        responses: How many candidates it was computed from; None for a judgement.
        source: Session, study or person that it comes from.
    """

    task_id: TaskIdField
    difficulty_permille: DifficultyPermille
    discrimination_permille: DiscriminationPermille | None = None
    origin: EstimateOrigin = EstimateOrigin.AUTHOR
    responses: Annotated[int, msgspec.Meta(ge=1)] | None = None
    source: Line | None = None
