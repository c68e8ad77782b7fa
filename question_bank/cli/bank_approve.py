"""exam-bank approve: reviewed versions go into use, by another than their reviewer."""

import argparse

from question_bank.bank.status import Status
from question_bank.cli.clock import utc_now
from question_bank.cli.status_change import add_change_arguments, change_status


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_change_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Approve the chosen versions.

    Raises:
        BankError, FormatError: nothing was changed.
    """
    at = utc_now()
    return change_status(
        arguments,
        lambda bank, item_id: bank.review.approve(item_id, arguments.by, at),
        statuses=(Status.REVIEWED,),
    )
