"""Which reader takes which file: a small table, by suffix and by what is inside.

Readers are loaded when they are first needed: a command that lists items has no use for
spreadsheets.
"""

import importlib
from collections.abc import Callable, Iterable
from pathlib import Path

from question_bank.cli.errors import FileProblemError
from question_bank.cli.files import problems_named
from question_bank.exchange.item_draft import SourceReading
from question_bank.exchange.item_source import (
    MOST_LIST_BYTES,
    MediaByName,
    read_item_list,
)
from question_bank.exchange.media_folder import media_in_folder
from question_bank.formats.standard import Standard
from question_bank.sealing.package_sources import open_plain_file

Tell = Callable[[int, int], None]

MEDIA_FOLDER = "media"
"""Beside the file, `NAME-media` before `media`, unless --media names another."""

_YAML = frozenset({".yaml", ".yml"})
_SHEETS = frozenset(
    {".xlsx", ".xlsm", ".xls", ".xlsb", ".xlt", ".et", ".ett", ".ods", ".csv"}
)
"""Those that cannot be read are told by their own reader, with what to save them as."""
_QTI = frozenset({".zip", ".xml", ".imscc", ".qti"})


def read_source(
    path: Path,
    *,
    level: str | None,
    media: Path | None,
    standard: Standard,
    tell: Tell,
) -> SourceReading:
    """Read a file or folder of items with the reader of its kind.

    Raises:
        FileProblemError: it cannot be read, or is of no kind that is known.
        FormatError: it is not what its kind says, as a whole.
    """
    suffix = path.suffix.lower()
    with problems_named(path):
        if suffix in _YAML:
            return _read_list(path, _media_of(path, media))
        if suffix in _SHEETS:
            read = importlib.import_module("question_bank.exchange.xlsx_items")
            reading: SourceReading = read.read_xlsx_items(
                path,
                level=level,
                media=_media_of(path, media),
                progress=tell,
                standard=standard,
            )
        elif suffix in _QTI or path.is_dir():
            read = importlib.import_module("question_bank.exchange.qti")
            reading = read.read_qti(path, level=level, progress=tell)
        else:
            kinds = "  ".join(sorted(_YAML | _SHEETS | _QTI))
            found = "no kind of file that holds items"
            raise FileProblemError(f"{path}: {found}: {kinds}")
    return reading


def with_lists_of_folders(paths: Iterable[Path]) -> list[Path]:
    """Return the paths, with its item lists for a folder of lists, as export writes it."""
    found: list[Path] = []
    for path in paths:
        lists = _lists_in(path) if path.is_dir() else []
        found += lists or [path]
    return found


def _lists_in(folder: Path) -> list[Path]:
    with problems_named(folder):
        inside = sorted(folder.iterdir())
    if any(path.suffix.lower() == ".xml" for path in inside):
        return []  # QTI
    return [path for path in inside if path.suffix.lower() in _YAML]


def _read_list(path: Path, media: MediaByName) -> SourceReading:
    if path.stat().st_size > MOST_LIST_BYTES:
        raise FileProblemError(f"{path}: more than {MOST_LIST_BYTES} bytes")
    with open_plain_file(path, follow_links=True) as file:
        return read_item_list(file.read(), media, name=path.name)


def _media_of(path: Path, folder: Path | None) -> MediaByName:
    if folder is not None:
        return media_in_folder(folder)
    for beside in (
        path.with_name(f"{path.stem}-{MEDIA_FOLDER}"),
        path.parent / MEDIA_FOLDER,
    ):
        if beside.is_dir():
            return media_in_folder(beside)
    return {}
