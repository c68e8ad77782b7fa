"""exam-bank send-back: a reviewed version becomes a draft again."""

import argparse

from question_bank.bank.status import Status
from question_bank.cli.clock import utc_now
from question_bank.cli.status_change import add_change_arguments, change_status


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_change_arguments(parser)
    parser.add_argument("--reason", default="", help="原因，记入历史 / why")


def run(arguments: argparse.Namespace) -> int:
    """Send the chosen versions back.

    Raises:
        BankError, FormatError: nothing was changed.
    """
    at, reason = utc_now(), arguments.reason
    return change_status(
        arguments,
        lambda bank, item_id: bank.review.send_back(
            item_id, arguments.by, at, reason=reason
        ),
        statuses=(Status.REVIEWED,),
    )
