"""Making a sitting ready to run on this seat: new, from this disk, or from the server's copy.

Slow (Argon2, disk, wire): for background threads. Nothing here knows Qt.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from kiosk.app.form_pictures import pictures_of
from kiosk.app.ready_sitting import (
    KeptSitting,
    OpenRoom,
    ReadySitting,
    opened_package,
)
from kiosk.app.seat_parts import SeatParts
from kiosk.app.sitting_store import (
    KeptContent,
    load_kept,
    load_kept_copy,
    make_store,
    own_continuation,
)
from kiosk.clock import Moment, moment
from kiosk.errors import NothingToResumeError, StoreUnreadableError
from kiosk.journal.resume import (
    ReadJournal,
    ResumingSeat,
    head_at,
    read_journal,
    resumed_draft,
)
from kiosk.journal.start import JournalReaders, started_draft, wraps_for
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.sitting_rules import sitting_rules
from kiosk.storage.connection import open_connection
from kiosk.storage.journal_salvage import salvaged_after
from kiosk.storage.journal_store import JournalStore
from question_bank.formats.answer_archive import ArchiveHeader
from question_bank.formats.entry_bodies import Started
from question_bank.formats.exam_package import LockReader, Manifest
from question_bank.formats.journal_entry import JournalHead, empty_head
from question_bank.formats.package_policies import DownTime
from question_bank.formats.record import parse_record
from question_bank.identifiers import FormCode, RoomSessionUuid, SiteUuid, SittingUuid
from question_bank.sealing.archive_seal import open_archive_kept
from question_bank.sealing.journal_seal import draw_body_key
from question_bank.sealing.lock_keys import LockKey


def start_sitting(
    seat: SeatParts, room: OpenRoom, kept: KeptSitting, photo: bytes, start_order: int
) -> ReadySitting:
    """Make the store of a new sitting; exam time begins now.

    If the sitting has entries on this disk that the server never saw, it goes on there.

    Raises:
        JournalWriteError, SeatStorageError, StoreUnreadableError, StoreUnsafeError: the
            disk won't do.
        TrustError, FormatError: the form does not open.
    """
    form = room.package.form(FormCode(kept.form_code))
    sitting_uuid = SittingUuid(kept.sitting_uuid)
    own = own_continuation(seat, room, kept, photo, empty_head(sitting_uuid))
    if own is not None:
        return _resumed(seat, room, kept, photo, own)
    store_key = make_store(seat, room, kept, photo, entries=())
    body_key = draw_body_key()
    now = moment(seat.clock)
    manifest = room.package.manifest
    started = Started(
        seat_uuid=str(seat.seat_uuid),
        package_uuid=str(manifest.package_uuid),
        manifest_sha256=bytes.fromhex(room.package.manifest_sha256),
        form_code=kept.form_code,
        duration_ms=manifest.policies.duration_ms + kept.extra_time_ms,
        program_version=seat.program_version,
        order_number=start_order,
        boot_id=seat.clock.boot_id(),
        boot_time_ms=now.boottime_ms,
    )
    readers = journal_readers(
        manifest, seat.site_uuid, room.room_secret, kept.site_marking_key
    )
    draft = started_draft(started, wraps_for(readers, body_key, sitting_uuid), now)
    sitting = Sitting(sitting_rules(form, manifest.policies, sitting_uuid), draft, now)
    return ReadySitting(
        kept=kept,
        photo=photo,
        room_secret=room.room_secret,
        store_key=store_key,
        body_key=body_key,
        form=form,
        package=room.package,
        sitting=sitting,
        first_draft=draft,
        record=sitting.record,
        local_head=empty_head(sitting_uuid),
        handed_in_head=None,
        pictures=pictures_of(room.package, form),
    )


def resume_from_server(
    seat: SeatParts,
    room: OpenRoom,
    kept: KeptSitting,
    photo: bytes,
    untrusted_entries: Iterable[bytes],
) -> ReadySitting:
    """Go on here with a sitting that began at another seat (or on a wiped disk).

    If this disk has the server's entries and more of its own, it goes on with those: no
    answer that was shown as saved here is left behind.

    Raises:
        ChainBrokenError, SealBrokenError, WrongKeyError, FormatError: it is not a whole
            journal of this room.
        JournalWriteError, SeatStorageError, StoreUnreadableError, StoreUnsafeError: the
            disk won't do.
    """
    sitting_uuid = SittingUuid(kept.sitting_uuid)
    journal = read_journal(sitting_uuid, untrusted_entries, room.room_secret)
    own = own_continuation(seat, room, kept, photo, journal.head)
    if own is not None:
        return _resumed(seat, room, kept, photo, own)
    raws = tuple(entry.raw for entry in journal.entries)
    store_key = make_store(seat, room, kept, photo, entries=raws)
    return _resumed(seat, room, kept, photo, (store_key, journal))


def resume_from_disk(
    seat: SeatParts,
    sitting_uuid: SittingUuid,
    room_secret: bytes,
    *,
    goes_on: bool = True,
) -> ReadySitting:
    """Go on with what lies on this disk, server or not.

    Args:
        goes_on: False if another seat holds the sitting now: what lies here is only
            delivered, nothing is added to it. So it is too after a release: the sitting
            comes back to this seat only by a new log-in.

    Raises:
        ResumeCodeWrongError: another room's secret.
        NothingToResumeError: the sitting never began.
        StoreUnreadableError, StoreUnsafeError: the store won't do.
        ChainBrokenError, SealBrokenError, TrustError, FormatError: it was altered.
    """
    store_key = seat.vault.open_key(sitting_uuid, room_secret)
    connection = open_connection(seat.vault.store_path(sitting_uuid), store_key)
    try:
        store = JournalStore(connection, sitting_uuid)
        if (
            not store.head().seq
        ):  # the power went before it was whole, or before entry 1
            raise NothingToResumeError("the journal is empty")
        content = load_kept(connection)
        journal = read_journal(
            sitting_uuid, store.pages(), room_secret, keeps_entries=False
        )
    finally:
        connection.close()
    goes_on = goes_on and not journal.record.is_released
    room, kept = _room_of(seat, content, room_secret), content.sitting
    stored = store_key, journal
    return _resumed(seat, room, kept, content.photo, stored, goes_on=goes_on)


def resume_from_archive(
    seat: SeatParts,
    header: ArchiveHeader,
    room_secret: bytes,
    untrusted_entries: Iterable[bytes],
) -> ReadySitting:
    """Go on here with a sitting that a stick brought from another seat (row 50).

    The package must stand on this seat's shelf; its key comes with the archive.

    Raises:
        WrongKeyError: another room's secret.
        ChainBrokenError, SealBrokenError, TrustError, FormatError: the archive was
            altered, or the package is not here.
        JournalWriteError, SeatStorageError, StoreUnreadableError, StoreUnsafeError: the
            disk won't do.
    """
    opened = open_archive_kept(header, room_secret)
    content = parse_record(opened, KeptContent, name="archive.kept")
    room = _room_of(seat, content, room_secret)
    entries = tuple(untrusted_entries)
    kept, photo = content.sitting, content.photo
    ready = resume_from_server(seat, room, kept, photo, entries)
    return replace(ready, is_by_stick=True)


def restore_damaged(
    seat: SeatParts,
    sitting_uuid: SittingUuid,
    room_secret: bytes,
    untrusted_entries: Iterable[bytes],
) -> ReadySitting:
    """Go on with the server's journal where this disk's store is damaged.

    The damaged store is set aside; its sealed second copy says whose sitting it is, and
    what the server has not got yet is read from it as far as it reads.

    Raises:
        NothingToResumeError: the server has no entry either.
        StoreUnreadableError: the second copy is damaged too.
        ChainBrokenError, SealBrokenError, WrongKeyError, TrustError, FormatError: as
            `resume_from_server`.
    """
    store_key = seat.vault.open_key(sitting_uuid, room_secret)
    content = load_kept_copy(seat, sitting_uuid, store_key)
    journal = read_journal(sitting_uuid, untrusted_entries, room_secret)
    room, kept = _room_of(seat, content, room_secret), content.sitting
    raws = [entry.raw for entry in journal.entries]
    path = seat.vault.store_path(sitting_uuid)
    raws += salvaged_after(path, store_key, journal.head)
    journal = read_journal(sitting_uuid, raws, room_secret)
    new_key = make_store(seat, room, kept, content.photo, entries=tuple(raws))
    return _resumed(seat, room, kept, content.photo, (new_key, journal))


def resume_after_lost_end(
    seat: SeatParts,
    sitting_uuid: SittingUuid,
    room_secret: bytes,
    at_server: JournalHead,
    fetch: Callable[[], Iterable[bytes]],
) -> ReadySitting | None:
    """Go on with the server's journal where this disk lost the end of its own.

    A seat is behind its server only if its disk forgot: a restore card, a WAL cut short
    by a damaged page. To go on from there would make a second branch.

    Returns:
        None if nothing was lost, if the disk has a branch of its own (people decide), or
        if its store does not read: `resume_from_disk` says what is wrong with it.

    Raises:
        ResumeCodeWrongError and others, as `restore_damaged` says.
    """
    store_key = seat.vault.open_key(sitting_uuid, room_secret)
    try:
        here = _stored_head(
            seat.vault.store_path(sitting_uuid), store_key, sitting_uuid
        )
    except StoreUnreadableError:
        return None
    if here.seq >= at_server.seq:
        return None
    untrusted_entries = tuple(fetch())
    journal = read_journal(sitting_uuid, untrusted_entries, room_secret)
    if head_at(sitting_uuid, journal.entries, here.seq) != here:
        return None
    return restore_damaged(seat, sitting_uuid, room_secret, untrusted_entries)


def _stored_head(
    path: Path, store_key: bytes, sitting_uuid: SittingUuid
) -> JournalHead:
    connection = open_connection(path, store_key, is_reader=True)
    try:
        return JournalStore(connection, sitting_uuid).head()
    finally:
        connection.close()


def _room_of(seat: SeatParts, content: KeptContent, room_secret: bytes) -> OpenRoom:
    kept = content.sitting
    return OpenRoom(
        room_session_uuid=RoomSessionUuid(kept.room_session_uuid),
        room_secret=room_secret,
        site_marking_key=kept.site_marking_key,
        package=opened_package(seat, kept.package_uuid, content.content_key),
    )


def journal_readers(
    manifest: Manifest, site_uuid: SiteUuid, room_secret: bytes, marking_key: bytes
) -> JournalReaders:
    """Return who may read: the site's key only if the signed manifest names it."""
    site = None
    if manifest.policies.site_scores and marking_key:
        lock_key = LockKey(marking_key)
        named = {
            lock.key_id
            for lock in manifest.scoring_locks
            if lock.reader is LockReader.SITE_MARKING and lock.site_uuid == site_uuid
        }
        site = lock_key if lock_key.key_id.hex() in named else None
    return JournalReaders(
        room_secret=room_secret,
        organisation=LockKey(manifest.organisation.answer_public_key),
        site=site,
    )


def _resumed(
    seat: SeatParts,
    room: OpenRoom,
    kept: KeptSitting,
    photo: bytes,
    stored: tuple[bytes, ReadJournal],
    *,
    goes_on: bool = True,
) -> ReadySitting:
    store_key, journal = stored
    sitting_uuid = SittingUuid(kept.sitting_uuid)
    form = room.package.form(FormCode(kept.form_code))
    manifest = room.package.manifest
    body_key = draw_body_key()
    sitting: Sitting | None = None
    draft: EntryDraft | None = None
    if goes_on and journal.record.handed_in is None:
        now = moment(seat.clock)
        readers = journal_readers(
            manifest, seat.site_uuid, room.room_secret, kept.site_marking_key
        )
        draft = resumed_draft(
            journal.record,
            _resuming(seat, now),
            wraps_for(readers, body_key, sitting_uuid),
            down_time_counts=manifest.policies.down_time is DownTime.COUNTED,
        )
        rules = sitting_rules(form, manifest.policies, sitting_uuid)
        sitting = Sitting(rules, draft, now, journal.record)
    return ReadySitting(
        kept=kept,
        photo=photo,
        room_secret=room.room_secret,
        store_key=store_key,
        body_key=body_key,
        form=form,
        package=room.package,
        sitting=sitting,
        first_draft=draft,
        record=sitting.record if sitting is not None else journal.record,
        local_head=journal.head,
        handed_in_head=journal.handed_in_head,
        pictures={} if sitting is None else pictures_of(room.package, form),
    )


def _resuming(seat: SeatParts, now: Moment) -> ResumingSeat:
    return ResumingSeat(
        seat_uuid=seat.seat_uuid,
        program_version=seat.program_version,
        boot_id=seat.clock.boot_id(),
        now=now,
    )
