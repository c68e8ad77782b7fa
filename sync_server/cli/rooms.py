"""考场 / rooms: list, add."""

import argparse

from question_bank.errors import FormatError
from sync_server.cli.data_option import add_data_option, open_people
from sync_server.roster.roster_row import is_room_code


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
            if not is_room_code(arguments.code):
                raise FormatError("code", "letters, digits, - and _ only")
            name = arguments.name or arguments.code
            people.roster_store.add_room(arguments.code, name)
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
