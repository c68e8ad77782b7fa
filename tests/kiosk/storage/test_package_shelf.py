"""A shelf on a disk that refuses says so in a way that people are told, and tries again."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.errors import SeatStorageError
from kiosk.storage.package_shelf import FolderShelf
from question_bank.sealing.errors import PackageDamagedError

PACKAGE = UUID(int=7)


@pytest.fixture
def shelf(tmp_path: Path) -> FolderShelf:
    return FolderShelf(tmp_path)


def shelved(shelf: FolderShelf) -> None:
    shelf.begin(PACKAGE, (b"{}", bytes(64), b"lock"))
    shelf.shelve(PACKAGE)


def test_a_lock_that_was_replaced_is_the_one_that_is_read(shelf: FolderShelf) -> None:
    shelved(shelf)

    shelf.replace_inner_lock(PACKAGE, b"new lock")

    assert shelf.inner_lock(PACKAGE) == b"new lock"


def test_a_lock_of_a_package_that_is_not_here_is_not_kept(
    shelf: FolderShelf, tmp_path: Path
) -> None:
    shelf.replace_inner_lock(PACKAGE, b"new lock")

    assert list(tmp_path.rglob("*.lock")) == []


def test_a_lock_that_is_gone_means_that_the_package_is_damaged(
    shelf: FolderShelf, tmp_path: Path
) -> None:
    shelved(shelf)
    next(tmp_path.rglob("inner.lock")).unlink()

    with pytest.raises(PackageDamagedError):
        shelf.inner_lock(PACKAGE)


def test_a_disk_that_refuses_a_package_is_told_and_tried_again(
    shelf: FolderShelf, tmp_path: Path
) -> None:
    (tmp_path / "packages").write_bytes(b"a file where a folder should be")

    calls: list[Callable[[], None]] = [
        lambda: shelf.begin(PACKAGE, (b"", b"", b"")),
        lambda: shelf.add(PACKAGE, "sealed/a", b"part"),
        lambda: shelf.shelve(PACKAGE),
    ]
    for call in calls:
        with pytest.raises(SeatStorageError) as refused:
            call()
        assert refused.value.retryable
