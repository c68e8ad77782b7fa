from datetime import date
from pathlib import Path

from hypothesis import given, strategies as st

from question_bank.formats.standard import parse_standard
from question_bank.identifiers import ItemId
from question_bank.items.estimate import ONE
from question_bank.statistics.bank_inventory import (
    BANDS,
    NO_TASK,
    InventoryLine,
    difficulty_band,
    inventory,
)

ROOT = Path(__file__).parents[3]
STANDARD = parse_standard(
    (ROOT / "question_bank" / "samples" / "standard.toml").read_bytes()
)

lines = st.builds(
    InventoryLine,
    item_id=st.integers(0, 10**6).map(lambda n: ItemId(f"q{n}")),
    level=st.sampled_from(["初级", "中级", "别级"]),
    kind=st.sampled_from(["single_choice", "case"]),
    status=st.sampled_from(["draft", "approved"]),
    tags=st.sampled_from(
        [(), ("初级/1.1",), ("初级/1.1", "初级/2.3.1"), ("初级/1.1.2",)]
    ),
    is_usable=st.booleans(),
    is_tagged=st.booleans(),
    is_explained=st.booleans(),
    difficulty_permille=st.none() | st.integers(1, ONE - 1),
    uses=st.integers(0, 3),
    last_used=st.none() | st.just(date(2026, 5, 1)),
)


@given(found=st.lists(lines, max_size=20))
def test_every_item_is_counted_once_in_its_level(found: list[InventoryLine]) -> None:
    counted = inventory(found, STANDARD)

    assert counted.items == len(found)
    assert sum(level.items for level in counted.levels) == len(found)
    for level in counted.levels:
        assert sum(level.by_kind.values()) == level.items
        assert sum(level.by_status.values()) == level.items
        assert sum(level.difficulty_bands) + level.not_estimated == level.items
        assert sum(level.uses_by_count.values()) == level.items
        assert level.exposed == level.items - level.uses_by_count.get(0, 0)


def a_line(item_id: str, *tags: str, is_usable: bool = True) -> InventoryLine:
    return InventoryLine(
        item_id=ItemId(item_id),
        level="初级",
        kind="case",
        status="approved",
        tags=tags,
        is_usable=is_usable,
        is_tagged=bool(tags),
        is_explained=False,
        difficulty_permille=700,
        uses=0,
        last_used=None,
    )


def test_an_item_counts_once_in_each_of_its_tasks() -> None:
    counted = inventory(
        [a_line("c1", "初级/1.1.1", "初级/1.1", "初级/2.10"), a_line("c2")], STANDARD
    )

    assert [(cell.task_code, cell.items) for cell in counted.cells] == [
        (NO_TASK, 1),
        ("1.1", 1),
        ("2.10", 1),
    ]
    junior = counted.levels[0]
    assert junior.untagged == ("c2",)
    assert junior.unexplained == ("c1", "c2")


def test_a_task_without_a_usable_item_is_empty() -> None:
    counted = inventory(
        [a_line("c1", "初级/1.1"), a_line("c2", "初级/1.2", is_usable=False)], STANDARD
    )

    assert "1.1" not in counted.levels[0].empty_tasks
    assert "1.2" in counted.levels[0].empty_tasks
    assert len(counted.levels[2].empty_tasks) == 20


def test_bands_share_the_whole_range() -> None:
    bands = [difficulty_band(permille) for permille in range(ONE + 1)]

    assert (bands[0], bands[-1]) == (0, BANDS - 1)
    assert bands == sorted(bands)
    assert set(bands) == set(range(BANDS))
