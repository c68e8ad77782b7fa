"""What the commands on a bank share: the bank, who does it, and which items."""

import argparse
import os
import re
from datetime import date
from pathlib import Path

from question_bank.bank.item_filter import ItemFilter
from question_bank.bank.status import Status
from question_bank.cli.words import (
    KIND_WORDS,
    STATUS_WORDS,
    kind_of_word,
    status_of_word,
)
from question_bank.identifiers import ItemId
from question_bank.items.estimate import ONE

USER_VARIABLE = "EXAM_BANK_USER"

_MOST_DIGITS = 9
"""Of a whole number; SQLite holds twice as many."""


def add_bank_argument(parser: argparse.ArgumentParser) -> None:
    """Declare the bank's file."""
    parser.add_argument("bank", type=Path, metavar="BANK", help="题库文件 / item bank")


def known_user() -> str | None:
    """Return whom the environment names; None if nobody."""
    return os.environ.get(USER_VARIABLE) or None


def add_by_argument(parser: argparse.ArgumentParser) -> None:
    """Declare who does it; the environment may say it."""
    known = known_user()
    parser.add_argument(
        "--by",
        default=known,
        required=not known,
        metavar="NAME",
        help=f"操作人姓名，记入历史；也可用环境变量 {USER_VARIABLE} / who does it, goes "
        f"into the history; {USER_VARIABLE} may say it",
    )


def add_json_argument(parser: argparse.ArgumentParser) -> None:
    """Declare output for programs."""
    parser.add_argument("--json", action="store_true", help="供程序读取 / for programs")


def add_ids_argument(parser: argparse.ArgumentParser) -> None:
    """Declare items by their ids."""
    parser.add_argument(
        "ids", nargs="*", type=ItemId, metavar="ID", help="试题编号 / ids of items"
    )


def add_filter_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare by what items are chosen; all that is given has to hold."""
    group = parser.add_argument_group("筛选 / which items")
    group.add_argument("--level", type=words, help="级别，如 初级 / level")
    group.add_argument(
        "--tag",
        action="append",
        default=[],
        type=words,
        help="标签或其开头，如 初级/2 或 初级/2.1；可多次给出，任一即可 / a tag or how it "
        "begins; several: any of them",
    )
    group.add_argument(
        "--kind",
        action="append",
        default=[],
        type=kind_of_word,
        metavar="KIND",
        help="题型 / format: "
        + " ".join(f"{words.zh}={kind}" for kind, words in KIND_WORDS.items()),
    )
    group.add_argument(
        "--status",
        action="append",
        default=[],
        type=status_of_word,
        metavar="STATUS",
        help="状态（最新版本）/ of the newest version: "
        + " ".join(f"{words.zh}={status}" for status, words in STATUS_WORDS.items()),
    )
    group.add_argument("--text", type=words, help="含有的字词 / words that stand in it")
    group.add_argument(
        "--difficulty",
        type=difficulty_range,
        metavar="LOW-HIGH",
        help="难度（得分率）范围，如 0.4-0.6 / range of expected score rates",
    )
    for option, zh, en in (
        ("--used-since", "该日起用过", "used on that day or later"),
        ("--not-used-since", "该日起未用过", "not used on that day or later"),
    ):
        group.add_argument(option, type=day, metavar="YYYY-MM-DD", help=f"{zh} / {en}")
    group.add_argument(
        "--untagged", action="store_true", help="缺标签 / a task without a tag"
    )
    group.add_argument(
        "--unexplained", action="store_true", help="缺解析 / without explanation"
    )


def words(text: str) -> str:
    """Return the text: an empty one would choose every item, a script's lost variable.

    Raises:
        ArgumentTypeError: there is nothing in it.
    """
    if not text.strip():
        raise argparse.ArgumentTypeError("内容为空 / there is nothing in it")
    return text


def whole_number(text: str) -> int:
    """Return a number from 0.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not (text.isascii() and text.isdigit()) or len(text) > _MOST_DIGITS:
        raise argparse.ArgumentTypeError(f"{text}: 请写整数 / write a whole number")
    return int(text)


def difficulty_range(text: str) -> tuple[int, int]:
    """Return (least, most) in thousandths.

    Raises:
        ArgumentTypeError: not two score rates.
    """
    found = re.fullmatch(r"(0(?:\.\d{1,3})?|1)\s*[-~,]\s*(0(?:\.\d{1,3})?|1)", text)
    if found is None:
        wanted = "请写两个得分率 / write two score rates: 0.4-0.6"
        raise argparse.ArgumentTypeError(f"{text}: {wanted}")
    least, most = (round(float(part) * ONE) for part in found.groups())
    return least, most


def day(text: str) -> date:
    """Return the date that is written.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        wanted = "请写日期 / write a date: 2026-09-01"
        raise argparse.ArgumentTypeError(f"{text}: {wanted}") from error


def item_filter(
    arguments: argparse.Namespace, *, statuses: tuple[Status, ...] = ()
) -> ItemFilter:
    """Return what the arguments choose; `statuses` where none was given."""
    least, most = arguments.difficulty or (None, None)
    return ItemFilter(
        level=arguments.level,
        tag_prefixes=tuple(arguments.tag),
        kinds=tuple(arguments.kind),
        statuses=tuple(arguments.status) or statuses,
        text=arguments.text,
        item_ids=tuple(getattr(arguments, "ids", ())),
        least_difficulty_permille=least,
        most_difficulty_permille=most,
        used_since=arguments.used_since,
        not_used_since=arguments.not_used_since,
        is_tagged=False if arguments.untagged else None,
        is_explained=False if arguments.unexplained else None,
    )
