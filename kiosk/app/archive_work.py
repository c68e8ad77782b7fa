"""Writing a sitting to a stick and going on from one. Slow: for background threads."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kiosk.app.open_sitting import resume_from_archive
from kiosk.app.ready_sitting import KeptSitting, ReadySitting
from kiosk.app.seat_parts import SeatParts
from kiosk.app.sitting_store import KeptContent, load_kept
from kiosk.storage.connection import open_connection
from kiosk.storage.durable_file import disk_errors
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.stick import Stick, archives_on, save_archive
from question_bank.errors import FormatError
from question_bank.formats.answer_archive import (
    ArchiveHeader,
    ArchiveReader,
    ArchiveTrailer,
)
from question_bank.formats.record import parse_record, record_bytes
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.sealing.archive_seal import (
    check_archive,
    open_archive_kept,
    seal_archive_kept,
    write_archive,
)
from question_bank.sealing.errors import WrongKeyError


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedArchive:
    """An archive that was written and read back.

    Attributes:
        entries: How many entries it holds.
    """

    path: Path
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArchive:
    """An archive on a stick that opens with this room's secret.

    Attributes:
        kept: Whose sitting it is.
    """

    path: Path
    header: ArchiveHeader
    kept: KeptSitting


def export_archive(
    seat: SeatParts, ready: ReadySitting, stick: Stick
) -> ExportedArchive:
    """Write a sitting's whole journal to a stick; on return it may be pulled.

    Raises:
        SeatStorageError: the stick refused, or was pulled.
        StoreUnreadableError: the seat's own store doesn't read.
        FormatError, SignatureInvalidError: the stick gave back something else.
    """
    sitting_uuid = ready.sitting_uuid
    path = seat.vault.store_path(sitting_uuid)
    connection = open_connection(path, ready.store_key, is_reader=True)
    try:
        header = _header(seat, ready, load_kept(connection))
        store = JournalStore(connection, sitting_uuid)
        found: list[ArchiveTrailer] = []
        written = save_archive(
            stick,
            _file_name(header),
            partial(_write, seat=seat, header=header, store=store),
            lambda stream: found.append(
                check_archive(stream, seat.signing_key.verify_key)
            ),
        )
        # Not the store's end: the exam goes on meanwhile.
        return ExportedArchive(path=written, entries=found[0].last_seq)
    finally:
        connection.close()


def find_archives(
    stick: Stick, room_session_uuid: RoomSessionUuid, room_secret: bytes
) -> tuple[FoundArchive, ...]:
    """Return the archives of this room session on a stick; others stay unnamed.

    Raises:
        SeatStorageError: the stick went away.
    """
    found = (
        _opened(archive.path, archive.header, room_secret)
        for archive in archives_on(stick)
        if archive.header is not None
        and archive.header.room_session_uuid == room_session_uuid
    )
    return tuple(archive for archive in found if archive is not None)


@disk_errors()
def go_on_from(
    seat: SeatParts, found: FoundArchive, room_secret: bytes
) -> ReadySitting:
    """Make the sitting of an archive ready to go on at this seat.

    Raises:
        SeatStorageError: the stick or the seat's disk refused.
        Others: as `resume_from_archive`; FormatError also for a cut archive.
    """
    with found.path.open("rb") as stream:
        reader = ArchiveReader(stream)
        raws = tuple(reader.entries())
        reader.trailer()  # the end is there: nothing was cut off
    return resume_from_archive(seat, reader.header, room_secret, raws)


def _header(
    seat: SeatParts, ready: ReadySitting, content: KeptContent
) -> ArchiveHeader:
    session_uuid = RoomSessionUuid(ready.kept.room_session_uuid)
    return ArchiveHeader(
        sitting_uuid=ready.sitting_uuid,
        room_session_uuid=session_uuid,
        package_uuid=ready.kept.package_uuid,
        seat_uuid=seat.seat_uuid,
        session_code=ready.package.manifest.session.code,
        seat_code=seat.pairing.seat_code,
        sealed_kept=seal_archive_kept(
            record_bytes(content), ready.room_secret, ready.sitting_uuid, session_uuid
        ),
    )


def _write(
    stream: BinaryIO, seat: SeatParts, header: ArchiveHeader, store: JournalStore
) -> None:
    write_archive(stream, header, store.pages(), seat.signing_key)


def _file_name(header: ArchiveHeader) -> str:
    """Return a name without anybody's: session, seat and the sitting's first digits."""
    signs = f"{header.session_code}-{header.seat_code}"
    plain = "".join(sign if sign.isalnum() else "-" for sign in signs)
    return f"{plain}-{str(header.sitting_uuid)[:8]}"


def _opened(
    path: Path, header: ArchiveHeader, room_secret: bytes
) -> FoundArchive | None:
    try:
        kept = open_archive_kept(header, room_secret)
        content = parse_record(kept, KeptContent, name="archive.kept")
        sitting = content.sitting
    except (WrongKeyError, FormatError):
        return None
    if SittingUuid(sitting.sitting_uuid) != header.sitting_uuid:
        return None
    return FoundArchive(path=path, header=header, kept=sitting)
