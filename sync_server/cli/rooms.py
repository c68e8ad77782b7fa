"""考场 / rooms: list, add."""

import argparse

from sync_server.cli.data_option import OPERATOR, add_data_option, open_people


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("list", help="show rooms in sessions")
    add = acts.add_parser("add", help="add a room, or rename it")
    add.add_argument("code")
    add.add_argument("--name", default="")


def run(arguments: argparse.Namespace) -> int:
    """List or add.

    Raises:
        FormatError: not a room code.
    """
    with open_people(arguments.data) as people:
        if arguments.act == "add":
            name = arguments.name or arguments.code
            people.room_register.put(arguments.code, name, by=OPERATOR)
            print(f"考场 / room: {arguments.code} {name}")
            return 0
        for code, name in people.room_views.room_codes():
            print(f"room\t{code}\t{name}")
        for room in people.room_views.rooms():
            print(
                f"session\t{room.room_session_uuid}\t{room.session_code}"
                f"\t{room.room_code}\t{room.state}\t{room.handed_in}/{room.sittings}"
            )
    return 0
