from pathlib import Path

import pytest

from kiosk.errors import SeatStorageError
from kiosk.storage.start_count import count_start, counted_starts


def test_starts_are_counted_from_one(tmp_path: Path) -> None:
    assert counted_starts(tmp_path) == 0
    assert [count_start(tmp_path).count for _ in range(3)] == [1, 2, 3]
    assert counted_starts(tmp_path) == 3


def test_a_damaged_count_begins_anew_and_so_tells_that_the_disk_forgot(
    tmp_path: Path,
) -> None:
    count_start(tmp_path)
    (tmp_path / "starts.json").write_bytes(b"\0" * 20)

    assert count_start(tmp_path).count == 1


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SeatStorageError):
        count_start(tmp_path / "file")
