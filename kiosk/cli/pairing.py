"""Show which site this seat belongs to, or undo the pairing."""

import argparse

from kiosk.cli.seat_options import add_seat_options, seat_config
from kiosk.storage.data_folder_lock import DataFolderLock
from kiosk.storage.seat_identity import SeatIdentityStore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_seat_options(parser)
    parser.add_argument(
        "--forget",
        action="store_true",
        help="undo the pairing; keys and sittings on the disk stay",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the pairing, or forget it.

    Raises:
        SeatNotPairedError: there is none.
        SeatRunningError: the seat's program runs.
    """
    config = seat_config(arguments)
    identity = SeatIdentityStore(config.data_folder)
    pairing = identity.load_pairing()
    print(f"{pairing.site_name}  {pairing.room_name}  机位 {pairing.seat_code}")
    print(f"服务器 / server: {', '.join(pairing.server_addresses)}")
    if arguments.forget:
        lock = DataFolderLock(config.data_folder)
        identity.forget_pairing()
        lock.release()
        print("已取消配对 / the pairing is forgotten")
    return 0
