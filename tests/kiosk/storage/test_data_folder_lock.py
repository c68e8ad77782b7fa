"""Two starts on one data folder: the second is refused."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.errors import SeatRunningError
from kiosk.storage.data_folder_lock import DataFolderLock

HOLDER = """
import sys
from pathlib import Path
from kiosk.storage.data_folder_lock import DataFolderLock
lock = DataFolderLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_the_second_start_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    first = DataFolderLock(tmp_path / "seat")
    with pytest.raises(SeatRunningError):
        DataFolderLock(tmp_path / "seat")

    first.release()

    DataFolderLock(tmp_path / "seat").release()


@pytest.mark.slow  # starts another interpreter
def test_a_killed_kiosk_frees_the_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(SeatRunningError):
            DataFolderLock(tmp_path)
        holder.kill()

    DataFolderLock(tmp_path).release()
