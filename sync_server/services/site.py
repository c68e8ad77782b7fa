"""A site with all its services, put together by hand; `app.py` runs it.

`open_site` touches no network and starts no thread: commands use it too.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sync_server.clock import Clock
from sync_server.errors import SiteMissingError
from sync_server.journals.disk_guard import DiskGuard, DiskState
from sync_server.journals.entry_writer import EntryWriter
from sync_server.journals.journal_receiver import JournalReceiver
from sync_server.journals.refusals import Refusals
from sync_server.keys.site_keys import SiteKeys, load_site_keys
from sync_server.rooms.order_desk import OrderDesk
from sync_server.rooms.order_feed import OrderFeed
from sync_server.rooms.room_secrets import RoomSecrets
from sync_server.seats.log_in_desk import LogInDesk
from sync_server.seats.pairing_desk import PairingDesk, pairing_site
from sync_server.seats.seat_directory import SeatDirectory
from sync_server.seats.status_board import StatusBoard
from sync_server.services.bringers import Bringers
from sync_server.services.data_folder import DataFolder
from sync_server.services.refusal_notes import RefusalNotes
from sync_server.services.room_cards import RoomCards
from sync_server.services.seat_starts import SeatStarts
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.connection import Database, sqlite_url
from sync_server.storage.journal_store import JournalStore
from sync_server.storage.package_reader import PackageReader
from sync_server.storage.publisher_reader import PublisherReader
from sync_server.storage.room_card_store import RoomCardStore
from sync_server.storage.room_store import RoomStore
from sync_server.storage.schema.migrations import migrate
from sync_server.storage.seat_store import SeatStore
from sync_server.storage.sitting_store import SittingStore

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOptions:
    """What of the configuration the services need.

    Attributes:
        server_addresses: Where seats may find this server, `host:port`, best first.
        warn_free_bytes: Below it the console warns.
        reserve_free_bytes: Below it only journals are written.
        longest_poll_s: How long a seat may wait in one request.
        closing_grace: How long after a room's end living seats may take to hand in.
    """

    server_addresses: tuple[str, ...] = ()
    warn_free_bytes: int = 2048 * MIB
    reserve_free_bytes: int = 256 * MIB
    longest_poll_s: float = 30.0
    closing_grace: timedelta = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that a running server is made of. For all threads unless said there."""

    folder: DataFolder
    options: SiteOptions
    clock: Clock
    keys: SiteKeys
    database: Database
    seat_store: SeatStore
    seat_starts: SeatStarts
    room_store: RoomStore
    sitting_store: SittingStore
    journal_store: JournalStore
    package_reader: PackageReader
    publisher_reader: PublisherReader
    seat_directory: SeatDirectory
    pairing_desk: PairingDesk
    log_in_desk: LogInDesk
    status_board: StatusBoard
    room_secrets: RoomSecrets
    room_cards: RoomCards
    order_desk: OrderDesk
    order_feed: OrderFeed
    disk_guard: DiskGuard
    refusals: Refusals
    entry_writer: EntryWriter
    journal_receiver: JournalReceiver

    @property
    def is_stopping(self) -> bool:
        """Whether those who wait should be let go."""
        return self.order_feed.is_closing

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start what works by itself; seats are served on `loop`."""
        self.order_feed.start(loop)
        self.entry_writer.start(loop)

    def stop(self) -> None:
        """Stop in the reverse order; what was taken in is durable when this returns."""
        self.order_feed.close()
        self.entry_writer.close()

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def open_site(
    root: Path, options: SiteOptions, clock: Clock, database_url: str = ""
) -> Site:
    """Return the site of a data folder, its database brought to the newest schema.

    Raises:
        SiteMissingError: there is none.
        SchemaTooNewError, StorageUnsafeError: the database must not be used.
    """
    folder = DataFolder(root)
    keys = load_site_keys(folder.keys)
    if not database_url and not folder.database.exists():
        raise SiteMissingError(f"{folder.database.name} in {root}: not there")
    database = Database(database_url or sqlite_url(folder.database))
    migrate(database, clock.utc_now())
    return _assembled(folder, options, clock, keys, database)


def _assembled(
    folder: DataFolder,
    options: SiteOptions,
    clock: Clock,
    keys: SiteKeys,
    database: Database,
) -> Site:
    seat_store = SeatStore(database)
    room_store = RoomStore(database)
    sitting_store = SittingStore(database)
    journal_store = JournalStore(database, clock)
    room_secrets = RoomSecrets(room_store, keys.vault, keys.card.marking_public_key)
    seat_directory = SeatDirectory(seat_store)
    status_board = StatusBoard(clock)
    order_feed = OrderFeed(room_store.given_orders)
    disk_guard = DiskGuard(
        folder.root,
        warn_bytes=options.warn_free_bytes,
        reserve_bytes=options.reserve_free_bytes,
    )
    refusals = Refusals(
        journal_store,
        has_room=lambda: disk_guard.state() is not DiskState.RESERVED,
        note=RefusalNotes(AuditStore(database, clock), clock).note,
    )
    entry_writer = EntryWriter(journal_store, disk_guard.give_up_reserve)
    return Site(
        folder=folder,
        options=options,
        clock=clock,
        keys=keys,
        database=database,
        seat_store=seat_store,
        seat_starts=SeatStarts(seat_store),
        room_store=room_store,
        sitting_store=sitting_store,
        journal_store=journal_store,
        package_reader=PackageReader(database),
        publisher_reader=PublisherReader(database),
        seat_directory=seat_directory,
        pairing_desk=PairingDesk(seat_store, seat_directory, clock, pairing_site(keys)),
        log_in_desk=LogInDesk(sitting_store, journal_store, keys.vault, clock),
        status_board=status_board,
        room_secrets=room_secrets,
        room_cards=RoomCards(
            RoomCardStore(database), room_store, room_secrets, keys.vault, clock
        ),
        order_desk=OrderDesk(room_store, keys.signing_key, clock, order_feed.tell),
        order_feed=order_feed,
        disk_guard=disk_guard,
        refusals=refusals,
        entry_writer=entry_writer,
        journal_receiver=JournalReceiver(
            journal_store,
            sitting_store,
            entry_writer,
            refusals,
            Bringers(sitting_store, status_board, clock),
        ),
    )
