"""Making a sitting ready to run on this seat: new, from this disk, or from the server's copy.

Slow (Argon2, disk, wire): for background threads. Nothing here knows Qt.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import msgspec

from kiosk.app.seat_parts import SeatParts
from kiosk.clock import Moment, moment
from kiosk.errors import (
    NothingToResumeError,
    ResumeCodeWrongError,
    StoreUnreadableError,
)
from kiosk.intake.opened_package import OpenedPackage
from kiosk.journal.resume import (
    ReadJournal,
    ResumingSeat,
    head_at,
    read_journal,
    resumed_draft,
)
from kiosk.journal.start import JournalReaders, started_draft, wraps_for
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.sitting.sitting import Sitting, SittingRules
from kiosk.storage.connection import Connection, open_connection
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.kept_store import KeptName, KeptStore
from question_bank.errors import FormatError, TrustError
from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.entry_bodies import Started
from question_bank.formats.exam_package import LockReader, Manifest
from question_bank.formats.form import Form, tasks_of
from question_bank.formats.journal_entry import (
    JournalHead,
    empty_head,
    head_after,
    parse_journal_entry,
)
from question_bank.formats.package_policies import DownTime
from question_bank.formats.record import parse_json_record, to_plain
from question_bank.identifiers import FormCode, RoomSessionUuid, SiteUuid, SittingUuid
from question_bank.journal.chain import ChainBrokenError
from question_bank.journal.hand_in import hand_in_head
from question_bank.journal.sitting_record import SittingRecord
from question_bank.sealing.journal_seal import draw_body_key
from question_bank.sealing.lock_keys import LockKey
from question_bank.sealing.package_reader import PackageReader

_MOST_KEPT_BYTES = 64 * 1024
_NO_JOURNAL = (
    ResumeCodeWrongError,
    StoreUnreadableError,
    FormatError,
    TrustError,
    ChainBrokenError,
)
_log = logging.getLogger(__name__)


class KeptSitting(msgspec.Struct, frozen=True, kw_only=True):
    """What a seat must still know of a sitting after a crash with a dead server.

    Attributes:
        claimed_after_order: Newest order when this seat took the sitting; a `release`
            up to it was meant for the seat before.
        site_marking_key: Public; empty where the site doesn't score.
    """

    sitting_uuid: UUID
    room_session_uuid: UUID
    package_uuid: UUID
    form_code: str
    extra_time_ms: int
    claimed_after_order: int
    candidate_name: str
    form_of_address: str
    admission_number: str
    site_marking_key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRoom:
    """A room that was opened: what every sitting in it needs."""

    room_session_uuid: RoomSessionUuid
    room_secret: bytes
    site_marking_key: bytes
    package: OpenedPackage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadySitting:
    """A sitting that can run now; its first draft is not yet written.

    Attributes:
        sitting: None when only the delivery is left: it was handed in before, or goes
            on at another seat.
        first_draft: `started` or `resumed`, for the writer; None without a sitting.
        record: What the journal says, the first draft included.
        local_head: The durable chain's end on this disk, without the first draft.
        handed_in_head: Where the hand-in stands; None while it runs.
    """

    kept: KeptSitting
    photo: bytes
    store_key: bytes
    body_key: bytes
    form: Form
    package: OpenedPackage
    sitting: Sitting | None
    first_draft: EntryDraft | None
    record: SittingRecord
    local_head: JournalHead
    handed_in_head: JournalHead | None

    @property
    def sitting_uuid(self) -> SittingUuid:
        """Which sitting it is."""
        return SittingUuid(self.kept.sitting_uuid)


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
    own = _own_continuation(seat, room, kept, photo, empty_head(sitting_uuid))
    if own is not None:
        return _resumed(seat, room, kept, photo, own)
    store_key = _make_store(seat, room, kept, photo, entries=())
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
    sitting = Sitting(_rules(form, manifest, sitting_uuid), draft, now)
    return ReadySitting(
        kept=kept,
        photo=photo,
        store_key=store_key,
        body_key=body_key,
        form=form,
        package=room.package,
        sitting=sitting,
        first_draft=draft,
        record=sitting.record,
        local_head=empty_head(sitting_uuid),
        handed_in_head=None,
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
    own = _own_continuation(seat, room, kept, photo, journal.head)
    if own is not None:
        return _resumed(seat, room, kept, photo, own)
    raws = tuple(entry.raw for entry in journal.entries)
    store_key = _make_store(seat, room, kept, photo, entries=raws)
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
        raws = JournalStore(connection, sitting_uuid).all_entries()
        if not raws:  # the power went before the store was whole, or before entry 1
            raise NothingToResumeError("the journal is empty")
        kept, photo, content_key = _load_kept(connection)
    finally:
        connection.close()
    package = opened_package(seat, kept.package_uuid, content_key)
    room = OpenRoom(
        room_session_uuid=RoomSessionUuid(kept.room_session_uuid),
        room_secret=room_secret,
        site_marking_key=kept.site_marking_key,
        package=package,
    )
    journal = read_journal(sitting_uuid, raws, room_secret)
    goes_on = goes_on and not journal.record.is_released
    return _resumed(seat, room, kept, photo, (store_key, journal), goes_on=goes_on)


def opened_package(
    seat: SeatParts, package_uuid: UUID, content_key: bytes
) -> OpenedPackage:
    """Return a package on this seat's shelf with its content key.

    Raises:
        TrustError, FormatError: the package is not there whole, or not believed.
    """
    believes = seat.believes
    source = seat.shelf.package(package_uuid)
    reader = PackageReader(source, believes.publishers, believes.program)
    return OpenedPackage(reader, content_key)


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
        rules = _rules(form, manifest, sitting_uuid)
        sitting = Sitting(rules, draft, now, journal.record)
    return ReadySitting(
        kept=kept,
        photo=photo,
        store_key=store_key,
        body_key=body_key,
        form=form,
        package=room.package,
        sitting=sitting,
        first_draft=draft,
        record=sitting.record if sitting is not None else journal.record,
        local_head=journal.head,
        handed_in_head=hand_in_head(sitting_uuid, journal.entries),
    )


def _resuming(seat: SeatParts, now: Moment) -> ResumingSeat:
    return ResumingSeat(
        seat_uuid=seat.seat_uuid,
        program_version=seat.program_version,
        boot_id=seat.clock.boot_id(),
        now=now,
    )


def _rules(form: Form, manifest: Manifest, sitting_uuid: SittingUuid) -> SittingRules:
    return SittingRules(
        sitting_uuid=sitting_uuid,
        task_ids=tuple(place.task.task_id for place in tasks_of(form)),
        earliest_hand_in_ms=manifest.policies.earliest_hand_in_ms,
    )


def _own_continuation(
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
    try:
        store_key = seat.vault.open_key(sitting_uuid, room.room_secret)
        connection = open_connection(seat.vault.store_path(sitting_uuid), store_key)
        store = JournalStore(connection, sitting_uuid)
        journal = read_journal(sitting_uuid, store.all_entries(), room.room_secret)
        if head_at(sitting_uuid, journal.entries, at_server.seq) != at_server:
            return None
        _keep(connection, room, kept, photo)
    except NothingToResumeError:
        seat.vault.remove(
            sitting_uuid
        )  # a try that broke off: there is nothing to keep
        return None
    except _NO_JOURNAL as error:
        _log.warning("what lies here of a sitting is set aside: %s", error.code)
        return None
    finally:
        if connection is not None:
            connection.close()
    seat.vault.mark_undelivered(sitting_uuid)
    return store_key, journal


def _keep(
    connection: Connection, room: OpenRoom, kept: KeptSitting, photo: bytes
) -> None:
    KeptStore(connection).save(
        {
            KeptName.CONTENT_KEY: room.package.content_key,
            KeptName.CANDIDATE: canonical_bytes(to_plain(kept)),
            KeptName.PHOTO: photo,
        }
    )


def _make_store(
    seat: SeatParts,
    room: OpenRoom,
    kept: KeptSitting,
    photo: bytes,
    *,
    entries: tuple[bytes, ...],
) -> bytes:
    """Make the sitting's store with what was kept and, after a move, its entries."""
    sitting_uuid = SittingUuid(kept.sitting_uuid)
    seat.vault.set_aside(sitting_uuid)
    store_key = seat.vault.create(
        sitting_uuid, room.room_session_uuid, room.room_secret
    )
    connection = open_connection(seat.vault.store_path(sitting_uuid), store_key)
    try:
        _keep(connection, room, kept, photo)
        _append_all(connection, sitting_uuid, entries)
    finally:
        connection.close()
    return store_key


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


def _load_kept(connection: Connection) -> tuple[KeptSitting, bytes, bytes]:
    store = KeptStore(connection)
    kept_raw = store.load(KeptName.CANDIDATE)
    content_key = store.load(KeptName.CONTENT_KEY)
    if kept_raw is None or content_key is None:
        raise StoreUnreadableError("the store was not made whole")
    kept = parse_json_record(
        kept_raw, KeptSitting, name="kept", most_bytes=_MOST_KEPT_BYTES
    )
    return kept, store.load(KeptName.PHOTO) or b"", content_key
