"""exam-bank review: drafts that another than their author found good."""

import argparse

from question_bank.bank.status import Status
from question_bank.cli.clock import utc_now
from question_bank.cli.status_change import add_change_arguments, change_status


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_change_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Review the chosen drafts.

    Raises:
        BankError, FormatError: nothing was changed.
    """
    at = utc_now()
    return change_status(
        arguments,
        lambda bank, item_id: bank.review.review(item_id, arguments.by, at),
        statuses=(Status.DRAFT,),
    )
