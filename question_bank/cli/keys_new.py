"""exam-bank keys new: the organisation's keys, under a passphrase."""

import argparse
from pathlib import Path

from question_bank.cli.errors import FileProblemError
from question_bank.cli.files import problems_named, write_new_file
from question_bank.cli.language import Language
from question_bank.cli.passphrase import add_passphrase_argument, new_passphrase
from question_bank.formats.publisher_card import (
    parse_publisher_card,
    publisher_fingerprint,
)
from question_bank.sealing.organisation_keys import (
    PUBLISHER_FILE,
    SECRET_FILES,
    new_organisation_files,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="新文件夹 / a folder without keys"
    )
    parser.add_argument("--name", required=True, help="评价组织名称 / organisation")
    add_passphrase_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Draw all keys and print the fingerprint that sites compare.

    Raises:
        FileProblemError: there are keys already, or the folder cannot be written.
        FormatError: the passphrase is too short.
    """
    folder: Path = arguments.folder
    language: Language = arguments.language
    with problems_named(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / PUBLISHER_FILE).exists():
        raise FileProblemError(f"{folder}: holds keys already; they stay as they are")
    files = new_organisation_files(arguments.name, new_passphrase(arguments))
    for name, raw in files.items():
        write_new_file(folder / name, raw, is_secret=name in SECRET_FILES)
        print(folder / name)
    card = parse_publisher_card(files[PUBLISHER_FILE]).card
    label = language.say("发布者名片指纹", "fingerprint of the publisher card")
    print(f"{label}: {publisher_fingerprint(card)}")
    return 0
