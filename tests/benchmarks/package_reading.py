"""Opening a package as a seat does, in a process that has loaded nothing else.

    python -m tests.benchmarks.package_reading X.exam PUBLISHER_KEY CONTENT_KEY

prints the process's peak memory in MB before and after; package_opening starts it.
"""

import sys
from pathlib import Path

from question_bank.formats.exam_package import FileRole
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.package_sources import open_archive
from question_bank.sealing.signing_keys import VerifyKey
from question_bank.sealing.trust import Program, ProgramKind, PublisherKeys


def open_package(
    path: Path, publisher: VerifyKey, content_key: bytes, *, is_hashed: bool
) -> int:
    """Believe and unseal all that the content key opens; return the plain bytes."""
    opened = Counted()
    program = Program(kind=ProgramKind.SEAT, version="0.1.0")
    with open_archive(path) as source:
        reader = PackageReader(source, PublisherKeys(trusted=(publisher,)), program)
        if is_hashed:
            reader.verify_files()
        for entry in reader.manifest.files:
            if entry.role is not FileRole.KEYS:
                reader.open_file_to(entry.name, content_key, opened.take)
    return opened.size_bytes


class Counted:
    """Counts the bytes that it is given."""

    def __init__(self) -> None:
        self.size_bytes = 0

    def take(self, chunk: memoryview) -> None:
        self.size_bytes += len(chunk)


def peak_mb() -> float:
    """Return the peak of this process's own memory.

    Not getrusage: Linux hands its figure down from the process that started this one.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1_000_000
    raise AssertionError("no VmHWM in /proc/self/status")


def main(path: str, publisher: str, content_key: str) -> None:
    before = peak_mb()
    key = VerifyKey(bytes.fromhex(publisher))
    open_package(Path(path), key, bytes.fromhex(content_key), is_hashed=True)
    print(before, peak_mb())


if __name__ == "__main__":
    main(*sys.argv[1:])
