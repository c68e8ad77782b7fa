"""The pool: what a solver may know of the items it may choose. Pure, and without texts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from question_bank.identifiers import ItemId, TaskId
from question_bank.items.estimate import ONE
from question_bank.items.tag import Tag
from question_bank.statistics.form_figures import (
    TaskFigures,
    mean_difficulty,
    total_points,
)


class ItemKind(StrEnum):
    """What an item is; those but `CASE` are also what a task is."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    SHORT_ANSWER = "short_answer"
    SPOKEN_ANSWER = "spoken_answer"
    CASE = "case"


OBJECTIVE_KINDS = frozenset(
    {ItemKind.SINGLE_CHOICE, ItemKind.MULTIPLE_CHOICE, ItemKind.TRUE_FALSE}
)
"""Plain items whose points a section may set anew, as no rubric hangs on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolTask:
    """One task of an item.

    Attributes:
        tags: What it is about; its points count for each in even shares.
        is_assumed: No estimate is in force: difficulty and discrimination are defaults.
    """

    task_id: TaskId
    kind: ItemKind
    tags: tuple[Tag, ...]
    figures: TaskFigures
    is_assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolItem:
    """One usable version of an item.

    Attributes:
        uses: How often it was in a package, ever.
        uses_since_ban: Since the day from which the blueprint allows no use.
        uses_since_limit: Since the day from which the blueprint counts uses.
        key: The key's letter in a single choice, `T` or `F` in a true/false; else None.
    """

    item_id: ItemId
    version: int
    kind: ItemKind
    tasks: tuple[PoolTask, ...]
    uses: int = 0
    uses_since_ban: int = 0
    uses_since_limit: int = 0
    key: str | None = None

    @property
    def points(self) -> Fraction:
        """What it is worth of itself."""
        return total_points(task.figures for task in self.tasks)

    @property
    def expected_s(self) -> int:
        """How long a candidate needs for all of it."""
        return sum(task.figures.expected_s for task in self.tasks)

    @property
    def difficulty_permille(self) -> Fraction:
        """Expected share of its points, in thousandths, exactly; bands go by it."""
        return mean_difficulty([task.figures for task in self.tasks]) * ONE

    @property
    def is_assumed(self) -> bool:
        """Whether a figure of one of its tasks is a default."""
        return any(task.is_assumed for task in self.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """All that the solver may choose from.

    Attributes:
        items: By id, in the order of ids.
        enemies: Pairs of items of the pool that must not meet in a form, each sorted.
    """

    items: Mapping[ItemId, PoolItem]
    enemies: tuple[tuple[ItemId, ItemId], ...] = ()
    level: str = ""


def pool_of(
    items: tuple[PoolItem, ...],
    enemies: tuple[tuple[ItemId, ItemId], ...] = (),
    *,
    level: str = "",
) -> Pool:
    """Return a pool in the one order that makes the same pool the same problem."""
    ordered = {item.item_id: item for item in sorted(items, key=lambda i: i.item_id)}
    if len(ordered) != len(items):
        raise ValueError("an item is in the pool twice")
    pairs = {tuple(sorted(pair)) for pair in enemies}
    return Pool(
        items=MappingProxyType(ordered),
        enemies=tuple(
            (ItemId(left), ItemId(right))
            for left, right in sorted(pairs)
            if left != right and left in ordered and right in ordered
        ),
        level=level,
    )


def worth(item: PoolItem, points_each: Fraction | None) -> PoolItem | None:
    """Return the item as a section would count it; None where it does not fit.

    A section sets the points of plain objective items; whatever has a rubric keeps its
    own, as the rubric's points hang on them, and fits only if they are what is asked.
    """
    if points_each is None or item.points == points_each:
        return item
    if item.kind not in OBJECTIVE_KINDS:
        return None
    (task,) = item.tasks
    figures = replace(task.figures, points=points_each)
    return replace(item, tasks=(replace(task, figures=figures),))


DEFAULT_SECONDS: Mapping[ItemKind, int] = MappingProxyType(
    {
        ItemKind.SINGLE_CHOICE: 60,
        ItemKind.MULTIPLE_CHOICE: 90,
        ItemKind.TRUE_FALSE: 40,
        ItemKind.SHORT_ANSWER: 480,
    }
)
"""Where an author gave no time: about one reading and one second thought a task."""

SPOKEN_EXTRA_S = 60
"""For reading the task of a spoken answer, beside preparation and answer."""

DEFAULT_DIFFICULTY: Mapping[ItemKind, int] = MappingProxyType(
    {
        ItemKind.SINGLE_CHOICE: 680,
        ItemKind.MULTIPLE_CHOICE: 580,
        ItemKind.TRUE_FALSE: 740,
        ItemKind.SHORT_ANSWER: 620,
        ItemKind.SPOKEN_ANSWER: 620,
    }
)
"""Where nobody estimated: what papers of this level usually show; flagged in reports."""

DEFAULT_DISCRIMINATION = 300
"""The value that test builders take for acceptable."""

assert all(0 < value < ONE for value in DEFAULT_DIFFICULTY.values())
