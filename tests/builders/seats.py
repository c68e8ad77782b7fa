"""Whole seats on a disk, their rooms and sittings, for tests of what is done with them."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

from kiosk.app.open_sitting import start_sitting
from kiosk.app.ready_sitting import KeptSitting, OpenRoom, ReadySitting, opened_package
from kiosk.app.seat_parts import SeatParts
from kiosk.clock import moment
from kiosk.intake.take_in import take_in
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.storage.connection import open_connection
from kiosk.storage.disk_reserve import DiskReserve
from kiosk.storage.journal_outbox import JournalOutbox
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.package_shelf import FolderShelf
from kiosk.storage.room_card_shelf import RoomCardShelf
from kiosk.storage.seat_identity import SeatPairing
from kiosk.storage.sitting_vault import SittingVault
from question_bank.identifiers import RoomSessionUuid
from question_bank.items.response import OptionsResponse
from question_bank.sealing.package_locks import open_inner_lock
from question_bank.sealing.signing_keys import SigningKey
from tests.builders.packages import SITE_UUID, the_parties
from tests.fakes.hand_clock import HandClock
from tests.fakes.package_server import (
    BuiltPackage,
    ServerWithPackage,
)

ROOM = RoomSessionUuid(uuid4())
SECRET = bytes(range(32))
CHOICE = OptionsResponse(option_ids=("a",))


def a_seat(built: BuiltPackage, folder: Path, clock: HandClock) -> SeatParts:
    server = ServerWithPackage(built)
    shelf = FolderShelf(folder)
    take_in(server.wanted, server, shelf, server.believes, lambda: True)
    signing_key = SigningKey.draw()
    return SeatParts(
        pairing=SeatPairing(
            site_uuid=SITE_UUID,
            site_name="考点",
            server_addresses=("127.0.0.1:1",),
            ca_certificate_pem="",
            token="t",
            seat_uuid=uuid4(),
            seat_code="01",
            room_code="R1",
            room_name="一机房",
            site_signing_key=bytes(32),
            publisher_keys=(the_parties().signing_key.verify_key.raw,),
        ),
        signing_key=signing_key,
        data_folder=folder,
        vault=SittingVault(folder, bytes([7]) * 32),
        shelf=shelf,
        cards=RoomCardShelf(folder),
        disk=DiskReserve(folder, 0),
        clock=clock,
        program_version="0.1.0",
    )


def a_room(built: BuiltPackage, seat: SeatParts) -> OpenRoom:
    server = ServerWithPackage(built)
    locked = opened_package(seat, server.uuid, b"")
    key = open_inner_lock(server.lock, built.opening_code, locked.manifest)
    return OpenRoom(
        room_session_uuid=ROOM,
        room_secret=SECRET,
        site_marking_key=the_parties().marking_key.lock_key.raw,
        package=opened_package(seat, server.uuid, key),
    )


def a_kept(room: OpenRoom, sitting_uuid: UUID) -> KeptSitting:
    return KeptSitting(
        sitting_uuid=sitting_uuid,
        room_session_uuid=ROOM,
        package_uuid=room.package.manifest.package_uuid,
        form_code="A",
        extra_time_ms=600_000,
        claimed_after_order=2,
        candidate_name="王秀英",
        form_of_address="女士",
        admission_number="20261122",
        site_marking_key=room.site_marking_key,
    )


def start_with(
    room: OpenRoom, seat: SeatParts, sitting_uuid: UUID, room_secret: bytes
) -> ReadySitting:
    room = replace(room, room_secret=room_secret)
    return start_sitting(seat, room, a_kept(room, sitting_uuid), b"photo", 4)


def start(built: BuiltPackage, seat: SeatParts) -> ReadySitting:
    room = a_room(built, seat)
    return start_sitting(seat, room, a_kept(room, uuid4()), b"photo", 4)


def save(seat: SeatParts, ready: ReadySitting, *drafts: EntryDraft) -> None:
    """Make drafts durable as the writer thread does."""
    outbox = JournalOutbox(
        lambda: open_connection(
            seat.vault.store_path(ready.sitting_uuid), ready.store_key
        ),
        ready.sitting_uuid,
        ready.body_key,
    )
    for ticket, draft in enumerate(drafts, start=1):
        outbox.add(draft, ticket)
    outbox.save()
    outbox.close()


def run_a_while(seat: SeatParts, ready: ReadySitting, clock: HandClock) -> None:
    sitting = ready.sitting
    assert sitting is not None
    assert ready.first_draft is not None
    clock.pass_ms(30_000)
    now = moment(clock)
    drafts = [
        ready.first_draft,
        *sitting.show_task("A-1", now),
        *sitting.enter_response("A-1", CHOICE, now),
    ]
    save(seat, ready, *drafts)


def raws_of(seat: SeatParts, ready: ReadySitting) -> tuple[bytes, ...]:
    connection = open_connection(
        seat.vault.store_path(ready.sitting_uuid), ready.store_key
    )
    try:
        return JournalStore(connection, ready.sitting_uuid).all_entries()
    finally:
        connection.close()
