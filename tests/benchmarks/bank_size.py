"""A bank of 50,000 items: filter by tags and by words, open, save.

The bank is built by the bank's own stores in one transaction, with texts of a real
length, estimates, and a third of the items approved. Each figure is the slowest of
several runs, and each run opens the bank anew, as a command does.
"""

import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from question_bank.bank.bank import Bank, create_bank, open_bank
from question_bank.bank.item_filter import ItemFilter
from question_bank.bank.status import Status
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import ItemId, OptionId, TaskId
from question_bank.items.content import Paragraph, Run
from question_bank.items.estimate import TaskEstimate
from question_bank.items.option import Option
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.tag import Tag

ITEMS = 50_000
APPROVED_EVERY = 3
REACH_MS = 200
RUNS = 5

AT = datetime(2026, 11, 22, tzinfo=UTC)
STANDARD = Path(__file__).parents[2] / "question_bank" / "samples" / "standard.toml"
LEVELS = ("初级", "中级", "高级")
WORDS = (  # noqa: SIM905 - read as words
    "焦虑 抑郁 睡眠 情绪 家庭 社区 冲突 倾听 共情 评估 转介 危机 老人 学生 工作 压力 "
    "关系 沟通 伦理 保密 量表 访谈 宣教 资料 支持 资源 康复 应激 心态 督导"
).split()
CHARACTERS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同"
)


def one_record(index: int, random_source: random.Random) -> ItemRecord:
    """Return a single choice of about 250 characters, the like of no other."""
    task_id = TaskId(f"q-{index:05d}")
    level = LEVELS[index % 3]
    tag = Tag(f"{level}/{1 + index // 3 % 3}.{1 + index // 9 % 3}")
    return ItemRecord(
        level=level,
        item=SingleChoice(
            task_id=task_id,
            points=Fraction(1),
            stem=_words(f"第{index}题", 60, random_source),
            options=tuple(
                Option(
                    option_id=OptionId(name),
                    content=_words(name, 20, random_source),
                )
                for name in "abcd"
            ),
        ),
        keys={task_id: SingleChoiceKey(correct_option=OptionId("abcd"[index % 4]))},
        explanations={task_id: _words("解析", 100, random_source)},
        tags={task_id: (tag,)},
    )


def _words(start: str, length: int, random_source: random.Random) -> tuple[Paragraph]:
    text = start
    while len(text) < length:
        text += random_source.choice(WORDS)
        text += "".join(random_source.choices(CHARACTERS, k=4))
    return (Paragraph(runs=(Run(text=text),)),)


def build_bank(
    path: Path, items: int = ITEMS, tell: Callable[[int], None] = lambda _done: None
) -> None:
    """Make a bank of that many items in one transaction; `tell` hears how many are in."""
    random_source = random.Random(89)
    with create_bank(path, "大题库", STANDARD.read_bytes(), "命题员", AT) as bank:
        with bank.transaction():
            for index in range(items):
                _add_item(bank, index, random_source)
                tell(index + 1)
        bank.tidy()  # as `exam-bank import` does after so many


def _add_item(bank: Bank, index: int, random_source: random.Random) -> None:
    record = one_record(index, random_source)
    bank.items.add(record, "命题员", AT)
    bank.estimates.add(
        TaskEstimate(
            task_id=TaskId(f"q-{index:05d}"),
            difficulty_permille=300 + index % 600,
            discrimination_permille=200 + index % 300,
        ),
        "命题员",
        AT,
    )
    if index % APPROVED_EVERY == 0:
        item_id = ItemId(f"q-{index:05d}")
        bank.review.review(item_id, "审题员", AT)
        bank.review.approve(item_id, "终审员", AT)


def measure() -> list[dict[str, Any]]:
    """Build the bank and time what a person waits for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.bank"
        started = time.perf_counter()
        build_bank(path)
        built_s = time.perf_counter() - started
        records = [
            _figure(f"bank: {ITEMS:,} items built, one transaction", built_s, "s"),
            _figure("bank: its file", path.stat().st_size / 1_000_000, "MB"),
        ]
        waits = {name: _slowest_ms(path, act) for name, act in _ACTS.items()}
        records += [
            {
                **_figure(f"bank of {ITEMS:,}: {name}", found, "ms"),
                "reach": f"< {REACH_MS}",
                "ok": found < REACH_MS,
            }
            for name, found in waits.items()
        ]
    return records


def _figure(name: str, value: float, unit: str) -> dict[str, Any]:
    figure = {"name": name, "value": round(value, 1), "unit": unit}
    return {**figure, "limit": None, "reach": None, "ok": True}


def _open(_bank: Bank) -> None:
    """Do nothing more."""


def _filter_tag(bank: Bank) -> None:
    assert len(bank.items.filter(ItemFilter(tag_prefixes=("初级/2.1",)))) > ITEMS / 30


def _filter_page(bank: Bank) -> None:
    wanted = ItemFilter(
        tag_prefixes=("初级/2", "中级/1"),
        statuses=(Status.APPROVED,),
        least_difficulty_permille=400,
    )
    assert len(bank.items.filter(wanted, most=100)) == 100
    assert bank.items.count(wanted) > 100


def _filter_words(bank: Bank) -> None:
    assert bank.items.filter(ItemFilter(text="焦虑"), most=100)


def _filter_absent_words(bank: Bank) -> None:
    assert not bank.items.filter(ItemFilter(text="没有这样的话"))


def _count_all(bank: Bank) -> None:
    assert bank.items.count() >= ITEMS


def _save(bank: Bank) -> None:
    record = one_record(bank.history.head().seq + ITEMS, random.Random(97))
    bank.items.add(record, "命题员", AT)


def _enough_read(bank: Bank) -> None:
    assert bank.items.record(ItemId("q-25000")).level in LEVELS


_ACTS: dict[str, Callable[[Bank], None]] = {
    "open": _open,
    "open, filter by one tag, all of it": _filter_tag,
    "open, filter by tags, status, difficulty; count and first 100": _filter_page,
    "open, filter by a word, first 100": _filter_words,
    "open, filter by words that nowhere stand": _filter_absent_words,
    "open, count": _count_all,
    "open, save one item": _save,
    "open, read one item": _enough_read,
}


def _slowest_ms(path: Path, act: Callable[[Bank], None]) -> float:
    """Return the slowest of some runs, each with the opening, as a command has it."""
    slowest = 0.0
    for _ in range(RUNS):
        started = time.perf_counter()
        with open_bank(path) as bank:
            act(bank)
            slowest = max(slowest, time.perf_counter() - started)
    return slowest * 1000
