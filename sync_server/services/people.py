"""All that the console and the staff API are given, in one value."""

from dataclasses import dataclass
from uuid import UUID

from question_bank.identifiers import RoomSessionUuid
from sync_server.clock import Clock
from sync_server.journals.disk_guard import DiskGuard
from sync_server.seats.status_board import SeatReport, StatusBoard
from sync_server.services.archive_imports import ArchiveImports
from sync_server.services.leave_codes import LeaveCodes
from sync_server.services.live_room import LiveRoom, live_room
from sync_server.services.package_loading import PackageLoading
from sync_server.services.publisher_trust import Publishers
from sync_server.services.room_acts import RoomActs
from sync_server.services.room_codes import RoomCodes
from sync_server.services.room_register import RoomRegister
from sync_server.services.roster_imports import RosterImports
from sync_server.services.scoring import Scoring
from sync_server.services.seat_acts import SeatActs
from sync_server.services.sign_ins import SignIns
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.package_store import PackageStore
from sync_server.storage.result_store import ResultStore
from sync_server.storage.room_view_store import RoomViewStore
from sync_server.storage.roster_store import RosterStore


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What people can ask for and do; made once by `build_people`.

    Attributes:
        site_name: Stands at the top of each page.
        disk: Watches the data folder's disk.
    """

    site_name: str
    disk: DiskGuard
    program_version: str
    clock: Clock
    sign_ins: SignIns
    publishers: Publishers
    loading: PackageLoading
    rosters: RosterImports
    rooms: RoomActs
    room_register: RoomRegister
    seats: SeatActs
    leave_codes: LeaveCodes
    archives: ArchiveImports
    room_codes: RoomCodes
    scoring: Scoring
    board: StatusBoard
    packages: PackageStore
    roster_store: RosterStore
    room_views: RoomViewStore
    results: ResultStore
    audit: AuditStore

    def live_room(self, room_session_uuid: UUID) -> LiveRoom:
        """Return a room as it is now.

        Raises:
            NotFoundError: no such room session.
        """
        room = self.room_views.room(RoomSessionUuid(room_session_uuid))
        seats = [
            seat
            for seat in self.room_views.seats()
            if seat.room_code == room.room_code and seat.revoked_utc is None
        ]
        reports: dict[int, SeatReport] = {}
        for seat in seats:
            report = self.board.report(seat.seat_id)
            if report is not None:
                reports[seat.seat_id] = report
        sittings = self.room_views.sittings(room.room_session_id)
        return live_room(room, sittings, seats, reports, self.clock.monotonic_s())
