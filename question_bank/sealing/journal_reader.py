"""Opening a whole journal for someone who can open one of its wraps.

Each `started` or `resumed` entry brings a new body key; the reader opens its wrap and
reads on with it.
"""

from collections.abc import Callable, Iterable, Iterator

from question_bank.formats.entry_bodies import KEY_BEARING_KINDS, parse_body
from question_bank.formats.journal_entry import (
    JournalEntry,
    KeyWrap,
    WrapReader,
    empty_head,
)
from question_bank.identifiers import SittingUuid
from question_bank.journal.chain import follow
from question_bank.journal.sitting_record import OpenedEntry
from question_bank.sealing.errors import WrongKeyError
from question_bank.sealing.journal_seal import (
    open_entry,
    open_reader_wrap,
    open_room_wrap,
    room_key_id,
)
from question_bank.sealing.lock_keys import UnlockKey

OpenWrap = Callable[[KeyWrap], bytes | None]
"""Returns the body key, or None when this wrap is for somebody else."""


def room_opener(sitting_uuid: SittingUuid, secret: bytes) -> OpenWrap:
    """Return an opener for whoever holds the room secret."""

    def open_wrap(wrap: KeyWrap) -> bytes | None:
        if wrap.reader is not WrapReader.ROOM or wrap.key_id != room_key_id(secret):
            return None
        return open_room_wrap(wrap, sitting_uuid, secret)

    return open_wrap


def key_opener(sitting_uuid: SittingUuid, unlock_key: UnlockKey) -> OpenWrap:
    """Return an opener for the organisation or the site's marking key."""

    def open_wrap(wrap: KeyWrap) -> bytes | None:
        if wrap.reader is WrapReader.ROOM or wrap.key_id != unlock_key.lock_key.key_id:
            return None
        return open_reader_wrap(wrap, sitting_uuid, unlock_key)

    return open_wrap


def opened_entries(
    sitting_uuid: SittingUuid, entries: Iterable[JournalEntry], open_wrap: OpenWrap
) -> Iterator[OpenedEntry]:
    """Yield each entry's header and body, from entry 1, checking the chain on the way.

    Raises:
        ChainBrokenError: an entry doesn't follow.
        WrongKeyError: no wrap of a body key opens for this reader.
        SealBrokenError: a body doesn't open under its key.
        FormatError: an opened body is not what its kind says.
    """
    head = empty_head(sitting_uuid)
    body_key: bytes | None = None
    for entry in entries:
        previous_hash = head.hash
        head = follow(sitting_uuid, head, entry)
        if entry.header.kind in KEY_BEARING_KINDS:
            body_key = _first_opened(entry, open_wrap)
        if body_key is None:
            raise WrongKeyError(f"no body key before entry {entry.seq}")
        opened = open_entry(entry, previous_hash, body_key)
        header = entry.header
        yield header, parse_body(header.kind, header.kind_version, opened)


def _first_opened(entry: JournalEntry, open_wrap: OpenWrap) -> bytes:
    for wrap in entry.header.wraps:
        body_key = open_wrap(wrap)
        if body_key is not None:
            return body_key
    raise WrongKeyError(f"no wrap of entry {entry.seq} opens with this key")
