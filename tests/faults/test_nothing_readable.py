"""S4 and S8: what lies on a seat's disk, before, in and after an exam, is readable to nobody.

Whole kiosks; every file of the seat is read (store, WAL, packages, temporary files, logs),
before the opening the program's memory too. FAULT_SIZE=release guesses more codes.
"""

import base64
import os
import random
import sys
import time
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.app.sitting_store import load_kept
from kiosk.storage.connection import open_connection
from kiosk.storage.seat_identity import SeatIdentityStore
from kiosk.storage.sitting_vault import SittingVault
from question_bank.formats.exam_package import parse_manifest
from question_bank.formats.spoken_code import parse_spoken_code, spoken_code
from question_bank.identifiers import RoomSessionUuid
from question_bank.sealing.errors import (
    OpeningCodeMistypedError,
    WrongOpeningCodeError,
)
from question_bank.sealing.journal_seal import RESUME_SECRET_BYTES
from question_bank.sealing.opening_code import OPENING_SECRET_BYTES
from question_bank.sealing.package_locks import open_inner_lock
from tests.faults.exam_rooms import a_room
from tests.faults.killed_seats import KilledSeat
from tests.faults.plaintext import Secrets, questions
from tests.faults.seat_disks import SeatDisk, seat_disk
from tests.faults.spoken_chunks import AUDIO_MARK
from tests.journeys.exam_room import ExamRoom
from tests.journeys.people import PEOPLE
from tests.journeys.processes import wait_until
from tests.journeys.seat_process import SeatProcess, wait_all_saved
from tests.journeys.site_setup import Site

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="/proc"),
]

GUESSES = {"ci": 5, "release": 200}[os.environ.get("FAULT_SIZE", "ci")]
MISTYPED = 200
WORK_BITS = 80
"""trust.md S4: the cost of trying all codes, in guesses, as a power of two."""

PERSON = PEOPLE[0]
ANSWER = "只有我才会写的这句话，别处没有。"
CLOCK_S = time.perf_counter


def own_folders(room: ExamRoom, seat: SeatProcess) -> tuple[Path, ...]:
    """Give the seat temporary files of its own; return all that may hold what it wrote."""
    folder = room.site.folder / "seat-temp"
    folder.mkdir(exist_ok=True)
    seat.environment |= {"TMPDIR": str(folder), "HOME": str(folder)}
    return seat.data_folder, folder, room.keeper.logs / f"{seat.name}.log"


def the_paper(most: int = 25) -> Secrets:
    secrets = Secrets()
    for sentence in questions(most):
        secrets.add_text("question", sentence)
    return secrets


def add_person(secrets: Secrets) -> None:
    secrets.add_text("name", PERSON.name)
    secrets.add_text("ID number", PERSON.id_number)
    secrets.add_text("answer", ANSWER)
    secrets.add_exactly("speech", AUDIO_MARK)
    secrets.add_exactly("speech (FLAC)", b"fLaC")


def add_keys(secrets: Secrets, room: ExamRoom, disk: SeatDisk) -> None:
    """Add every key that must not lie on the disk in the open."""
    keys = SeatIdentityStore(disk.folder).load_keys()
    assert keys is not None
    vault = SittingVault(disk.folder, keys.seat_secret)
    store_key = vault.open_key(disk.sitting_uuid, disk.room_secret)
    connection = open_connection(vault.store_path(disk.sitting_uuid), store_key)
    kept = load_kept(connection)
    connection.close()
    resume = room.staff.resume_code()
    secrets.add_bytes("store key", store_key)
    secrets.add_bytes("content key", kept.content_key)
    secrets.add_bytes("photo", kept.photo[64:128])
    secrets.add_bytes("room secret", disk.room_secret)
    secrets.add_text("resume code", resume)
    secrets.add_bytes(
        "resume secret",
        parse_spoken_code(resume, length_bytes=RESUME_SECRET_BYTES, name="resume_code"),
    )
    secrets.add_text("opening code", room.site.opening_code)


def test_before_the_opening_the_paper_is_neither_on_the_disk_nor_in_memory(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = the_paper()
    with a_room(exam_site, tmp_path / "site", 1) as room:
        seat = room.seats["01"]
        folders = own_folders(room, seat)
        room.pair_all()
        room.log_in(seat, PERSON)
        shelf = seat.data_folder / "packages"
        (package,) = wait_until("the package is here", lambda: _whole(shelf), 30)
        assert seat._child is not None
        on_disk = paper.hits_in_folder(*folders)
        in_memory = paper.hits_in_memory(seat._child.pid)
        code, seconds = guesses(package, room.site.opening_code)
        room.staff.open_room(room.site.opening_code)
        room.staff.order("start")
        seat.wait_screen("exam")
        after = paper.hits_in_memory(seat._child.pid)
        on_disk_after = paper.hits_in_folder(*folders)
    years = 2**WORK_BITS * seconds / 86_400 / 365
    with capsys.disabled():
        print(
            f"\nS4 before the opening {len(paper)} patterns: {len(on_disk)} hits on the"
            f" disk, {in_memory.total()} in memory (after it {after.total()} in memory,"
            f" {len(on_disk_after)} on the disk); {code}; a guess takes"
            f" {seconds * 1000:.0f} ms of a core: all codes {years:.0e} core years"
        )
    assert on_disk == on_disk_after == {}
    assert in_memory.total() == 0
    assert after.total() > 10  # the looking works
    assert seconds >= 0.1


def _whole(shelf: Path) -> list[Path]:
    return [path.parent for path in shelf.glob("*-*/inner.lock")]


def guesses(package: Path, right: str) -> tuple[str, float]:
    """Try wrong codes of every kind at a seat's package; return a count and a guess' time."""
    lock = (package / "inner.lock").read_bytes()
    manifest = parse_manifest((package / "manifest.json").read_bytes())
    assert open_inner_lock(lock, right, manifest)
    rng = random.Random(4)
    mistyped = 0
    for _ in range(MISTYPED):
        place = rng.randrange(len(right))
        letter = rng.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        typed = right[:place] + letter + right[place + 1 :]
        if typed == right or right[place] == "-":
            continue
        with pytest.raises((OpeningCodeMistypedError, WrongOpeningCodeError)):
            open_inner_lock(lock, typed, manifest)
        mistyped += 1
    for typed in (
        "",
        " ",
        right[:-1],
        right * 2,
        right[::-1],
        "0" * len(right),
        "开考",
    ):
        with pytest.raises((OpeningCodeMistypedError, WrongOpeningCodeError)):
            open_inner_lock(lock, typed, manifest)
    begin_s = CLOCK_S()
    for _ in range(GUESSES):
        wrong = spoken_code(rng.randbytes(OPENING_SECRET_BYTES))
        with pytest.raises(WrongOpeningCodeError):
            open_inner_lock(lock, wrong, manifest)
    seconds = (CLOCK_S() - begin_s) / GUESSES
    return f"{mistyped} mistyped and {GUESSES} well-formed wrong codes refused", seconds


def test_the_disk_of_a_stolen_seat_tells_nothing_before_in_and_after_an_exam(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[str, dict[str, object]] = {}
    with a_room(exam_site, tmp_path / "site", 1) as room:
        seat, secrets = room.seats["01"], the_paper(most=12)
        add_person(secrets)
        folders = own_folders(room, seat)

        def look(when: str) -> None:
            found.setdefault(when, {}).update(secrets.hits_in_folder(*folders))

        room.pair_all()
        look("before")
        room.log_in(seat, PERSON)
        look("logged in")
        room.staff.open_room(room.site.opening_code)
        room.staff.order("start")
        seat.wait_screen("exam")
        seat.go_to("a-q1")
        seat.write(ANSWER)
        wait_all_saved(seat)
        look("in the exam")
        seat.kill()
        session = RoomSessionUuid(UUID(room.staff.room_session))
        disk = seat_disk(seat.data_folder, session)
        add_keys(secrets, room, disk)
        look("killed")
        spoken = KilledSeat(disk, room.server.address, tmp_path / "v", 1, speaks=True)
        spoken.kill_once(wait_for_exam=True, lives_s=6)
        look("killed while it wrote speech")
        seat.start()
        seat.wait_screen("exam")
        seat.hand_in()
        seat.wait_text("receipt-delivery", "全部", 60)
        look("handed in")
        seat.stop()
        look("after the exam")
        files = sum(path.is_file() for path in seat.data_folder.rglob("*"))
    hits = {when: hits for when, hits in found.items() if hits}
    with capsys.disabled():
        print(
            f"\nS8 seat's disk at {len(found)} moments, {files} files in the end,"
            f" {len(secrets)} patterns: {sum(map(len, hits.values()))} files with hits"
        )
    assert hits == {}


def test_the_search_finds_what_lies_open_in_every_coding(tmp_path: Path) -> None:
    secrets = Secrets()
    secrets.add_text("answer", ANSWER)
    for number, content in enumerate(
        (
            ANSWER.encode(),
            ANSWER.encode("utf-16"),
            ANSWER.encode("utf-16-be"),
            base64.b64encode(b"x" + ANSWER.encode() + b"yz"),
            ANSWER.encode().hex().encode(),
        )
    ):
        (tmp_path / f"{number}").write_bytes(b"before" + content + b"after")

    assert len(secrets.hits_in_folder(tmp_path)) == 5
