"""What the commands that read a package share: whom they believe, and as what."""

import argparse
from importlib.metadata import version
from pathlib import Path

from question_bank.cli.files import read_small_file
from question_bank.formats.publisher_card import parse_publisher_card
from question_bank.sealing.publisher_trust import first_publisher_card, publisher_keys
from question_bank.sealing.trust import Program, ProgramKind, PublisherKeys


def add_reading_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the package and whom to believe."""
    parser.add_argument(
        "package", type=Path, metavar="X.exam", help="考试包 / exam package"
    )
    parser.add_argument(
        "--publisher",
        type=Path,
        action="append",
        required=True,
        metavar="publisher.json",
        help="发布者名片，可多次给出 / publisher card, may be given several times",
    )


def trusted_publishers(arguments: argparse.Namespace) -> PublisherKeys:
    """Return the keys of all given cards.

    Raises:
        FormatError: a card is none.
        PublisherCardRefusedError: its own keys did not sign it.
    """
    return publisher_keys(
        first_publisher_card(parse_publisher_card(read_small_file(path)))
        for path in arguments.publisher
    )


def this_program() -> Program:
    """Return exam-bank at its version."""
    return Program(kind=ProgramKind.BANK, version=version("exam-room"))
