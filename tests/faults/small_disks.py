"""A small disk of its own for a seat: an ext4 image on a loop device, or a tmpfs.

    with small_disk(seat.data_folder, 40) as disk:
        filler = fill(seat.data_folder, leave_mb=6)
        disk.set_read_only()

Where nothing may be mounted the test is skipped; the storage's own tests fill a disk by
SQLite's page limit and by RLIMIT_FSIZE.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """What lies at a folder."""

    folder: Path
    kind: str

    def set_read_only(self) -> None:
        """Let the kernel remount it read-only, as it does after an error of the device."""
        words = ["findmnt", "-no", "SOURCE", str(self.folder)]
        device = subprocess.run(words, check=True, capture_output=True, text=True)
        name = Path(device.stdout.strip()).name
        trigger = Path(f"/sys/fs/ext4/{name}/trigger_fs_error")
        if not trigger.exists():
            pytest.skip("no error of the file system can be made here")
        trigger.write_text("1")


def _is_done(words: list[str]) -> bool:
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


@contextmanager
def small_disk(folder: Path, size_mb: int) -> Iterator[SmallDisk]:
    """Put a disk of so many MiB at the folder; skips the test where that is forbidden."""
    folder.mkdir(parents=True, exist_ok=True)
    image = folder.with_name(f"{folder.name}.ext4")
    with image.open("wb") as file:
        file.truncate(size_mb * MB)
    options = f"size={size_mb}m,mode=700"
    ways = (
        ("ext4", ["mount", "-o", "loop,errors=remount-ro", str(image), str(folder)]),
        ("tmpfs", ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]),
    )
    made = subprocess.run(
        ["mkfs.ext4", "-q", "-m", "0", str(image)], check=False, capture_output=True
    )
    possible = ways if made.returncode == 0 else ways[1:]
    kind = next((kind for kind, mount in possible if _is_done(mount)), "")
    if not kind:
        pytest.skip("nothing may be mounted here")
    try:
        yield SmallDisk(folder, kind)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        image.unlink()


def fill(folder: Path, name: str = "filler", leave_mb: float = 0) -> Path:
    """Take all the room there is but `leave_mb`; return the file."""
    filler = folder / name
    size = MB
    with filler.open("wb", buffering=0) as file:
        while size >= 1:
            try:
                if file.write(bytes(size)) < size:
                    size //= 2
            except OSError:
                size //= 2
        length = file.tell()
        if leave_mb:
            file.truncate(max(0, length - round(leave_mb * MB)))
    return filler
