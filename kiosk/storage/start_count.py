"""How often this seat's program was started, as its own disk remembers it (row 78).

The server remembers the highest count that it was told. A disk that comes back with a
lower one was put back to an earlier state: answers on it do not outlive a restart.
"""

from pathlib import Path

import msgspec

from kiosk.storage.durable_file import make_folder, save_file
from question_bank.errors import FormatError
from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.record import parse_json_record, to_plain

_NAME = "starts.json"
_MOST_BYTES = 1024


class _Starts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    count: int


def count_start(data_folder: Path) -> int:
    """Count one more start; return the number of this one, from 1. Durable on return.

    A file that is damaged counts as none: the server then says that the disk forgot, and
    so it did.

    Raises:
        SeatStorageError: the disk refused.
    """
    count = counted_starts(data_folder) + 1
    make_folder(data_folder)
    save_file(data_folder / _NAME, canonical_bytes(to_plain(_Starts(count=count))))
    return count


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
