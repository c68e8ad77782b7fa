"""Writing a folder of files whole or not at all."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from question_bank.cli.errors import FileProblemError
from question_bank.cli.files import problems_named, write_whole_file


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write (path below the folder, bytes) into a folder that is not there yet.

    Raises:
        FileProblemError: it is there, or the disk refused; then there is none.
    """
    if folder.exists():
        raise FileProblemError(f"{folder}: is there already")
    part = folder.with_name(folder.name + ".part")
    if (
        part.exists()
    ):  # of an export that was killed, or somebody's own: not ours to remove
        raise FileProblemError(f"{part}: is there already; 请先移走 / move it away")
    with problems_named(folder):
        part.mkdir()
    try:
        with problems_named(folder):
            for name, raw in files:
                path = part / name
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole_file(path, _writer_of(raw))
            part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _writer_of(raw: bytes) -> Callable[[Callable[[bytes], object]], object]:
    return lambda write: write(raw)
