"""Answer archives from sticks: taken into the journals by the rules of a sync batch.

A person vouches that the stick may be taken in; the seat's signature, that nobody altered
it. Known entries are ignored, so that any stick may be read any number of times; another
branch is kept as evidence and told. Safe beside a running server: whoever is second to
write an entry looks again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from question_bank.errors import ExamRoomError, FormatError
from question_bank.formats.answer_archive import (
    ArchiveHeader,
    ArchiveReader,
    ArchiveTrailer,
)
from question_bank.formats.journal_entry import (
    JournalEntry,
    JournalHead,
    empty_head,
    entry_hash,
    genesis_hash,
)
from question_bank.formats.sync_batch import SyncBatch, sync_batch_bytes
from question_bank.identifiers import SeatUuid, SittingUuid
from question_bank.journal.chain import JournalConflictError, extend_chain
from question_bank.sealing.archive_seal import check_archive
from sync_server.audit.audit_chain import Act
from sync_server.clock import Clock
from sync_server.errors import EntryKnownError, NotFoundError
from sync_server.journals.entry_writer import NewEntry
from sync_server.journals.refusals import Refusal, Refusals
from sync_server.seats.seat import Seat
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.journal_store import JournalStore
from sync_server.storage.room_view_store import RoomViewStore
from sync_server.storage.seat_store import SeatStore
from sync_server.storage.sitting_store import SittingStore

MOST_UPLOAD_BYTES = 1024 * 1024 * 1024
"""Of all files of one upload."""

PIECE_ENTRIES = 100
"""Held against the known journal at a time; as evidence each piece is one batch."""

_TRIES = 5


class ArchiveOutcome(Enum):
    """What came of one archive: (zh, en)."""

    ADDED = ("已补入新的作答记录", "new entries were taken in")
    NOTHING_NEW = ("服务器上已齐全，无新增", "all of it was here already")
    CONFLICT = (
        "与服务器上的记录不一致：两份均已保留，请报告管理员",
        "differs from what is here: both are kept; tell the site admin",
    )
    REFUSED = ("未导入", "not taken in")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveReport:
    """One file and what came of it.

    Attributes:
        name: Of the candidate; empty when the file was refused before that was known.
        entries: In the archive.
        added: Of them new here.
        is_handed_in: Whether the sitting's end is here now.
        error: Why it was refused; None otherwise.
    """

    file_name: str
    outcome: ArchiveOutcome
    sitting_uuid: UUID | None = None
    admission_number: str = ""
    name: str = ""
    seat_code: str = ""
    entries: int = 0
    added: int = 0
    is_handed_in: bool = False
    error: ExamRoomError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """An archive whose signature was right."""

    header: ArchiveHeader
    trailer: ArchiveTrailer
    seat: Seat
    sitting_id: int

    @property
    def sitting_uuid(self) -> SittingUuid:
        return SittingUuid(self.header.sitting_uuid)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveStores:
    """Where archives are looked up and go to."""

    journals: JournalStore
    sittings: SittingStore
    seats: SeatStore
    views: RoomViewStore


class ArchiveImports:
    """Takes archives in. For all threads; waits for the disk."""

    def __init__(
        self,
        stores: ArchiveStores,
        refusals: Refusals,
        audit: AuditStore,
        clock: Clock,
    ) -> None:
        self._journals = stores.journals
        self._sittings = stores.sittings
        self._seats = stores.seats
        self._views = stores.views
        self._refusals = refusals
        self._audit = audit
        self._clock = clock

    def take_in(
        self, untrusted_stream: BinaryIO, file_name: str, *, by: str
    ) -> ArchiveReport:
        """Take one archive in; never raises for what is wrong with the file.

        Args:
            untrusted_stream: Must be able to seek; read twice.

        Raises:
            StorageFullError, StorageFailedError, EntryKnownError: nothing was taken in.
        """
        try:
            checked = self._checked(untrusted_stream)
            added, is_conflict = self._merged(checked, untrusted_stream)
        except ExamRoomError as error:
            if error.retryable:  # the server's own trouble, not the file's
                raise
            self._record(
                "journal.archive_refused", file_name, {"code": error.code}, by=by
            )
            return ArchiveReport(
                file_name=file_name, outcome=ArchiveOutcome.REFUSED, error=error
            )
        details: dict[str, object] = {
            "file": file_name,
            "seat": str(checked.seat.seat_uuid),
            "last_seq": checked.trailer.last_seq,
            "last_hash": checked.trailer.last_hash.hex(),
            "added": added,
            "conflict": is_conflict,
        }
        subject = str(checked.header.sitting_uuid)
        self._record("journal.archive_imported", subject, details, by=by)
        return self._report(checked, file_name, added, is_conflict=is_conflict)

    def _checked(self, stream: BinaryIO) -> _Checked:
        """Return what the archive is, once its seat's signature proved right.

        Raises:
            FormatError, SignatureInvalidError: damaged, altered, or not an archive.
            NotFoundError: of a seat or a sitting that this site does not know.
        """
        header = ArchiveReader(stream).header
        seat = self._seats.by_uuid(SeatUuid(header.seat_uuid))
        stream.seek(0)
        trailer = check_archive(stream, seat.verify_key)
        sitting_id = self._sittings.sitting_id(SittingUuid(header.sitting_uuid))
        if sitting_id is None:
            raise NotFoundError("no such sitting at this site")
        return _Checked(
            header=header, trailer=trailer, seat=seat, sitting_id=sitting_id
        )

    def _merged(self, checked: _Checked, stream: BinaryIO) -> tuple[int, bool]:
        """Return how many entries were added, and whether there are two branches."""
        for _ in range(_TRIES - 1):
            try:
                return self._merge_once(checked, stream)
            except EntryKnownError:
                continue  # a seat brought the same meanwhile
        return self._merge_once(checked, stream)

    def _merge_once(self, checked: _Checked, stream: BinaryIO) -> tuple[int, bool]:
        known = self._journals.head(checked.sitting_id, checked.sitting_uuid)
        after = empty_head(checked.sitting_uuid)
        new: list[tuple[JournalEntry, bytes]] = []
        pieces = _pieces(stream, checked.header)
        for piece in pieces:
            hashes = self._hashes(checked, known, after, len(piece))
            try:
                extension = extend_chain(
                    checked.sitting_uuid, known, hashes.__getitem__, after, piece
                )
            except JournalConflictError as error:
                self._keep_branch(checked, error.seq, after, [piece, *pieces])
                return 0, True
            new += extension.entries
            known, after = extension.head, extension.batch_head
        if after != checked.trailer.head:
            raise FormatError("archive", "it changed while it was read")
        if new:
            self._journals.append([_rows(checked, new)])
        self._sittings.note_bringer_row(
            checked.sitting_id, checked.seat.seat_id, self._clock.utc_now()
        )
        return len(new), False

    def _hashes(
        self, checked: _Checked, known: JournalHead, after: JournalHead, count: int
    ) -> dict[int, bytes]:
        hashes = {known.seq: known.hash}
        if after.seq < known.seq:
            hashes[0] = genesis_hash(checked.sitting_uuid)
            last = min(known.seq, after.seq + count)
            hashes |= self._journals.hashes(checked.sitting_id, after.seq, last)
        return hashes

    def _keep_branch(
        self,
        checked: _Checked,
        seq: int,
        after: JournalHead,
        pieces: Iterable[Sequence[bytes]],
    ) -> None:
        """Keep what differs as evidence, in the form in which seats send it.

        The signature in each piece is the archive's own, over its last entry.
        """
        for piece in pieces:
            batch = SyncBatch(
                sitting=checked.sitting_uuid.bytes,
                after_seq=after.seq,
                after_hash=after.hash,
                entries=tuple(piece),
                head_signature=checked.trailer.head_signature,
            )
            self._refusals.keep(
                Refusal(
                    sitting_id=checked.sitting_id,
                    sitting_uuid=checked.sitting_uuid,
                    seat_id=checked.seat.seat_id,
                    seat_uuid=checked.seat.seat_uuid,
                    code=JournalConflictError.code,
                    seq=seq,
                    body=sync_batch_bytes(batch),
                )
            )
            for raw in piece:
                after = JournalHead(after.seq + 1, entry_hash(after.hash, raw))

    def _report(
        self, checked: _Checked, file_name: str, added: int, *, is_conflict: bool
    ) -> ArchiveReport:
        row = self._views.sitting(checked.sitting_uuid)
        outcome = ArchiveOutcome.ADDED if added else ArchiveOutcome.NOTHING_NEW
        return ArchiveReport(
            file_name=file_name,
            outcome=ArchiveOutcome.CONFLICT if is_conflict else outcome,
            sitting_uuid=row.sitting_uuid,
            admission_number=row.admission_number,
            name=row.name,
            seat_code=str(checked.seat.seat_code),
            entries=checked.trailer.last_seq,
            added=added,
            is_handed_in=row.handed_in_seq is not None,
        )

    def _record(
        self, action: str, subject: str, details: dict[str, object], *, by: str
    ) -> None:
        self._audit.add(Act(actor=by, action=action, subject=subject, details=details))


def _pieces(stream: BinaryIO, expected: ArchiveHeader) -> Iterator[list[bytes]]:
    """Yield the entries of an archive, some at a time.

    Raises:
        FormatError: it is no longer what was checked.
    """
    stream.seek(0)
    reader = ArchiveReader(stream)
    if reader.header != expected:
        raise FormatError("archive", "it changed while it was read")
    entries = reader.entries()
    while piece := list(islice(entries, PIECE_ENTRIES)):
        yield piece


def _rows(
    checked: _Checked, new: Sequence[tuple[JournalEntry, bytes]]
) -> tuple[NewEntry, ...]:
    """Return the rows; the seat's signature stands at the last, as after a batch."""
    last = checked.trailer.last_seq
    return tuple(
        NewEntry(
            sitting_id=checked.sitting_id,
            seq=entry.seq,
            kind=entry.header.kind,
            time_used_ms=entry.header.time_used_ms,
            hash=hash_after,
            entry=entry.raw,
            seat_id=checked.seat.seat_id,
            head_signature=(
                checked.trailer.head_signature if entry.seq == last else None
            ),
        )
        for entry, hash_after in new
    )
