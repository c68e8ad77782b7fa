"""exam-bank stats: what a bank holds, and what it lacks."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from question_bank.bank.bank import Bank, open_bank
from question_bank.bank.item_filter import ItemFilter
from question_bank.bank.status import Status
from question_bank.cli.bank_arguments import add_bank_argument, add_json_argument
from question_bank.cli.bank_list import share_text
from question_bank.cli.language import Language
from question_bank.cli.table import table_lines
from question_bank.cli.words import KIND_WORDS, STATUS_WORDS
from question_bank.formats.standard import Standard, task_names
from question_bank.statistics.bank_inventory import (
    BANDS,
    NO_TASK,
    Inventory,
    InventoryLine,
    LevelInventory,
    inventory,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    parser.add_argument("--level", help="只统计该级别 / only this level")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Count and print.

    Raises:
        BankError: the bank does not open.
    """
    language: Language = arguments.language
    with open_bank(arguments.bank, is_reader=True) as bank:
        standard = bank.standard
        found = inventory(bank_lines(bank, arguments.level), standard)
    if arguments.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return 0
    for level in found.levels:
        if level.items:
            print("\n".join(_level_lines(level, found, standard, language)))
            print()
    total = language.say(f"共 {found.items} 题", f"{found.items} items in all")
    print(total)
    return 0


def bank_lines(bank: Bank, level: str | None = None) -> Iterator[InventoryLine]:
    """Yield a line an item, in its newest version."""
    uses, last_used = bank.exposure.counts(), bank.exposure.last_used()
    for summary in bank.items.filter(ItemFilter(level=level)):
        yield InventoryLine(
            item_id=summary.item_id,
            level=summary.level,
            kind=summary.kind,
            status=summary.status.value,
            tags=summary.tags,
            is_usable=summary.usable_version is not None,
            is_tagged=summary.is_tagged,
            is_explained=summary.is_explained,
            difficulty_permille=summary.difficulty_permille,
            uses=uses.get(summary.item_id, 0),
            last_used=last_used.get(summary.item_id),
        )


def _level_lines(
    level: LevelInventory, found: Inventory, standard: Standard, language: Language
) -> Iterator[str]:
    say = language.say
    yield f"== {level.level} =="
    yield (
        say("试题", "items")
        + f": {level.items}"
        + "  "
        + "  ".join(
            f"{say(*words)} {level.by_status.get(status.value, 0)}"
            for status, words in STATUS_WORDS.items()
        )
    )
    yield say("有在用版本", "with an approved version") + f": {level.usable}"
    yield from table_lines(_task_rows(level, found, standard, language))
    width = 1 / BANDS
    bands = "  ".join(
        f"{index * width:.1f}–{(index + 1) * width:.1f}: {items}"
        for index, items in enumerate(level.difficulty_bands)
    )
    mean = share_text(level.mean_difficulty_permille) or "–"
    yield say("难度（得分率）", "difficulty (score rate)") + (
        f": {bands}  " + say("均值", "mean") + f" {mean}  "
        f"{say('无估计', 'not estimated')} {level.not_estimated}"
    )
    uses = "  ".join(
        say(f"{uses} 场: {items} 题", f"{uses} sessions: {items} items")
        for uses, items in level.uses_by_count.items()
    )
    yield say("使用", "exposure") + f": {uses}"
    for zh, en, ids in (
        ("缺标签", "without a tag", level.untagged),
        ("缺解析", "without explanation", level.unexplained),
        ("无在用试题的工作任务", "tasks without a usable item", level.empty_tasks),
    ):
        shown = " ".join(ids[:20]) + (" …" if len(ids) > 20 else "")  # noqa: PLR2004 - a line
        yield f"{say(zh, en)}: {len(ids)}  {shown}".rstrip()


def _task_rows(
    level: LevelInventory, found: Inventory, standard: Standard, language: Language
) -> list[list[str]]:
    """Return a table task × format: items, and in brackets the approved ones."""
    kinds = [kind for kind in KIND_WORDS if kind in level.by_kind]
    names = task_names(standard, level.level)
    counts: dict[tuple[str, str], list[int]] = {}
    for cell in found.cells:
        if cell.level == level.level:
            both = counts.setdefault((cell.task_code, cell.kind), [0, 0])
            both[0] += cell.items
            both[1] += cell.items * (cell.status == Status.APPROVED.value)
    codes = [*names, *sorted({code for code, _ in counts} - set(names) - {NO_TASK})]
    if any(code == NO_TASK for code, _ in counts):
        codes.append(NO_TASK)
    heading = [
        language.say("工作任务", "task"),
        *(language.say(*KIND_WORDS[kind]) for kind in kinds),
    ]
    return [
        heading,
        *(
            [
                f"{code} {names.get(code, '')}".strip()
                or language.say("（无标签）", "(no tag)"),
                *(_both(counts.get((code, kind))) for kind in kinds),
            ]
            for code in codes
        ),
    ]


def _both(counts: list[int] | None) -> str:
    return "–" if counts is None else f"{counts[0]} ({counts[1]})"
