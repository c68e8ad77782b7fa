"""审计日志 / the audit log: verify its chain, list it."""

import argparse

from sync_server.audit.audit_chain import verify_chain
from sync_server.cli.data_option import add_data_option, open_people


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("verify", help="check every record; prints the end of the chain")
    listing = acts.add_parser("list", help="show the newest records, newest first")
    listing.add_argument("--most", type=int, default=100)


def run(arguments: argparse.Namespace) -> int:
    """Verify or list.

    Raises:
        AuditBrokenError: a record was edited, left out or put elsewhere.
    """
    with open_people(arguments.data) as people:
        if arguments.act == "verify":
            number, head = verify_chain(people.audit.all())
            print(f"日志完整 / the chain holds: {number} records, end {head.hex()}")
            return 0
        for record in people.audit.newest(arguments.most):
            print(
                f"{record.number}\t{record.made_utc}\t{record.actor}\t{record.action}"
                f"\t{record.subject}\t{record.details_json}"
            )
    return 0
