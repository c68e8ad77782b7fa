"""机位配对 / seats: list, approve, refuse, revoke; codes that open a seat's lock."""

import argparse
from uuid import UUID

from question_bank.formats.digit_code import digit_groups
from sync_server.cli.data_option import OPERATOR, add_data_option, open_people
from sync_server.services.data_folder import DataFolder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("list", help="show requests (with codes) and seats")
    approve = acts.add_parser("approve", help="make a computer a seat")
    approve.add_argument("pairing", type=UUID, help="as `list` shows it")
    approve.add_argument("--room", required=True)
    approve.add_argument("--seat", required=True)
    refuse = acts.add_parser("refuse", help="refuse a computer")
    refuse.add_argument("pairing", type=UUID)
    revoke = acts.add_parser(
        "revoke", help="take a seat out; the server must be stopped"
    )
    revoke.add_argument("seat", type=UUID)
    leave = acts.add_parser(
        "leave-code", help="the code that opens a seat's lock, for its challenge"
    )
    leave.add_argument("seat", type=UUID, help="as `list` shows it")
    leave.add_argument("challenge", help="the eight digits on the seat's screen")


def run(arguments: argparse.Namespace) -> int:
    """List, approve, refuse or revoke; make a leave code.

    Raises:
        FormatError: the challenge is mistyped.
        PairingUnknownError, SeatTakenError, NotFoundError: as they say.
        ServerRunningError: a running server knows its seats by heart: revoke there.
    """
    with open_people(arguments.data) as people:
        match arguments.act:
            case "approve":
                seat = people.seats.approve(
                    arguments.pairing, arguments.room, arguments.seat, by=OPERATOR
                )
                print(f"已批准 / approved: {seat.room_code} {seat.seat_code}")
            case "refuse":
                people.seats.refuse(arguments.pairing, by=OPERATOR)
                print(f"已拒绝 / refused: {arguments.pairing}")
            case "revoke":
                with DataFolder(arguments.data).held():
                    people.seats.revoke(arguments.seat, by=OPERATOR)
                print(f"已撤销 / revoked: {arguments.seat}")
            case "leave-code":
                code = people.leave_codes.code(
                    arguments.seat, arguments.challenge, by=OPERATOR
                )
                print(f"解锁码 / code: {digit_groups(code)}")
            case _:
                for found in people.seats.waiting():
                    asked = found.pairing
                    print(
                        f"waiting\t{asked.pairing_uuid}\t{found.code}"
                        f"\t{asked.computer_name}\t{asked.address}"
                    )
                for row in people.room_views.seats():
                    state = "revoked" if row.revoked_utc else "paired"
                    print(
                        f"{state}\t{row.seat_uuid}\t{row.room_code}\t{row.seat_code}"
                        f"\t{row.computer_name}"
                    )
    return 0
