"""exam-bank check: what a person should look at before a candidate does."""

import argparse
import importlib

from question_bank.checks.codes import CODES
from question_bank.cli.bank_arguments import (
    add_bank_argument,
    add_filter_arguments,
    add_ids_argument,
    add_json_argument,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_bank_argument(parser)
    add_ids_argument(parser)
    add_filter_arguments(parser)
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        choices=sorted(CODES),
        metavar="CODE",
        help="只检查这些代码，可多次给出，见 docs/guides/author-checks.md / only these "
        "codes, may be given several times",
    )
    parser.add_argument(
        "--blueprint",
        metavar="FILE",
        help="另查双向细目表需要而题库不足之处；文件，或随程序附带的 junior、intermediate、senior "
        "/ also what this blueprint needs and the bank cannot give: a file, or one of "
        "those that ship",
    )
    parser.add_argument(
        "--no-notes", action="store_true", help="不列说明 / leave notes out"
    )
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the findings and a table of them; 1 if one is an error.

    The checks are loaded here: they bring what decodes sounds and pictures, which no
    other command needs.

    Raises:
        BankError: the bank does not open, or an id is not in it.
        FormatError, FileProblemError: the blueprint is none.
    """
    check_report = importlib.import_module("question_bank.cli.check_report")
    outcome: int = check_report.run_checks(arguments)
    return outcome
