"""exam-bank comment: say something about an item."""

import argparse
import json

from question_bank.bank.bank import open_bank
from question_bank.cli.bank_arguments import (
    add_bank_argument,
    add_by_argument,
    add_json_argument,
)
from question_bank.cli.clock import utc_now
from question_bank.cli.language import Language
from question_bank.identifiers import ItemId


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    parser.add_argument(
        "id", type=ItemId, metavar="ID", help="试题编号 / the item's id"
    )
    parser.add_argument("text", metavar="TEXT", help="批注 / what is to be said")
    add_by_argument(parser)
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Store the comment.

    Raises:
        NotInBankError: there is no such item.
        TextRefusedError: there is nothing in it.
    """
    language: Language = arguments.language
    with open_bank(arguments.bank) as bank:
        bank.comments.add(arguments.id, arguments.text, arguments.by, utc_now())
        version = bank.comments.of_item(arguments.id)[-1].version
    if arguments.json:
        found = {"item_id": arguments.id, "version": version}
        print(json.dumps(found, ensure_ascii=False))
        return 0
    print(language.say(f"已记录批注：{arguments.id}", f"commented: {arguments.id}"))
    return 0
