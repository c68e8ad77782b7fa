"""Reads what may be a package in a process of its own, for its time and memory.

    python -m tests.attacks.hostile_reading PUBLISHER_KEY PATH …

prints a line of JSON a path: {"code", "seconds", "peak_mb"}; code null: it was believed.
"""

import json
import sys
from pathlib import Path
from time import perf_counter

from question_bank.errors import ExamRoomError
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.package_sources import (
    FolderSource,
    PackageSource,
    open_archive,
)
from question_bank.sealing.signing_keys import VerifyKey
from question_bank.sealing.trust import Program, ProgramKind, PublisherKeys


def read(path: Path, publishers: PublisherKeys) -> None:
    if path.is_dir():
        _verify(FolderSource(path), publishers)
        return
    with open_archive(path) as source:
        _verify(source, publishers)


def _verify(source: PackageSource, publishers: PublisherKeys) -> None:
    program = Program(kind=ProgramKind.SERVER, version="0.1.0")
    PackageReader(source, publishers, program).verify_files()


def peak_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1_000_000


def main(publisher: str, *paths: str) -> None:
    publishers = PublisherKeys(trusted=(VerifyKey(bytes.fromhex(publisher)),))
    for path in paths:
        start_s = perf_counter()
        code: str | None = None
        try:
            read(Path(path), publishers)
        except ExamRoomError as error:
            code = error.code
        figures = {"seconds": perf_counter() - start_s, "peak_mb": peak_mb()}
        sys.stdout.write(json.dumps({"code": code, **figures}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
