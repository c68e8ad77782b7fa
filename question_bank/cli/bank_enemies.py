"""exam-bank enemies: pairs of items that must not meet in one form."""

import argparse
import json
import os

from question_bank.bank.bank import open_bank
from question_bank.cli.bank_arguments import (
    USER_VARIABLE,
    add_bank_argument,
    add_json_argument,
)
from question_bank.cli.clock import utc_now
from question_bank.cli.errors import WrongUsageError
from question_bank.cli.language import Language
from question_bank.identifiers import ItemId


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    group = parser.add_mutually_exclusive_group()
    for option, zh, en in (
        ("--add", "两题不得同卷", "these two must not meet"),
        ("--remove", "取消互斥", "let these two meet again"),
    ):
        group.add_argument(
            option, nargs=2, type=ItemId, metavar="ID", help=f"{zh} / {en}"
        )
    parser.add_argument("--reason", default="", help="原因 / why")
    parser.add_argument(
        "--by",
        default=os.environ.get(USER_VARIABLE, ""),
        metavar="NAME",
        help="操作人，添加或删除时必填 / who does it, needed to add or remove",
    )
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Change or print the pairs.

    Raises:
        NotInBankError: an item is not in the bank.
        WrongUsageError: nobody is named who does it.
    """
    language: Language = arguments.language
    pair: list[ItemId] | None = arguments.add or arguments.remove
    if pair is None:
        return _print_all(arguments)
    if not arguments.by:
        raise WrongUsageError("--by: 请写明操作人 / say who does it")
    first, second = pair
    with open_bank(arguments.bank) as bank:
        if arguments.add:
            is_changed = bank.enemies.add(
                (first, second), arguments.by, utc_now(), reason=arguments.reason
            )
        else:
            is_changed = bank.enemies.remove((first, second), arguments.by, utc_now())
    if arguments.json:
        found = {"first": first, "second": second, "is_changed": is_changed}
        print(json.dumps(found, ensure_ascii=False))
        return 0
    done = ("已改", "changed") if is_changed else ("原已如此", "it was so before")
    print(f"{first} {second}: {language.say(*done)}")
    return 0


def _print_all(arguments: argparse.Namespace) -> int:
    with open_bank(arguments.bank, is_reader=True) as bank:
        pairs = bank.enemies.with_reasons()
    if arguments.json:
        records = [
            {"first": pair.first, "second": pair.second, "reason": pair.reason}
            for pair in pairs
        ]
        print(json.dumps(records, ensure_ascii=False, indent=2))
        return 0
    for pair in pairs:
        print(f"{pair.first}  {pair.second}  {pair.reason}".rstrip())
    return 0
