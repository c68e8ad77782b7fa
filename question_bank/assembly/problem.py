"""The assembly as a problem of whole numbers: switches, linear rows, named rules. Pure.

No solver is known here. A switch says "this item stands in this section of this form";
helper numbers hold what forms are compared by. Every row belongs to a rule that has a
name in people's words, so that what cannot be met can be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from question_bank.identifiers import ItemId
from question_bank.items.score_line import Wording

Terms = tuple[tuple[int, int], ...]
"""(variable, coefficient), each variable once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What a switch stands for; forms and sections by position, from 0."""

    form: int
    section: int
    item_id: ItemId


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`low` ≤ the sum of its terms ≤ `high`; None: no bound.

    Attributes:
        about: Which form or forms, such as `A` or `A–C`; empty: all together.
    """

    about: str
    terms: Terms
    low: int | None
    high: int | None


STRUCTURE = frozenset({"SECTION_COUNT", "ANCHOR", "REQUIRED", "ENEMIES"})
"""Rules that make a form a form: they give only where nothing else helps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the blueprint in all forms.

    Attributes:
        code: Stable, such as `SECTION_COUNT`.
        name: In the assembler's words.
        unit: What its amounts are counted in.
        scale: Row amounts in one unit.
        price: What a unit of it costs to give up, when rules have to give.
        is_fixed: Never gives: without it the forms would be none.
    """

    code: str
    name: Wording
    unit: Wording
    rows: tuple[Row, ...]
    scale: int = 1
    price: int = 1000
    is_fixed: bool = False

    @property
    def is_structure(self) -> bool:
        """Whether it gives only where nothing else helps."""
        return self.code in STRUCTURE


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyProblem:
    """Everything a solver needs.

    Attributes:
        placements: The first variables, each 0 or 1.
        helpers: The variables after them: (smallest, largest) value.
        goal: What is to be small, after all rules are kept.
    """

    placements: tuple[Placement, ...]
    helpers: tuple[tuple[int, int], ...]
    rules: tuple[Rule, ...]
    goal: Terms


def is_kept(row: Row, values: Mapping[int, int]) -> bool:
    """Return whether the values keep the row; what is not named is 0."""
    amount = sum(factor * values.get(variable, 0) for variable, factor in row.terms)
    if row.low is not None and amount < row.low:
        return False
    return row.high is None or amount <= row.high
