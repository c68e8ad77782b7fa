"""The switches of a problem, and the rows that are made of them. Pure.

A switch is one item in one section of one form. What an item brings to a rule hangs on
item and section only, so amounts are computed once and used in every form.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, lcm

from question_bank.assembly.blueprint import Range
from question_bank.assembly.candidates import SectionCandidates
from question_bank.assembly.pool import PoolItem
from question_bank.assembly.problem import Placement, Row, Terms
from question_bank.identifiers import ItemId
from question_bank.items.estimate import ONE

Amounts = Mapping[tuple[int, ItemId], int]
"""By section's position and item; what is 0 may be missing."""

Placed = tuple[int, Placement]
"""A switch's number and what it stands for."""


class Switches:
    """All switches of one problem, and its helper numbers as they are made."""

    def __init__(
        self,
        found: Sequence[SectionCandidates],
        form_codes: Sequence[str],
        ordered: Callable[[list[Placement]], None],
    ) -> None:
        self.found = found
        self.codes = form_codes
        self.placements = [
            Placement(form=form, section=index, item_id=item_id)
            for form in range(len(form_codes))
            for index, section in enumerate(found)
            for item_id in section.items
        ]
        ordered(self.placements)
        self.helpers: list[tuple[int, int]] = []
        self._by_form: list[list[Placed]] = [[] for _ in form_codes]
        self._by_item: dict[ItemId, list[Placed]] = defaultdict(list)
        for variable, placement in enumerate(self.placements):
            self._by_form[placement.form].append((variable, placement))
            self._by_item[placement.item_id].append((variable, placement))

    @property
    def forms(self) -> range:
        """The forms by position."""
        return range(len(self.codes))

    def items(self) -> Iterator[tuple[int, PoolItem]]:
        """Yield every candidate with the section it may stand in."""
        for index, section in enumerate(self.found):
            for item in section.items.values():
                yield index, item

    def item_ids(self) -> Iterable[ItemId]:
        """Return the ids of all items that have a switch."""
        return self._by_item.keys()

    def item(self, placement: Placement) -> PoolItem:
        """Return the item of a switch, with the points of its section."""
        return self.found[placement.section].items[placement.item_id]

    def of_item(self, item_id: ItemId, form: int | None = None) -> list[Placed]:
        """Return the switches of an item, in one form or in all."""
        places = self._by_item.get(item_id, [])
        if form is None:
            return places
        return [place for place in places if place[1].form == form]

    def amounts(self, amount: Callable[[int, PoolItem], int]) -> Amounts:
        """Return what each item brings, without those that bring nothing."""
        return {
            (index, item.item_id): found
            for index, item in self.items()
            if (found := amount(index, item))
        }

    def scaled(
        self, amount: Callable[[int, PoolItem], Fraction]
    ) -> tuple[Amounts, int]:
        """Return exact amounts as whole numbers, and what they were multiplied by."""
        found = {
            (index, item.item_id): value
            for index, item in self.items()
            if (value := amount(index, item))
        }
        scale = lcm(*(value.denominator for value in found.values()))
        return {place: int(value * scale) for place, value in found.items()}, scale

    def rows(
        self, amounts: Amounts, low: int | None, high: int | None
    ) -> tuple[Row, ...]:
        """Return one row a form that holds its sum between the bounds."""
        if low is None and high is None:
            return ()
        return tuple(
            Row(about=code, terms=terms, low=low, high=high)
            for code, terms in zip(self.codes, self._sums(amounts), strict=True)
        )

    def spread(self, amounts: Amounts, most: int, permille: int = 0) -> tuple[Row, ...]:
        """Keep all forms' sums between a helper and a little more, wherever it is.

        Args:
            most: How much more.
            permille: And how much more in thousandths of the helper.
        """
        base = self.helper(sum(sorted(amounts.values())[-2000:]))
        rows = []
        for code, terms in zip(self.codes, self._sums(amounts), strict=True):
            above = (*terms, (base, -1))
            factor = ONE if permille else 1
            below = (
                *((variable, factor * amount) for variable, amount in terms),
                (base, -(factor + permille)),
            )
            rows.append(Row(about=code, terms=above, low=0, high=None))
            rows.append(Row(about=code, terms=below, low=None, high=factor * most))
        return tuple(rows)

    def distance(
        self, amounts: Amounts, middle: int, unit: int
    ) -> Iterator[tuple[Row, int]]:
        """Yield rows with a helper: in units, how far each form's sum is from the middle."""
        largest = max(middle, sum(amounts.values())) // unit + 1
        for code, terms in zip(self.codes, self._sums(amounts), strict=True):
            helper = self.helper(largest)
            above = (*terms, (helper, -unit))
            below = (*terms, (helper, unit))
            yield Row(about=code, terms=above, low=None, high=middle + unit), helper
            yield Row(about=code, terms=below, low=middle - unit, high=None), helper

    def helper(self, largest: int) -> int:
        """Make a helper from 0 to `largest`; return its number."""
        self.helpers.append((0, largest))
        return len(self.placements) + len(self.helpers) - 1

    def _sums(self, amounts: Amounts) -> Iterator[Terms]:
        for places in self._by_form:
            yield tuple(
                (variable, amount)
                for variable, placement in places
                if (amount := amounts.get((placement.section, placement.item_id)))
            )


def together(places: Iterable[Placed]) -> Terms:
    """Return the switches, each counting one."""
    return tuple((variable, 1) for variable, _ in places)


def whole_bounds(
    found: Range, scale: int | Fraction = 1
) -> tuple[int | None, int | None]:
    """Return the bounds as whole numbers of a scale, never wider than they were."""
    return (
        None if found.low is None else ceil(found.low * scale),
        None if found.high is None else floor(found.high * scale),
    )
