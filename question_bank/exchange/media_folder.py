"""The pictures and sounds of a folder, by name, each with its hash."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

from question_bank.exchange.item_draft import (
    MEDIA_TYPES,
    MOST_MEDIUM_BYTES,
    MediumFile,
)
from question_bank.exchange.item_source import MediaByName
from question_bank.identifiers import MediaName
from question_bank.sealing.package_sources import open_plain_file

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\.(png|jpg|flac|opus|ogg|wav)")
_CHUNK_BYTES = 1024 * 1024


def media_in_folder(folder: Path) -> MediaByName:
    """Return the media of a folder; other files, links and what is too large are not seen.

    Raises:
        OSError: the folder or a file in it cannot be read.
    """
    return MappingProxyType(
        {
            MediaName(path.name): _medium(path)
            for path in sorted(folder.iterdir())
            if _NAME.fullmatch(path.name)
            and path.is_file()
            and not path.is_symlink()
            and 0 < path.stat().st_size <= MOST_MEDIUM_BYTES
        }
    )


def _medium(path: Path) -> MediumFile:
    digest = hashlib.sha256()
    size_bytes = 0
    with open_plain_file(path, follow_links=False) as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            size_bytes += len(chunk)
    return MediumFile(
        sha256=digest.hexdigest(),
        media_type=MEDIA_TYPES[path.suffix],
        size_bytes=size_bytes,
        read=_reader(path),
    )


def _reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        with open_plain_file(path, follow_links=False) as file:
            return file.read(MOST_MEDIUM_BYTES)

    return read
