"""Run this seat: pair it, log candidates in, hold the exam.

The program takes the whole screen; with --windowed it opens a window instead.
"""

import argparse

from kiosk.cli.seat_options import add_seat_options, seat_config


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
    from kiosk.app.program import build  # noqa: PLC0415

    return build(config).run()
