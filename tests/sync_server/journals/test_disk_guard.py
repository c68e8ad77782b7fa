from pathlib import Path

import pytest

from sync_server.errors import StorageFullError
from sync_server.journals.disk_guard import RESERVE_BYTES, DiskGuard, DiskState


class Disk:
    """So many bytes free."""

    def __init__(self, free: int) -> None:
        self.free = free

    def free_bytes(self, _folder: Path) -> int:
        return self.free


def a_guard(folder: Path, disk: Disk) -> DiskGuard:
    return DiskGuard(folder, warn_bytes=2000, reserve_bytes=1000, free=disk.free_bytes)


@pytest.mark.parametrize(
    ("free", "state"),
    [
        (2000, DiskState.AMPLE),
        (1999, DiskState.LOW),
        (1000, DiskState.LOW),
        (999, DiskState.RESERVED),
        (0, DiskState.RESERVED),
    ],
)
def test_the_levels_are_warned_of_in_turn(
    tmp_path: Path, free: int, state: DiskState
) -> None:
    assert a_guard(tmp_path, Disk(free)).state() is state


def test_what_is_not_vital_is_refused_first(tmp_path: Path) -> None:
    disk = Disk(1000)
    guard = a_guard(tmp_path, disk)
    guard.require_room()
    disk.free = 999

    with pytest.raises(StorageFullError):
        guard.require_room()


def test_the_reserve_is_laid_down_given_up_once_and_laid_down_again(
    tmp_path: Path,
) -> None:
    disk = Disk(RESERVE_BYTES * 2)
    guard = a_guard(tmp_path, disk)

    assert guard.lay_reserve()
    assert (tmp_path / "disk-reserve").stat().st_size == RESERVE_BYTES
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sync_server.journals.disk_guard.logger.warning", lambda *_: None)
        assert guard.give_up_reserve()
    assert not guard.give_up_reserve()
    disk.free = RESERVE_BYTES
    assert not guard.lay_reserve()
    disk.free = RESERVE_BYTES * 2
    assert guard.lay_reserve()
