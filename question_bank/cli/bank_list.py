"""exam-bank list: the items of a bank, filtered, a line each."""

import argparse
import json
import sys

from question_bank.bank.bank import open_bank
from question_bank.bank.item_filter import ItemSummary
from question_bank.cli.bank_arguments import (
    add_bank_argument,
    add_filter_arguments,
    add_ids_argument,
    add_json_argument,
    item_filter,
)
from question_bank.cli.language import Language
from question_bank.cli.table import table_lines
from question_bank.cli.words import KIND_WORDS, STATUS_WORDS
from question_bank.identifiers import ItemId
from question_bank.items.estimate import ONE

_HEADINGS = (
    ("编号", "id"),
    ("版本", "version"),
    ("状态", "status"),
    ("在用版本", "in use"),
    ("题型", "format"),
    ("分值", "points"),
    ("难度", "difficulty"),
    ("标签", "tags"),
    ("内容", "text"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    add_ids_argument(parser)
    add_filter_arguments(parser)
    parser.add_argument(
        "--most", type=int, metavar="N", help="最多列出几题 / at most so many"
    )
    parser.add_argument(
        "--after",
        type=ItemId,
        metavar="ID",
        help="从该编号之后开始 / begin behind this id",
    )
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the items that fit.

    Raises:
        BankError: the bank does not open.
    """
    language: Language = arguments.language
    wanted = item_filter(arguments)
    with open_bank(arguments.bank, is_reader=True) as bank:
        found = bank.items.filter(wanted, after=arguments.after, most=arguments.most)
        total = bank.items.count(wanted)
    if arguments.json:
        records = [summary_record(summary) for summary in found]
        print(json.dumps(records, ensure_ascii=False, indent=2))
        return 0
    headings = [language.say(*words) for words in _HEADINGS]
    rows = [headings, *(_row(summary, language) for summary in found)]
    print("\n".join(table_lines(rows)))
    told = language.say(f"{len(found)} / {total} 题", f"{len(found)} of {total} items")
    print(told, file=sys.stderr)
    return 0


def summary_record(summary: ItemSummary) -> dict[str, object]:
    """Return a summary as a program reads it."""
    return {
        "item_id": summary.item_id,
        "version": summary.version,
        "status": summary.status.value,
        "usable_version": summary.usable_version,
        "level": summary.level,
        "kind": summary.kind,
        "points": str(summary.points),
        "task_count": summary.task_count,
        "opening": summary.opening,
        "tags": list(summary.tags),
        "is_tagged": summary.is_tagged,
        "is_explained": summary.is_explained,
        "difficulty_permille": summary.difficulty_permille,
        "discrimination_permille": summary.discrimination_permille,
        "added_by": summary.added_by,
        "added_utc": summary.added_utc,
        "reviewed_by": summary.reviewed_by,
        "approved_by": summary.approved_by,
    }


def share_text(permille: int | None) -> str:
    """Return thousandths as people write them."""
    return "" if permille is None else f"{permille / ONE:.2f}"


def _row(summary: ItemSummary, language: Language) -> list[str]:
    usable = summary.usable_version
    return [
        summary.item_id,
        str(summary.version),
        language.say(*STATUS_WORDS[summary.status]),
        "" if usable is None else str(usable),
        language.say(*KIND_WORDS[summary.kind]),
        str(summary.points),
        share_text(summary.difficulty_permille),
        " ".join(summary.tags),
        summary.opening,
    ]
