"""Run this seat: pair it, log candidates in, hold the exam.

The program takes the whole screen; with --windowed it opens a window instead.
"""

import argparse

from kiosk.cli.seat_options import add_seat_options, seat_config
from kiosk.errors import SeatRunningError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_seat_options(parser)
    parser.add_argument(
        "--server",
        dest="server_address",
        metavar="HOST:PORT",
        help="the site's server, for the first pairing",
    )
    parser.add_argument(
        "--windowed",
        dest="is_windowed",
        action="store_const",
        const=True,
        help="open a window instead of taking the whole screen",
    )
    parser.add_argument(
        "--lock",
        choices=("auto", "session", "window", "none"),
        help="how much is locked; auto: all in the kiosk's own session, nothing in a window",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the seat until its window is closed.

    Raises:
        SettingError: a setting is wrong.
        SeatRunningError: another kiosk uses the data folder.
    """
    config = seat_config(arguments)
    # Qt takes half a second to load; other commands and wrong settings need none of it.
    from kiosk.app.already_running import show_already_running  # noqa: PLC0415
    from kiosk.app.program import build  # noqa: PLC0415

    try:
        program = build(config)
    except SeatRunningError as error:
        show_already_running(error.code)
        raise
    return program.run()
