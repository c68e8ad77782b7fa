"""What is known of a sitting that can run on this seat: kept facts, its room, itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec

from kiosk.app.seat_parts import SeatParts
from kiosk.intake.opened_package import OpenedPackage
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.sitting.sitting import Sitting
from question_bank.formats.form import Form
from question_bank.formats.journal_entry import JournalHead
from question_bank.identifiers import MediaName, RoomSessionUuid, SittingUuid
from question_bank.journal.sitting_record import SittingRecord
from question_bank.sealing.package_reader import PackageReader


class KeptSitting(msgspec.Struct, frozen=True, kw_only=True):
    """What a seat must still know of a sitting after a crash with a dead server.

    Attributes:
        claimed_after_order: Newest order when this seat took the sitting; a `release`
            up to it was meant for the seat before.
        site_marking_key: Public; empty where the site doesn't score.
        id_tail: What the candidate typed of the ID number, for coming back to a covered
            screen; empty in stores of before.
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
    id_tail: str = ""


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
        room_secret: In memory only; for an archive, for what was spoken before a
            restart, for codes of the console.
        sitting: None when only the delivery is left: it was handed in before, or goes
            on at another seat.
        first_draft: `started` or `resumed`, for the writer; None without a sitting.
        record: What the journal says, the first draft included.
        local_head: The durable chain's end on this disk, without the first draft.
        handed_in_head: Where the hand-in stands; None while it runs.
        pictures: Of the form, opened: the screen never waits for them.
        is_by_stick: Another seat's archive brought it.
        claimed_after_order: Newest order of the room when the server said just now that
            it is this seat's; None: it was not asked, and what is kept counts.
    """

    kept: KeptSitting
    photo: bytes
    room_secret: bytes
    store_key: bytes
    body_key: bytes
    form: Form
    package: OpenedPackage
    sitting: Sitting | None
    first_draft: EntryDraft | None
    record: SittingRecord
    local_head: JournalHead
    handed_in_head: JournalHead | None
    pictures: Mapping[MediaName, bytes]
    is_by_stick: bool = False
    claimed_after_order: int | None = None

    @property
    def sitting_uuid(self) -> SittingUuid:
        """Which sitting it is."""
        return SittingUuid(self.kept.sitting_uuid)


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
