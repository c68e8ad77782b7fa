"""exam-bank new: an empty bank for one standard."""

import argparse
import getpass
import json
from importlib.resources import files
from pathlib import Path

from question_bank.bank.bank import create_bank
from question_bank.cli.bank_arguments import (
    add_bank_argument,
    add_json_argument,
    known_user,
)
from question_bank.cli.clock import utc_now
from question_bank.cli.files import read_small_file
from question_bank.cli.language import Language


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    parser.add_argument("--name", help="题库名称，缺省为文件名 / its name")
    parser.add_argument(
        "--standard",
        type=Path,
        metavar="FILE",
        help="职业技能等级标准（TOML）；缺省为社会心理服务 2021 版 / the standard whose "
        "levels, domains and tasks tags name",
    )
    parser.add_argument(
        "--by",
        default=known_user(),
        metavar="NAME",
        help="建库人，缺省为登录名 / who makes it; the log-in name if not given",
    )
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make the bank and say where it is.

    Raises:
        BankFileError: a file is there already, or cannot be made.
        FormatError: the standard is none.
        FileProblemError: the standard cannot be read.
    """
    language: Language = arguments.language
    path: Path = arguments.bank
    standard = (
        (files("question_bank.samples") / "standard.toml").read_bytes()
        if arguments.standard is None
        else read_small_file(arguments.standard)
    )
    name: str = arguments.name or path.stem
    with create_bank(path, name, standard, arguments.by or _login(), utc_now()) as bank:
        names = [level.name for level in bank.standard.levels]
        if arguments.json:
            found = {
                "bank": str(path),
                "bank_uuid": str(bank.facts.bank_uuid),
                "name": bank.facts.name,
                "standard": bank.standard.name,
                "levels": names,
            }
            print(json.dumps(found, ensure_ascii=False, indent=2))
            return 0
        levels = " ".join(names)
        print(language.say(f"已建题库 {path}", f"made the bank {path}"))
        print(language.say("名称", "name") + f": {bank.facts.name}")
        print(language.say("标准", "standard") + f": {bank.standard.name}（{levels}）")
    return 0


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user on this computer
        return "exam-bank"
