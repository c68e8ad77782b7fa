"""A sitting's store on this seat as it is made, continued, or read from its second copy.

For background threads. Beside the store lies a copy of what it keeps, sealed under the
store's key: with the server's journal a damaged store is made anew from it.
"""

import logging

import msgspec

from kiosk.app.ready_sitting import KeptSitting, OpenRoom
from kiosk.app.seat_parts import SeatParts
from kiosk.errors import (
    NothingToResumeError,
    ResumeCodeWrongError,
    StoreUnreadableError,
)
from kiosk.journal.resume import ReadJournal, head_at, read_journal
from kiosk.storage.connection import Connection, open_connection
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.kept_store import KeptName, KeptStore
from question_bank.errors import FormatError, TrustError
from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.journal_entry import (
    JournalHead,
    head_after,
    parse_journal_entry,
)
from question_bank.formats.record import (
    parse_json_record,
    parse_record,
    record_bytes,
    to_plain,
)
from question_bank.identifiers import SittingUuid
from question_bank.journal.chain import ChainBrokenError
from question_bank.sealing.errors import SealBrokenError
from question_bank.sealing.kept_copy import open_kept_copy, seal_kept_copy

_MOST_KEPT_BYTES = 64 * 1024
_NO_JOURNAL = (
    ResumeCodeWrongError,
    StoreUnreadableError,
    FormatError,
    TrustError,
    ChainBrokenError,
)
_log = logging.getLogger(__name__)


class KeptContent(msgspec.Struct, frozen=True, kw_only=True):
    """All that a store keeps beside the journal."""

    kept: bytes
    photo: bytes
    content_key: bytes

    @property
    def sitting(self) -> KeptSitting:
        """The facts.

        Raises:
            FormatError: they are not.
        """
        return parse_json_record(
            self.kept, KeptSitting, name="kept", most_bytes=_MOST_KEPT_BYTES
        )


def own_continuation(
    seat: SeatParts,
    room: OpenRoom,
    kept: KeptSitting,
    photo: bytes,
    at_server: JournalHead,
) -> tuple[bytes, ReadJournal] | None:
    """Return this disk's journal if it is the server's up to `at_server`, and go on there.

    None if there is none, or another branch: that is set aside, never thrown away.
    """
    sitting_uuid = SittingUuid(kept.sitting_uuid)
    if not seat.vault.has(sitting_uuid):
        return None
    connection = None
    found: tuple[bytes, ReadJournal] | None = None
    is_empty = False
    try:
        store_key = seat.vault.open_key(sitting_uuid, room.room_secret)
        connection = open_connection(seat.vault.store_path(sitting_uuid), store_key)
        store = JournalStore(connection, sitting_uuid)
        journal = read_journal(sitting_uuid, store.all_entries(), room.room_secret)
        if head_at(sitting_uuid, journal.entries, at_server.seq) != at_server:
            return None
        found = store_key, journal
        _keep(connection, _content(room, kept, photo))
    except NothingToResumeError:
        is_empty = True  # a try that broke off: there is nothing to keep
    except _NO_JOURNAL as error:
        _log.warning("what lies here of a sitting is set aside: %s", error.code)
        return None
    finally:
        if connection is not None:
            connection.close()
    if is_empty:
        seat.vault.remove(sitting_uuid)
    else:
        seat.vault.mark_undelivered(sitting_uuid)
    return found


def make_store(
    seat: SeatParts,
    room: OpenRoom,
    kept: KeptSitting,
    photo: bytes,
    *,
    entries: tuple[bytes, ...],
) -> bytes:
    """Make the sitting's store with what is kept and, after a move, its entries.

    Returns:
        The store's key.
    """
    sitting_uuid = SittingUuid(kept.sitting_uuid)
    content = _content(room, kept, photo)
    seat.vault.set_aside(sitting_uuid)
    store_key = seat.vault.create(
        sitting_uuid, room.room_session_uuid, room.room_secret
    )
    connection = open_connection(seat.vault.store_path(sitting_uuid), store_key)
    try:
        _keep(connection, content)
        _append_all(connection, sitting_uuid, entries)
    finally:
        connection.close()
    copy = seal_kept_copy(record_bytes(content), store_key, sitting_uuid)
    seat.vault.save_kept_copy(sitting_uuid, copy)
    return store_key


def load_kept(connection: Connection) -> KeptContent:
    """Return what the store keeps.

    Raises:
        StoreUnreadableError: it was not made whole.
    """
    store = KeptStore(connection)
    kept = store.load(KeptName.CANDIDATE)
    content_key = store.load(KeptName.CONTENT_KEY)
    if kept is None or content_key is None:
        raise StoreUnreadableError("the store was not made whole")
    photo = store.load(KeptName.PHOTO) or b""
    return KeptContent(kept=kept, photo=photo, content_key=content_key)


def load_kept_copy(
    seat: SeatParts, sitting_uuid: SittingUuid, store_key: bytes
) -> KeptContent:
    """Return what the second copy holds.

    Raises:
        StoreUnreadableError: there is none, or it is damaged too.
    """
    sealed = seat.vault.load_kept_copy(sitting_uuid)
    try:
        opened = open_kept_copy(sealed, store_key, sitting_uuid)
        return parse_record(opened, KeptContent, name="kept_copy")
    except (SealBrokenError, FormatError) as error:
        raise StoreUnreadableError("the second copy is damaged too") from error


def _content(room: OpenRoom, kept: KeptSitting, photo: bytes) -> KeptContent:
    return KeptContent(
        kept=canonical_bytes(to_plain(kept)),
        photo=photo,
        content_key=room.package.content_key,
    )


def _keep(connection: Connection, content: KeptContent) -> None:
    KeptStore(connection).save(
        {
            KeptName.CONTENT_KEY: content.content_key,
            KeptName.CANDIDATE: content.kept,
            KeptName.PHOTO: content.photo,
        }
    )


def _append_all(
    connection: Connection, sitting_uuid: SittingUuid, raws: tuple[bytes, ...]
) -> None:
    store = JournalStore(connection, sitting_uuid)
    head = store.head()
    chained = []
    for entry in map(parse_journal_entry, raws):
        head = head_after(head, entry)
        chained.append((entry, head.hash))
    store.append(chained)
