"""Sittings start, go on after a crash, and move to another seat, on real stores."""

import shutil
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk.app.open_sitting import (
    KeptSitting,
    OpenRoom,
    ReadySitting,
    journal_readers,
    opened_package,
    resume_from_disk,
    resume_from_server,
    start_sitting,
)
from kiosk.app.seat_parts import SeatParts
from kiosk.clock import moment
from kiosk.errors import NothingToResumeError, ResumeCodeWrongError
from kiosk.intake.take_in import take_in
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.storage.connection import open_connection
from kiosk.storage.journal_outbox import JournalOutbox
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.package_shelf import FolderShelf
from kiosk.storage.seat_identity import SeatPairing
from kiosk.storage.sitting_vault import SittingVault
from question_bank.formats.journal_entry import parse_journal_entry
from question_bank.identifiers import RoomSessionUuid
from question_bank.items.response import OptionsResponse, TextResponse
from question_bank.journal.sitting_record import fold
from question_bank.sealing.journal_reader import key_opener, opened_entries
from question_bank.sealing.lock_keys import LockKey, UnlockKey
from question_bank.sealing.package_locks import open_inner_lock
from question_bank.sealing.signing_keys import SigningKey
from tests.builders.packages import SITE_UUID, the_parties
from tests.fakes.hand_clock import HandClock
from tests.fakes.package_server import (
    BuiltPackage,
    ServerWithPackage,
    a_built_package,
)

ROOM = RoomSessionUuid(uuid4())
SECRET = bytes(range(32))
CHOICE = OptionsResponse(option_ids=("a",))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltPackage:
    return a_built_package(tmp_path_factory.mktemp("package"))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


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
        vault=SittingVault(folder, bytes([7]) * 32),
        shelf=shelf,
        clock=clock,
        program_version="0.1.0",
    )


@pytest.fixture
def seat(built: BuiltPackage, tmp_path: Path, clock: HandClock) -> SeatParts:
    return a_seat(built, tmp_path / "seat", clock)


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


def test_a_sitting_starts_with_its_duration_and_extra_time(
    built: BuiltPackage, seat: SeatParts
) -> None:
    ready = start(built, seat)

    assert ready.sitting is not None
    assert ready.sitting.record.allowed_ms == 7_200_000 + 600_000
    assert ready.form.form_code == "A"


def test_after_a_crash_it_goes_on_at_the_same_item_with_the_same_time(
    built: BuiltPackage, seat: SeatParts, clock: HandClock
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    clock.reboot("boot-2", 240_000)

    again = resume_from_disk(seat, ready.sitting_uuid, SECRET)

    assert again.sitting is not None
    assert again.sitting.record.current_task == "A-1"
    assert again.sitting.responses() == {"A-1": CHOICE}
    assert again.sitting.left_ms(moment(clock)) == 7_800_000 - 30_000
    assert again.body_key != ready.body_key
    assert again.photo == b"photo"


def test_without_the_rooms_secret_nothing_opens(
    built: BuiltPackage, seat: SeatParts, clock: HandClock
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)

    with pytest.raises(ResumeCodeWrongError):
        resume_from_disk(seat, ready.sitting_uuid, bytes(32))


def test_a_sitting_that_died_before_its_first_entry_never_began(
    built: BuiltPackage, seat: SeatParts
) -> None:
    ready = start(built, seat)

    with pytest.raises(NothingToResumeError):
        resume_from_disk(seat, ready.sitting_uuid, SECRET)


def test_another_seat_goes_on_from_the_servers_copy(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, tmp_path: Path
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    raws = raws_of(seat, ready)
    spare = a_seat(built, tmp_path / "spare", clock)
    room = a_room(built, spare)
    shutil.rmtree(tmp_path / "seat")

    moved = resume_from_server(
        spare, room, a_kept(room, ready.sitting_uuid), b"photo", raws
    )
    assert moved.sitting is not None
    assert moved.first_draft is not None
    save(spare, moved, moved.first_draft)

    assert moved.sitting.responses() == {"A-1": CHOICE}
    assert raws_of(spare, moved)[:-1] == raws


def test_what_goes_on_elsewhere_is_only_delivered(
    built: BuiltPackage, seat: SeatParts, clock: HandClock
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)

    left = resume_from_disk(seat, ready.sitting_uuid, SECRET, goes_on=False)

    assert left.sitting is None
    assert left.first_draft is None
    assert left.local_head.seq == len(raws_of(seat, ready))


def test_coming_back_to_a_seat_keeps_the_older_branch(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, tmp_path: Path
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    raws = raws_of(seat, ready)
    room = a_room(built, seat)

    resume_from_server(seat, room, ready.kept, b"photo", raws[:2])

    aside = list((tmp_path / "seat" / "sittings").glob("*.aside-1"))
    assert len(aside) == 1


@pytest.mark.parametrize("which", ["answer_key", "marking_key"])
def test_the_organisation_and_the_site_read_the_answers(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, which: str
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    raws = raws_of(seat, ready)
    reader: UnlockKey = getattr(the_parties(), which)
    opener = key_opener(ready.sitting_uuid, reader)
    record = fold(
        opened_entries(ready.sitting_uuid, map(parse_journal_entry, raws), opener)
    )

    assert record.responses == {"A-1": CHOICE}


def test_a_marking_key_that_the_manifest_does_not_name_reads_nothing(
    built: BuiltPackage, seat: SeatParts
) -> None:
    manifest = a_room(built, seat).package.manifest
    stranger = UnlockKey.draw().lock_key.raw

    own = the_parties().marking_key.lock_key.raw
    assert journal_readers(manifest, SITE_UUID, SECRET, stranger).site is None
    named = journal_readers(manifest, SITE_UUID, SECRET, own).site
    assert isinstance(named, LockKey)
    assert named.raw == own


def test_typed_text_that_was_no_entry_yet_is_all_that_a_crash_costs(
    built: BuiltPackage, seat: SeatParts, clock: HandClock
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    assert ready.sitting is not None
    typed = ready.sitting.enter_response("A-2", TextResponse(text="一"), moment(clock))
    assert typed == ()

    again = resume_from_disk(seat, ready.sitting_uuid, SECRET)

    assert again.sitting is not None
    assert again.sitting.responses() == {"A-1": CHOICE}
