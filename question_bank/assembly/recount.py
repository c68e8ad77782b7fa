"""Count anew what is in finished forms. Pure, and apart from all that built them.

Works from the forms themselves and from what the bank knows of their items; knows no
rows, switches or solver. The rules it is held against are those of the blueprint.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from question_bank.assembly.blueprint import Selection
from question_bank.assembly.pool import ItemKind, Pool, PoolItem
from question_bank.formats.form import Form
from question_bank.identifiers import ItemId, SectionId
from question_bank.items.item import item_id_of, tasks_in
from question_bank.statistics.form_figures import TaskFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedItem:
    """One item as it stands in a form.

    Attributes:
        known: What the bank knows of it.
        tasks: With the points that they have in the form.
    """

    item_id: ItemId
    section_id: SectionId
    known: PoolItem
    tasks: tuple[TaskFigures, ...]

    @property
    def points(self) -> Fraction:
        """What it is worth here."""
        return sum((task.points for task in self.tasks), Fraction(0))

    @property
    def difficulty_permille(self) -> Fraction:
        """Its own expected share of points, in thousandths, exactly."""
        earned = sum(
            (task.points * task.difficulty_permille for task in self.tasks), Fraction(0)
        )
        return earned / self.points


def placed_items(form: Form, pool: Pool) -> tuple[PlacedItem, ...]:
    """Return the form's items in order.

    Raises:
        KeyError: the pool does not have one of them.
    """
    return tuple(
        PlacedItem(
            item_id=item_id_of(item),
            section_id=section.section_id,
            known=pool.items[item_id_of(item)],
            tasks=tuple(
                TaskFigures(
                    points=task.points,
                    difficulty_permille=known.figures.difficulty_permille,
                    discrimination_permille=known.figures.discrimination_permille,
                    expected_s=known.figures.expected_s,
                )
                for task, known in zip(
                    tasks_in(item), pool.items[item_id_of(item)].tasks, strict=True
                )
            ),
        )
        for section in form.sections
        for item in section.items
    )


def figures_of(items: Iterable[PlacedItem]) -> tuple[TaskFigures, ...]:
    """Return the figures of all tasks in order."""
    return tuple(task for item in items for task in item.tasks)


def selected_points(items: Iterable[PlacedItem], wanted: Selection) -> Fraction:
    """Return how many of the form's points are selected."""
    return sum((points for _, points in _selected(items, wanted)), Fraction(0))


def selected_items(items: Iterable[PlacedItem], wanted: Selection) -> int:
    """Return how many of the form's items have anything that is selected."""
    return sum(points > 0 for _, points in _selected(items, wanted))


def _selected(
    items: Iterable[PlacedItem], wanted: Selection
) -> Iterator[tuple[PlacedItem, Fraction]]:
    for item in items:
        if not _fits(item, wanted):
            continue
        points = Fraction(0)
        for task, known in zip(item.tasks, item.known.tasks, strict=True):
            hits = [_tag_fits(tag, wanted) for tag in known.tags]
            if not _asks_for_tags(wanted):
                points += task.points
            elif hits:
                points += task.points * sum(hits) / len(hits)
        yield item, points


def _fits(item: PlacedItem, wanted: Selection) -> bool:
    asked = (
        wanted.section_id in {None, item.section_id},
        wanted.kind in {None, item.known.kind},
        wanted.item_ids is None or item.item_id in wanted.item_ids,
        wanted.difficulty is None
        or wanted.difficulty[0] <= item.difficulty_permille < wanted.difficulty[1],
    )
    return all(asked)


def _asks_for_tags(wanted: Selection) -> bool:
    return any((wanted.domain, wanted.task, wanted.tag_prefix))


def _tag_fits(tag: str, wanted: Selection) -> bool:
    """Compare number by number; a tag reads `level/domain.task.competency`."""
    numbers = tag.rpartition("/")[2].split(".")
    if wanted.domain is not None and numbers[0] != wanted.domain:
        return False
    if wanted.task is not None and ".".join(numbers[:2]) != wanted.task:
        return False
    if wanted.tag_prefix is None:
        return True
    parts = tag.replace("/", ".").split(".")
    asked = wanted.tag_prefix.rstrip("./").replace("/", ".").split(".")
    return parts[: len(asked)] == asked


def most_frequent_key(items: Iterable[PlacedItem], section_id: SectionId) -> int:
    """Return how many items of a section have its most frequent key."""
    keys = Counter(
        item.known.key
        for item in items
        if item.section_id == section_id and item.known.key is not None
    )
    return max(keys.values(), default=0)


def items_in_band(items: Iterable[PlacedItem], low: int, high: int) -> int:
    """Return how many items have a difficulty from `low` up to, not including, `high`."""
    return sum(low <= item.difficulty_permille < high for item in items)


def kinds_in(items: Iterable[PlacedItem], section_id: SectionId) -> set[ItemKind]:
    """Return the kinds of items in a section."""
    return {item.known.kind for item in items if item.section_id == section_id}
