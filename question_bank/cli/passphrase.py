"""Asking for a passphrase, or reading it from a file; never from the command line."""

import argparse
import getpass
from pathlib import Path

from question_bank.cli.files import read_small_file
from question_bank.cli.language import Language
from question_bank.errors import FormatError

LEAST_CHARACTERS = 8


def add_passphrase_argument(parser: argparse.ArgumentParser) -> None:
    """Declare --passphrase-file."""
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="口令文件（首行）；不给则询问 / file whose first line is the passphrase; "
        "without it you are asked",
    )


def read_passphrase(arguments: argparse.Namespace) -> str:
    """Return the passphrase of existing keys.

    Raises:
        FormatError: the file's first line is not text.
    """
    if arguments.passphrase_file is not None:
        return _first_line(arguments.passphrase_file)
    language: Language = arguments.language
    return getpass.getpass(language.say("口令：", "Passphrase: "))


def new_passphrase(arguments: argparse.Namespace) -> str:
    """Return the passphrase for new keys, typed twice.

    Raises:
        FormatError: too short, or the two differ.
    """
    passphrase = read_passphrase(arguments)
    if len(passphrase) < LEAST_CHARACTERS:
        found = f"{len(passphrase)} characters, at least {LEAST_CHARACTERS}"
        raise FormatError("passphrase", found)
    if arguments.passphrase_file is None:
        language: Language = arguments.language
        again = getpass.getpass(language.say("再输入一次：", "Once more: "))
        if again != passphrase:
            raise FormatError("passphrase", "the two are not the same")
    return passphrase


def _first_line(path: Path) -> str:
    try:
        text = read_small_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(path.name, "not UTF-8 text") from error
    return text.splitlines()[0] if text else ""
