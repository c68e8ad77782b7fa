"""How a candidate set the screen, kept so that a restart in the exam finds it again.

A comfort and no answer: what cannot be read is as if nothing had been chosen.
"""

import logging
from pathlib import Path
from typing import Annotated

import msgspec

from kiosk.storage.durable_file import disk_errors, save_file

_FILE = "display.json"
_MOST_BYTES = 4096
_log = logging.getLogger(__name__)

Word = Annotated[str, msgspec.Meta(max_length=20)]


class DisplayChoice(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Language, theme and text size by their names; what they may be, the screens know."""

    language: Word
    theme: Word
    text_percent: Annotated[int, msgspec.Meta(ge=1, le=1000)]


class DisplayChoiceStore:
    """One small file in the data folder; any thread, one at a time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def load(self) -> DisplayChoice | None:
        """Return the last choice; None when there is none that can be read."""
        try:
            with self._path.open("rb") as file:
                content = file.read(_MOST_BYTES)
            return msgspec.json.decode(content, type=DisplayChoice)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as error:
            _log.info("display choice is not readable: %s", type(error).__name__)
            return None

    def save(self, choice: DisplayChoice) -> None:
        """Keep a choice; durable on return.

        Raises:
            SeatStorageError: the disk refused; the old choice stands.
        """
        save_file(self._path, msgspec.json.encode(choice))

    @disk_errors()
    def forget(self) -> None:
        """Keep nothing.

        Raises:
            SeatStorageError: the disk refused.
        """
        self._path.unlink(missing_ok=True)
