"""Sittings start, go on after a crash, and move to another seat, on real stores."""

import shutil
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from kiosk.app.open_sitting import (
    journal_readers,
    resume_from_disk,
    resume_from_server,
    start_sitting,
)
from kiosk.app.seat_parts import SeatParts
from kiosk.clock import moment
from kiosk.errors import NothingToResumeError, ResumeCodeWrongError
from kiosk.sitting.entry_draft import EntryDraft
from kiosk.storage.connection import open_connection
from question_bank.formats.entry_bodies import Released
from question_bank.formats.journal_entry import parse_journal_entry
from question_bank.identifiers import SittingUuid
from question_bank.items.response import TextResponse
from question_bank.journal.sitting_record import fold
from question_bank.sealing.journal_reader import key_opener, opened_entries
from question_bank.sealing.lock_keys import LockKey, UnlockKey
from tests.builders.packages import SITE_UUID, the_parties
from tests.builders.seats import (
    CHOICE,
    ROOM,
    SECRET,
    a_kept,
    a_room,
    a_seat,
    raws_of,
    run_a_while,
    save,
    start,
)
from tests.fakes.hand_clock import HandClock
from tests.fakes.package_server import (
    BuiltPackage,
)


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

    spare = a_seat(built, tmp_path / "spare", clock)
    elsewhere = resume_from_server(spare, room, ready.kept, b"photo", raws[:2])
    assert elsewhere.first_draft is not None
    save(spare, elsewhere, elsewhere.first_draft)

    branch = raws_of(spare, elsewhere)
    again = resume_from_server(seat, room, ready.kept, b"photo", branch)

    aside = list((tmp_path / "seat" / "sittings").glob("*.aside-1"))
    assert len(aside) == 1
    assert again.local_head.seq == len(branch)


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


def test_answers_that_the_server_never_saw_go_on_when_the_candidate_comes_back(
    built: BuiltPackage, seat: SeatParts, clock: HandClock
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    raws = raws_of(seat, ready)
    room = a_room(built, seat)
    seat.vault.mark_delivered(ready.sitting_uuid)
    kept = msgspec.structs.replace(ready.kept, claimed_after_order=9)

    again = resume_from_server(seat, room, kept, b"photo", raws[:1])

    assert again.sitting is not None
    assert again.sitting.responses() == {"A-1": CHOICE}
    assert again.local_head.seq == len(raws)
    assert len(seat.vault.unfinished()) == 1
    after_a_crash = resume_from_disk(seat, ready.sitting_uuid, SECRET)
    assert after_a_crash.kept.claimed_after_order == 9


def test_a_server_that_has_no_entry_yet_does_not_begin_a_sitting_anew(
    built: BuiltPackage, seat: SeatParts, clock: HandClock
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)

    again = start_sitting(seat, a_room(built, seat), ready.kept, b"photo", 4)

    assert again.sitting is not None
    assert again.sitting.responses() == {"A-1": CHOICE}
    assert again.record.resumptions == 1


def test_a_try_that_broke_off_before_the_first_entry_leaves_nothing_behind(
    built: BuiltPackage, seat: SeatParts, tmp_path: Path
) -> None:
    ready = start(built, seat)

    again = start_sitting(seat, a_room(built, seat), ready.kept, b"photo", 4)

    assert again.record.resumptions == 0
    assert len(list((tmp_path / "seat" / "sittings").iterdir())) == 1


@pytest.mark.expects_logs("kiosk.app.sitting_store")
def test_a_store_that_no_longer_opens_is_set_aside_for_the_servers_copy(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, tmp_path: Path
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    raws = raws_of(seat, ready)
    seat.vault.store_path(ready.sitting_uuid).write_bytes(b"\xee" * 8192)

    again = resume_from_server(seat, a_room(built, seat), ready.kept, b"photo", raws)

    assert again.local_head.seq == len(raws)
    assert len(list((tmp_path / "seat" / "sittings").glob("*.aside-1"))) == 1


def test_a_power_cut_before_the_store_was_whole_leaves_nothing_to_resume(
    built: BuiltPackage, seat: SeatParts
) -> None:
    sitting_uuid = SittingUuid(uuid4())
    store_key = seat.vault.create(sitting_uuid, ROOM, SECRET)

    with pytest.raises(NothingToResumeError):  # there is no store.db at all
        resume_from_disk(seat, sitting_uuid, SECRET)

    open_connection(seat.vault.store_path(sitting_uuid), store_key).close()
    with pytest.raises(NothingToResumeError):  # it is there, and nothing was kept
        resume_from_disk(seat, sitting_uuid, SECRET)


def test_after_a_release_a_restart_only_delivers(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, tmp_path: Path
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    moved = EntryDraft(
        body=Released(order_number=5), time_used_ms=30_000, wall_time_ms=1
    )
    save(seat, ready, moved)

    left = resume_from_disk(seat, ready.sitting_uuid, SECRET)

    assert left.sitting is None
    assert left.first_draft is None
    spare = a_seat(built, tmp_path / "spare", clock)
    raws = raws_of(seat, ready)
    taken = resume_from_server(spare, a_room(built, spare), ready.kept, b"", raws)
    assert taken.sitting is not None
