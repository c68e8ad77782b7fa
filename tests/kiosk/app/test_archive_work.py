"""A sitting goes by stick from one seat to another: real stores, real files."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import msgspec
import pytest

from kiosk.app import archive_work
from kiosk.app.archive_work import export_archive, find_archives, go_on_from
from kiosk.app.late_claim import claim_of
from kiosk.app.meant_for_seat import held_after
from kiosk.app.seat_parts import SeatParts
from kiosk.clock import moment
from kiosk.errors import SeatStorageError
from kiosk.storage.stick import ARCHIVE_FOLDER, Stick, archives_on, sticks
from question_bank.errors import FormatError
from question_bank.formats.answer_archive import ArchiveReader, ArchiveTrailer
from question_bank.identifiers import RoomSessionUuid
from question_bank.sealing.archive_seal import check_archive
from question_bank.sealing.errors import SignatureInvalidError
from question_bank.sealing.signing_keys import SigningKey, VerifyKey
from tests.builders.seats import (
    CHOICE,
    ROOM,
    SECRET,
    a_seat,
    raws_of,
    run_a_while,
    save,
    start,
)
from tests.fakes.hand_clock import HandClock
from tests.fakes.package_server import BuiltPackage


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    folder = tmp_path / "STICK"
    folder.mkdir()
    (found,) = (stick for stick in sticks([folder]) if stick.folder == folder)
    return found


def test_another_seat_goes_on_from_the_stick(
    built: BuiltPackage,
    seat: SeatParts,
    clock: HandClock,
    tmp_path: Path,
    stick: Stick,
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    raws = raws_of(seat, ready)
    spare = a_seat(built, tmp_path / "spare", clock)

    exported = export_archive(seat, ready, stick)
    shutil.rmtree(tmp_path / "seat")
    (found,) = find_archives(stick, RoomSessionUuid(ROOM), SECRET)
    moved = go_on_from(spare, found, SECRET)

    assert exported.entries == len(raws)
    assert found.kept.candidate_name == ready.kept.candidate_name
    assert moved.sitting is not None
    assert moved.first_draft is not None
    save(spare, moved, moved.first_draft)
    assert moved.sitting.responses() == {"A-1": CHOICE}
    assert moved.sitting.left_ms(moment(clock)) > 0
    assert raws_of(spare, moved)[:-1] == raws
    # A move that the console ordered before was meant for the seat before.
    assert held_after(ready, None) == ready.kept.claimed_after_order
    assert held_after(moved, None) is None


def test_only_who_came_by_stick_is_logged_in_later(
    built: BuiltPackage, seat: SeatParts
) -> None:
    ready = start(built, seat)
    kept = msgspec.structs.replace(ready.kept, id_tail="120020")
    here = replace(ready, kept=kept)

    assert claim_of(replace(here, is_by_stick=True)).id_tail == "120020"
    # A move that was ordered while this seat was down is not undone.
    assert claim_of(here).id_tail == ""


def test_an_archive_names_nobody(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, stick: Stick
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)

    path = export_archive(seat, ready, stick).path

    content = path.read_bytes()
    for secret in (ready.kept.candidate_name, ready.kept.admission_number):
        assert secret.encode() not in content
    assert ready.kept.admission_number not in path.name


def test_another_room_sees_no_archive(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, stick: Stick
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    export_archive(seat, ready, stick)

    assert find_archives(stick, RoomSessionUuid(uuid4()), SECRET) == ()
    assert find_archives(stick, RoomSessionUuid(ROOM), bytes(32)) == ()


def test_a_cut_or_altered_archive_is_refused_wherever_it_was_touched(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, stick: Stick
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    path = export_archive(seat, ready, stick).path
    whole = path.read_bytes()
    key = seat.signing_key.verify_key

    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at])
        with pytest.raises(FormatError), path.open("rb") as stream:
            check_archive(stream, key)
        altered = bytearray(whole)
        altered[at] ^= 1
        path.write_bytes(altered)
        refusals = (FormatError, SignatureInvalidError)
        with pytest.raises(refusals), path.open("rb") as stream:
            check_archive(stream, key)


def test_another_seats_signature_is_refused(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, stick: Stick
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    path = export_archive(seat, ready, stick).path

    with pytest.raises(SignatureInvalidError), path.open("rb") as stream:
        check_archive(stream, SigningKey.draw().verify_key)


def test_a_second_archive_takes_the_place_of_the_first(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, stick: Stick
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)

    first = export_archive(seat, ready, stick)
    second = export_archive(seat, ready, stick)

    assert first.path == second.path
    assert [archive.path for archive in archives_on(stick)] == [first.path]


def test_a_file_that_is_no_archive_is_shown_without_a_header(stick: Stick) -> None:
    folder = stick.folder / ARCHIVE_FOLDER
    folder.mkdir()
    (folder / "holiday.answers").write_bytes(b"a photo")

    (found,) = archives_on(stick)

    assert found.header is None


def test_a_stick_that_was_pulled_is_told(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, stick: Stick
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    stick.folder.rmdir()
    stick.folder.touch()  # what was a folder is none any more

    with pytest.raises(SeatStorageError):
        export_archive(seat, ready, stick)


def test_the_archive_holds_the_very_entries(
    built: BuiltPackage, seat: SeatParts, clock: HandClock, stick: Stick
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)

    path = export_archive(seat, ready, stick).path

    with path.open("rb") as stream:
        reader = ArchiveReader(stream)
        assert tuple(reader.entries()) == raws_of(seat, ready)
        reader.trailer()


def test_what_is_entered_while_it_is_written_is_not_counted(
    built: BuiltPackage,
    seat: SeatParts,
    clock: HandClock,
    stick: Stick,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ready = start(built, seat)
    run_a_while(seat, ready, clock)
    before = len(raws_of(seat, ready))
    sitting = ready.sitting
    assert sitting is not None

    def checked_later(stream: BinaryIO, key: VerifyKey) -> ArchiveTrailer:
        save(seat, ready, *sitting.set_mark("A-1", moment(clock), is_marked=True))
        return check_archive(stream, key)

    monkeypatch.setattr(archive_work, "check_archive", checked_later)

    assert export_archive(seat, ready, stick).entries == before
    assert len(raws_of(seat, ready)) == before + 1
