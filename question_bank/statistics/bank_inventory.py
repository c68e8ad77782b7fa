"""What a bank holds, counted: by level, work task, format and status; what it lacks.

Pure: whoever counts hands in a line an item.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from question_bank.formats.standard import Standard, task_names
from question_bank.identifiers import ItemId
from question_bank.items.estimate import ONE
from question_bank.items.tag import parse_tag

BANDS = 5
"""Of difficulty: 0–0.2, 0.2–0.4, …; the last one holds 1."""

NO_TASK = ""
"""Stands for items of the level that name none of its tasks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryLine:
    """One item as it is counted.

    Attributes:
        status: Of its newest version.
        is_usable: Whether a version is approved.
        uses: In how many sessions it was.
        last_used: None: never.
    """

    item_id: ItemId
    level: str
    kind: str
    status: str
    tags: tuple[str, ...]
    is_usable: bool
    is_tagged: bool
    is_explained: bool
    difficulty_permille: int | None
    uses: int
    last_used: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many items there are of one level, task, format and status.

    Attributes:
        task_code: As the standard numbers it; NO_TASK for those without one. An item
            that is tagged with several tasks is counted in each.
    """

    level: str
    task_code: str
    kind: str
    status: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelInventory:
    """One level.

    Attributes:
        items: Each counted once.
        usable: How many have an approved version.
        difficulty_bands: Items by difficulty, BANDS of equal width, hardest first.
        not_estimated: Items without a difficulty.
        mean_difficulty_permille: None where nothing is estimated.
        exposed: Used in one session at least.
        uses_by_count: How many items were in 0, 1, 2 … sessions.
        empty_tasks: Tasks of the standard for which no usable item is tagged.
    """

    level: str
    items: int
    usable: int
    by_kind: Mapping[str, int]
    by_status: Mapping[str, int]
    difficulty_bands: tuple[int, ...]
    not_estimated: int
    mean_difficulty_permille: int | None
    exposed: int
    uses_by_count: Mapping[int, int]
    untagged: tuple[ItemId, ...]
    unexplained: tuple[ItemId, ...]
    empty_tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """The whole bank."""

    items: int
    levels: tuple[LevelInventory, ...]
    cells: tuple[Cell, ...]


def inventory(lines: Iterable[InventoryLine], standard: Standard) -> Inventory:
    """Count a bank's items; levels in the standard's order, then those it lacks."""
    found = list(lines)
    by_level: dict[str, list[InventoryLine]] = {
        level.name: [] for level in standard.levels
    }
    for line in found:
        by_level.setdefault(line.level, []).append(line)
    return Inventory(
        items=len(found),
        levels=tuple(
            _level(level, lines, standard) for level, lines in by_level.items()
        ),
        cells=tuple(
            Cell(level=level, task_code=task, kind=kind, status=status, items=items)
            for (level, task, kind, status), items in sorted(
                _cell_counts(found).items(), key=lambda entry: _order(entry[0])
            )
        ),
    )


def task_codes_of(line: InventoryLine) -> tuple[str, ...]:
    """Return the work tasks that an item's tags name, each once; NO_TASK for none."""
    codes = {parse_tag(tag).task_code for tag in line.tags}
    return tuple(sorted(codes)) or (NO_TASK,)


def difficulty_band(permille: int) -> int:
    """Return the index of the band, 0 for the hardest."""
    return min(permille * BANDS // ONE, BANDS - 1)


def _level(
    level: str, lines: Sequence[InventoryLine], standard: Standard
) -> LevelInventory:
    estimated = [
        line.difficulty_permille
        for line in lines
        if line.difficulty_permille is not None
    ]
    bands = Counter(map(difficulty_band, estimated))
    filled = {code for line in lines if line.is_usable for code in task_codes_of(line)}
    return LevelInventory(
        level=level,
        items=len(lines),
        usable=sum(line.is_usable for line in lines),
        by_kind=dict(Counter(line.kind for line in lines)),
        by_status=dict(Counter(line.status for line in lines)),
        difficulty_bands=tuple(bands[index] for index in range(BANDS)),
        not_estimated=len(lines) - len(estimated),
        mean_difficulty_permille=(
            round(sum(estimated) / len(estimated)) if estimated else None
        ),
        exposed=sum(line.uses > 0 for line in lines),
        uses_by_count=dict(sorted(Counter(line.uses for line in lines).items())),
        untagged=tuple(line.item_id for line in lines if not line.is_tagged),
        unexplained=tuple(line.item_id for line in lines if not line.is_explained),
        empty_tasks=tuple(
            code for code in task_names(standard, level) if code not in filled
        ),
    )


def _cell_counts(
    lines: Iterable[InventoryLine],
) -> Counter[tuple[str, str, str, str]]:
    return Counter(
        (line.level, code, line.kind, line.status)
        for line in lines
        for code in task_codes_of(line)
    )


def _order(cell: tuple[str, str, str, str]) -> tuple[str, tuple[int, ...], str, str]:
    level, task, kind, status = cell
    numbers = tuple(int(part) for part in task.split(".")) if task else ()
    return level, numbers, kind, status
