"""Put back what a lock changed on this computer and a crash left so.

Changes nothing else, and does nothing when there is nothing to put back. The program
does the same at each start and end.
"""

import argparse

from kiosk.app.machine_changes import lock_changes
from kiosk.cli.seat_options import add_seat_options, seat_config
from kiosk.errors import LockNotPutBackError
from kiosk.storage.data_folder_lock import DataFolderLock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_seat_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Put everything back and print what was.

    Raises:
        SeatRunningError: the seat's program runs: end it first.
        LockNotPutBackError: something could not be put back; the rest was.
    """
    folder = seat_config(arguments).data_folder
    if not folder.is_dir():
        print("没有需要恢复的设置 / nothing to put back")
        return 0
    lock = DataFolderLock(folder)
    try:
        put_back = lock_changes(folder).put_back()
    finally:
        lock.release()
    for target in put_back.done:
        print(f"已恢复 / put back: {target}")
    for target in put_back.left:
        print(f"已被他人改动，保留现值 / changed by others since, stays: {target}")
    if put_back.failed:
        raise LockNotPutBackError(put_back.failed)
    if not put_back.done and not put_back.left:
        print("没有需要恢复的设置 / nothing to put back")
    return 0
