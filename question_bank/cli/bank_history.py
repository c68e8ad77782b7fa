"""exam-bank history: who did what, when; and whether the record is whole."""

import argparse
import json

from question_bank.bank.bank import open_bank
from question_bank.bank.history_chain import HistoryEntry
from question_bank.bank.status import Status
from question_bank.cli.bank_arguments import add_bank_argument, add_json_argument
from question_bank.cli.language import Language
from question_bank.cli.words import DEED_WORDS, FIELD_WORDS, STATUS_WORDS
from question_bank.formats.record import to_plain
from question_bank.identifiers import ItemId


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    parser.add_argument(
        "id",
        nargs="?",
        type=ItemId,
        metavar="ID",
        help="只看该试题 / of this item only",
    )
    parser.add_argument(
        "--most",
        type=int,
        default=100,
        metavar="N",
        help="最近几条，缺省 100 / how many, the newest first",
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help="逐条核对哈希链，并检查整个文件 / check the whole chain and the whole file",
    )
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the newest entries, or check all of them.

    Raises:
        BankDamagedError: an entry was changed or taken away, or the file is damaged.
    """
    language: Language = arguments.language
    with open_bank(arguments.bank, is_reader=True) as bank:
        if arguments.verify:
            bank.require_undamaged()
            head = bank.history.head()
            if arguments.json:
                print(json.dumps({"entries": head.seq, "head": head.hash.hex()}))
                return 0
            good = (
                f"历史完整：{head.seq} 条",
                f"the history is whole: {head.seq} entries",
            )
            print(language.say(*good))
            print(language.say("末条哈希", "head") + f": {head.hash.hex()}")
            return 0
        entries = bank.history.newest(item_id=arguments.id, most=arguments.most)
    if arguments.json:
        plain = [to_plain(entry) for entry in entries]
        print(json.dumps(plain, ensure_ascii=False, indent=2))
        return 0
    for entry in entries:
        print(_line(entry, language))
    return 0


def _line(entry: HistoryEntry, language: Language) -> str:
    version = "" if entry.version is None else f" v{entry.version}"
    what = f"{entry.seq}  {entry.at_utc}  {entry.by}  {language.say(*DEED_WORDS[entry.deed])}"
    changes = "  ".join(
        f"{_called(name, language)}: {_change(entry, name, language)}"
        for name in dict.fromkeys((*entry.before, *entry.after))
    )
    return f"{what}  {entry.subject}{version}  {changes}".rstrip()


def _called(name: str, language: Language) -> str:
    return language.say(FIELD_WORDS.get(name, name), name)


def _change(entry: HistoryEntry, name: str, language: Language) -> str:
    sides = [entry.before[name]] if name in entry.before else []
    return " → ".join(
        _short(value, language) for value in (*sides, entry.after.get(name))
    )


def _short(value: str | None, language: Language) -> str:
    text = value or "–"
    if text in set(Status):
        return language.say(*STATUS_WORDS[Status(text)])
    return text if len(text) <= 40 else f"{text[:12]}…"  # noqa: PLR2004 - a hash is longer
