"""The blueprint (双向细目表): the rules that every form has to follow. Pure.

Whole numbers throughout: shares and difficulties in thousandths, information in
thousandths, times in seconds; points are exact fractions. How an assembler writes it is
question_bank.assembly.blueprint_source; what each rule means, docs/formats/blueprint.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from question_bank.assembly.pool import ItemKind, PoolItem, PoolTask
from question_bank.identifiers import ItemId, SectionId
from question_bank.items.estimate import ONE


class Measure(StrEnum):
    """What a quota counts."""

    ITEMS = "items"
    POINTS = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From `low` to `high`, both included; None: no bound."""

    low: Fraction | None
    high: Fraction | None

    def holds(self, value: Fraction | int) -> bool:
        """Return whether the value lies within."""
        if self.low is not None and value < self.low:
            return False
        return self.high is None or value <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPlan:
    """A section of the form.

    Attributes:
        instructions: What candidates read above it, in the markup of authors.
        kinds: Which items it takes.
        count: How many; a case is one item.
        points_each: What every item is worth.
        points: What all are worth together, where they differ.
        most_same_key_permille: Largest share of items with the same key.
        is_in_task_order: Items stand in the order of the standard's tasks; else the
            seed shuffles them.
    """

    section_id: SectionId
    title: str
    instructions: str
    kinds: tuple[ItemKind, ...]
    count: int
    points_each: Fraction | None = None
    points: Fraction | None = None
    is_one_way: bool = False
    time_limit_minutes: int | None = None
    most_same_key_permille: int | None = None
    is_in_task_order: bool = True

    @property
    def total_points(self) -> Fraction:
        """What the section is worth."""
        if self.points is not None:
            return self.points
        assert self.points_each is not None, "the source checks that one is given"
        return self.points_each * self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which part of a form a quota is about; what is None selects everything.

    Attributes:
        domain: Code in the standard, such as `2`.
        task: Code in the standard, such as `2.1`.
        tag_prefix: A tag, or the beginning of one that ends before a dot or a slash.
        difficulty: Thousandths, low included, high not; of whole items.
    """

    section_id: SectionId | None = None
    domain: str | None = None
    task: str | None = None
    tag_prefix: str | None = None
    kind: ItemKind | None = None
    item_ids: frozenset[ItemId] | None = None
    difficulty: tuple[int, int] | None = None

    def share_of(self, item: PoolItem, section_id: SectionId) -> Fraction:
        """Return the points of the item (as the section counts it) that are selected."""
        if not self._takes_item(item, section_id):
            return Fraction(0)
        return sum(
            (task.figures.points * self._share_of_tags(task) for task in item.tasks),
            Fraction(0),
        )

    def takes(self, item: PoolItem, section_id: SectionId) -> bool:
        """Return whether any of the item is selected."""
        return self._takes_item(item, section_id) and any(
            self._share_of_tags(task) for task in item.tasks
        )

    def _takes_item(self, item: PoolItem, section_id: SectionId) -> bool:
        if self.section_id is not None and section_id != self.section_id:
            return False
        if self.item_ids is not None and item.item_id not in self.item_ids:
            return False
        if self.kind is not None and item.kind is not self.kind:
            return False
        if self.difficulty is None:
            return True
        low, high = self.difficulty
        return low <= item.difficulty_permille < high

    def _share_of_tags(self, task: PoolTask) -> Fraction:
        if self.domain is None and self.task is None and self.tag_prefix is None:
            return Fraction(1)
        if not task.tags:
            return Fraction(0)
        hits = sum(self._takes_tag(tag) for tag in task.tags)
        return Fraction(hits, len(task.tags))

    def _takes_tag(self, tag: str) -> bool:
        code = f"{tag.rpartition('/')[2]}."  # cheaper than taking it apart
        if self.domain is not None and not code.startswith(f"{self.domain}."):
            return False
        if self.task is not None and not code.startswith(f"{self.task}."):
            return False
        if self.tag_prefix is None:
            return True
        prefix = self.tag_prefix.rstrip("./")
        return tag == prefix or tag.startswith((f"{prefix}.", f"{prefix}/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many items or points of one kind a form must have.

    Attributes:
        name: In the assembler's words; empty: made of what is selected.
    """

    name: str
    selection: Selection
    measure: Measure
    range: Range

    def amount_of(self, item: PoolItem, section_id: SectionId) -> Fraction:
        """Return what the item brings, standing in this section."""
        if self.measure is Measure.POINTS:
            return self.selection.share_of(item, section_id)
        return Fraction(int(self.selection.takes(item, section_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A span of difficulty; items count by their own mean over points.

    Attributes:
        low_permille: Included.
        high_permille: Not included.
    """

    name: str
    low_permille: int
    high_permille: int
    items: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationTarget:
    """Least test information at an ability; both in thousandths."""

    ability_milli: int
    least_milli: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerances:
    """How far forms that are built together may differ; None: no rule.

    Attributes:
        difficulty_permille: Between largest and smallest mean difficulty.
        information_permille: The largest over the smallest information, less one, at
            each ability of the targets.
        time_s: Between longest and shortest expected time.
    """

    difficulty_permille: int | None = None
    information_permille: int | None = None
    time_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """Which items are worn.

    Attributes:
        not_used_since: Items used on this day or later are not taken.
        most_uses: Items used this often since `uses_since` (ever, if None) are not taken.
        prefers_little_used: Of items that do, the ones less used are taken.
    """

    not_used_since: date | None = None
    most_uses: int | None = None
    uses_since: date | None = None
    prefers_little_used: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """All rules of the forms to be built.

    Attributes:
        forms: How many are built together.
        most_shared: Items that any two of them may share, anchors not counted.
        anchors: Items that stand in all of them.
        required: Items that stand in at least one of them.
        forbidden: Items that stand in none.
        difficulty: Of the mean, in thousandths.
        bands: From hard to easy or otherwise; items outside all of them count in none.
        time_s: Expected time of a form.
    """

    title: str
    level: str
    duration_minutes: int
    points: Fraction
    sections: tuple[SectionPlan, ...]
    forms: int = 1
    most_shared: int = 0
    anchors: tuple[ItemId, ...] = ()
    required: tuple[ItemId, ...] = ()
    forbidden: tuple[ItemId, ...] = ()
    quotas: tuple[Quota, ...] = ()
    difficulty: Range = Range(low=None, high=None)
    bands: tuple[Band, ...] = ()
    information: tuple[InformationTarget, ...] = ()
    time_s: Range = Range(low=None, high=None)
    tolerances: Tolerances = Tolerances()
    reuse: Reuse = Reuse()

    @property
    def item_count(self) -> int:
        """How many items a form has."""
        return sum(section.count for section in self.sections)


def percent_of(total: Fraction, low: Fraction, high: Fraction) -> Range:
    """Return a range of percent as one of amounts."""
    return Range(low=total * low / 100, high=total * high / 100)


def permille_text(permille: int | Fraction) -> str:
    """Return thousandths as people write them, such as `0.68`."""
    text = f"{float(permille) / ONE:.3f}"
    return text.removesuffix("0")


def number_text(value: Fraction | int) -> str:
    """Return a number as people write it: whole, or with at most three decimals."""
    fraction = Fraction(value)
    if fraction.denominator == 1:
        return str(fraction.numerator)
    if ONE % fraction.denominator == 0:
        return f"{float(fraction):.3f}".rstrip("0")
    return str(fraction)


def range_text(found: Range, number: Callable[[Fraction], str] = number_text) -> str:
    """Return a range such as `≥ 3`, `≤ 5`, `3–5` or `4`."""
    if found.low is None:
        return "–" if found.high is None else f"≤ {number(found.high)}"
    if found.high is None:
        return f"≥ {number(found.low)}"
    low, high = number(found.low), number(found.high)
    return low if low == high else f"{low}–{high}"
