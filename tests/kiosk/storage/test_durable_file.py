"""Small files: replaced whole, private, durable."""

from pathlib import Path

import pytest

from kiosk.errors import SeatStorageError
from kiosk.storage.durable_file import make_folder, save_file


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    save_file(path, b"long old content")
    save_file(path, b"new")

    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["file"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_disk_that_refuses_leaves_the_old_content(tmp_path: Path) -> None:
    path = tmp_path / "file"
    save_file(path, b"old")
    (tmp_path / "file.new").mkdir()

    with pytest.raises(SeatStorageError, match="EISDIR"):
        save_file(path, b"new")

    assert path.read_bytes() == b"old"


def test_folders_are_made_private_down_to_the_last(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")

    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a" / "b").is_dir()
