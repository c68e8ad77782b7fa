"""How often this seat's program was started, as its own disk remembers it (row 78).

The server remembers the highest count that it was told. A disk that comes back with a
lower one was put back to an earlier state: answers on it do not outlive a restart.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kiosk.storage.durable_file import make_folder, save_file
from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.record import parse_json_record, to_plain

_NAME = "starts.json"
_MOST_BYTES = 1024
_ID_BITS = 52


class _Starts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One start of the seat's program.

    Attributes:
        count: From 1, as the disk remembers; 0: it could not be counted.
        start_id: Drawn anew: a disk that is put back counts to the same number twice.
    """

    count: int = 0
    start_id: int = 0

    def is_known_otherwise(self, known: "Start") -> bool:
        """Return whether a start that the server knows shows that the disk forgot."""
        if known.count == self.count:
            return known.start_id != self.start_id
        return known.count > self.count


NOT_COUNTED = Start()
"""The disk refused."""


def count_start(data_folder: Path) -> Start:
    """Count one more start; return this one. Durable on return.

    A file that is damaged counts as none: the server then says that the disk forgot, and
    so it did.

    Raises:
        SeatStorageError: the disk refused.
    """
    count = counted_starts(data_folder) + 1
    make_folder(data_folder)
    save_file(data_folder / _NAME, canonical_bytes(to_plain(_Starts(count=count))))
    return Start(count=count, start_id=secrets.randbits(_ID_BITS))


def counted_starts(data_folder: Path) -> int:
    """Return how many starts the disk remembers; 0 before the first."""
    path = data_folder / _NAME
    try:
        found = parse_json_record(
            path.read_bytes(), _Starts, name=_NAME, most_bytes=_MOST_BYTES
        )
    except (OSError, FormatError):
        return 0
    return found.count
