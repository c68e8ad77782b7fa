"""Building what people need out of the server's parts."""

from dataclasses import dataclass
from pathlib import Path

from sync_server.clock import Clock
from sync_server.journals.disk_guard import DiskGuard
from sync_server.journals.refusals import Refusals
from sync_server.keys.site_keys import SiteKeys
from sync_server.rooms.order_desk import OrderDesk
from sync_server.rooms.room_secrets import RoomSecrets
from sync_server.seats.pairing_desk import PairingDesk
from sync_server.seats.seat_directory import SeatDirectory
from sync_server.seats.status_board import StatusBoard
from sync_server.services.archive_imports import ArchiveImports, ArchiveStores
from sync_server.services.leave_codes import LeaveCodes
from sync_server.services.package_loading import PackageLoading
from sync_server.services.package_opening import PackageOpening
from sync_server.services.people import People
from sync_server.services.publisher_trust import Publishers
from sync_server.services.room_acts import RoomActs
from sync_server.services.room_cards import RoomCards
from sync_server.services.room_codes import RoomCodes
from sync_server.services.room_register import RoomRegister
from sync_server.services.roster_imports import RosterImports
from sync_server.services.scoring import Scoring
from sync_server.services.seat_acts import SeatActs
from sync_server.services.sign_ins import SignIns
from sync_server.storage.account_store import AccountStore
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.connection import Database
from sync_server.storage.journal_store import JournalStore
from sync_server.storage.package_store import PackageStore
from sync_server.storage.publisher_store import PublisherStore
from sync_server.storage.result_store import ResultStore
from sync_server.storage.room_view_store import RoomViewStore
from sync_server.storage.roster_store import RosterStore
from sync_server.storage.seat_store import SeatStore
from sync_server.storage.sitting_store import SittingStore


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerParts:
    """What the rest of the server has already made.

    Attributes:
        packages_folder: Where sealed files of packages are kept.
        reserve_bytes: What loading a package leaves free for answers.
    """

    database: Database
    keys: SiteKeys
    clock: Clock
    packages_folder: Path
    disk: DiskGuard
    reserve_bytes: int
    program_version: str
    orders: OrderDesk
    room_secrets: RoomSecrets
    pairing_desk: PairingDesk
    directory: SeatDirectory
    board: StatusBoard
    refusals: Refusals
    room_cards: RoomCards


def build_people(parts: ServerParts) -> People:
    """Return the services of people over the server's parts."""
    database, clock, keys = parts.database, parts.clock, parts.keys
    audit = AuditStore(database, clock)
    packages = PackageStore(database, clock)
    roster = RosterStore(database, clock)
    rooms = RoomViewStore(database)
    publishers = Publishers(PublisherStore(database, clock), audit)
    version = parts.program_version
    opening = PackageOpening(parts.packages_folder, publishers.keys, version)
    results = ResultStore(database)
    return People(
        site_name=keys.card.site_name,
        disk=parts.disk,
        program_version=version,
        clock=clock,
        sign_ins=SignIns(AccountStore(database), audit, clock),
        publishers=publishers,
        loading=PackageLoading(
            folder=parts.packages_folder,
            keys=keys,
            packages=packages,
            audit=audit,
            clock=clock,
            publisher_keys=publishers.keys,
            program_version=version,
            reserve_bytes=parts.reserve_bytes,
        ),
        rosters=RosterImports(
            roster, packages, audit, keys.vault, parts.disk.require_room
        ),
        rooms=RoomActs(
            rooms=rooms,
            orders=parts.orders,
            room_secrets=parts.room_secrets,
            opening=opening,
            audit=audit,
            clock=clock,
        ),
        room_register=RoomRegister(roster, audit),
        seats=SeatActs(
            desk=parts.pairing_desk,
            seats=SeatStore(database),
            directory=parts.directory,
            board=parts.board,
            audit=audit,
            clock=clock,
        ),
        leave_codes=LeaveCodes(SeatStore(database), audit, keys.vault),
        room_codes=RoomCodes(rooms, parts.room_secrets, parts.room_cards, audit),
        archives=ArchiveImports(
            ArchiveStores(
                journals=JournalStore(database, clock),
                sittings=SittingStore(database),
                seats=SeatStore(database),
                views=rooms,
            ),
            parts.refusals,
            audit,
            clock,
        ),
        scoring=Scoring(
            keys=keys,
            packages=packages,
            rooms=rooms,
            results=results,
            room_secrets=parts.room_secrets,
            opening=opening,
            audit=audit,
            clock=clock,
            program_version=version,
        ),
        board=parts.board,
        packages=packages,
        roster_store=roster,
        room_views=rooms,
        results=results,
        audit=audit,
    )
