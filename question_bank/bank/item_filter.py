"""Which items a list shows, and what it says of each. Pure: no SQL here."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from question_bank.bank.status import Status
from question_bank.identifiers import ItemId


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFilter:
    """All that is given has to hold; what is None or empty excludes nothing.

    Level, kind, tags, status, text and difficulty are those of an item's newest version.

    Attributes:
        tag_prefixes: One of them has to fit: `初级/2` is all of domain 2, `初级/2.1` one task
            with its competencies.
        kinds: Of `version_facts.KINDS`.
        text: Words that stand in it; width, case and white space do not matter.
        least_difficulty_permille: Inclusive; items without an estimate then do not fit.
        used_since: Used on that day or later.
        not_used_since: Never used on that day or later.
        is_usable: Whether a version is approved.
        is_tagged: Whether every task has a tag.
        is_explained: Whether every task has an explanation.
    """

    level: str | None = None
    tag_prefixes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    text: str | None = None
    item_ids: tuple[ItemId, ...] = ()
    least_difficulty_permille: int | None = None
    most_difficulty_permille: int | None = None
    used_since: date | None = None
    not_used_since: date | None = None
    is_usable: bool | None = None
    is_tagged: bool | None = None
    is_explained: bool | None = None


ALL_ITEMS = ItemFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSummary:
    """One line of a list: an item in its newest version.

    Attributes:
        usable_version: The newest approved one; None if there is none.
        opening: The first words.
        tags: Of all its tasks, each once, sorted.
        difficulty_permille: Over its tasks, weighted by points; None: not estimated.
    """

    item_id: ItemId
    version: int
    status: Status
    usable_version: int | None
    level: str
    kind: str
    points: Fraction
    task_count: int
    opening: str
    tags: tuple[str, ...]
    is_tagged: bool
    is_explained: bool
    difficulty_permille: int | None
    discrimination_permille: int | None
    added_by: str
    added_utc: str
    reviewed_by: str | None
    approved_by: str | None
