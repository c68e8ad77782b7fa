"""R10: where one copy is damaged, the other one brings everything back; whole programs."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.faults.exam_rooms import a_room, begin_exam
from tests.journeys.exam_room import ExamRoom
from tests.journeys.processes import wait_until
from tests.journeys.seat_process import SeatProcess, wait_all_saved
from tests.journeys.site_setup import Site

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL"),
]

AT_SERVER = "✓"
TEXT = "先倾听和共情，再联系家人陪伴。"


def answered(room: ExamRoom) -> SeatProcess:
    """Begin the exam, write a short answer, choose an option; both reach the server."""
    begin_exam(room)
    seat = room.seats["01"]
    seat.go_to("a-q1")
    seat.write(TEXT)
    wait_all_saved(seat)
    seat.go_to("a-s1")
    seat.choose("b")
    wait_all_saved(seat)
    seat.wait_text("saved-server", AT_SERVER)
    return seat


def shown_answers(seat: SeatProcess) -> list[object]:
    answers: list[object] = []
    for task in ("a-q1", "a-s1"):
        seat.go_to(task)
        answers.append(seat.shown["response"])
    return answers


EXPECTED: list[object] = [{"text": TEXT}, {"options": ["b"]}]


def test_a_seat_whose_store_is_damaged_goes_on_with_the_servers_copy(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_room(exam_site, tmp_path / "site", 1) as room:
        seat = answered(room)
        seat.kill()
        (store,) = seat.data_folder.glob("sittings/*/store.db")
        for file in store.parent.glob("store.db*"):
            content = bytearray(file.read_bytes())
            for start in range(0, len(content), 4096):
                content[start + 99 : start + 100] = b"\xee"
            file.write_bytes(bytes(content))
        seat.start()
        try:
            screen = seat.wait_screen("exam", "trouble", "log_in", limit_s=30)
        finally:
            with capsys.disabled():
                told = seat.text("trouble-code") or seat.shown.get("screen")
                print(f"\nR10 seat's store damaged, server alive: {told}")
        assert screen == "exam"
        assert shown_answers(seat) == EXPECTED


def test_a_server_set_back_to_an_older_copy_is_filled_by_its_seats(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_room(exam_site, tmp_path / "site", 1) as room:
        begin_exam(room)
        seat = room.seats["01"]
        seat.wait_text("saved-server", AT_SERVER)
        data, older = room.site.server_data, tmp_path / "older"
        room.server.kill()
        older.mkdir()
        for file in data.glob("server.db*"):
            shutil.copy(file, older)
        room.server.start()
        seat.go_to("a-q1")
        seat.write(TEXT)
        wait_all_saved(seat)
        seat.go_to("a-s1")
        seat.choose("b")
        wait_all_saved(seat)
        number = "202611220001"
        wait_until(
            "the server has them",
            lambda: room.staff.live()[number]["server_seq"] >= 4,
            30,
        )
        before = room.staff.live()[number]["server_seq"]
        room.server.kill()
        for file in data.glob("server.db*"):
            file.unlink()
        for file in older.iterdir():
            shutil.copy(file, data)
        room.server.start()
        room.staff.sign_in()
        wait_until(
            "the seats have filled it",
            lambda: room.staff.live()[number]["server_seq"] >= before,
            60,
        )
        after = room.staff.live()[number]["server_seq"]
    with capsys.disabled():
        print(f"\nR10 server set back: {before} entries before, {after} after")


def test_a_seat_whose_disk_forgot_goes_on_with_the_servers_copy(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # A restore card, or a damaged page of the WAL: what stands after it is not read.
    with a_room(exam_site, tmp_path / "site", 1) as room:
        begin_exam(room)
        seat = room.seats["01"]
        seat.wait_text("saved-server", AT_SERVER)
        seat.kill()
        (store,) = seat.data_folder.glob("sittings/*/store.db")
        older = shutil.copytree(store.parent, tmp_path / "older")
        seat.start()
        seat.wait_screen("exam", limit_s=30)
        seat.go_to("a-q1")
        seat.write(TEXT)
        wait_all_saved(seat)
        seat.go_to("a-s1")
        seat.choose("b")
        wait_all_saved(seat)
        seat.wait_text("saved-server", AT_SERVER)
        seat.kill()
        shutil.rmtree(store.parent)
        shutil.copytree(older, store.parent)
        seat.start()
        seat.wait_screen("exam", limit_s=30)
        found = shown_answers(seat)
        seat.wait_text("saved-server", AT_SERVER)
        trouble = [line["trouble"] for line in room.staff.live().values()]
    with capsys.disabled():
        print(
            f"\nR10 seat's disk forgot: {found == EXPECTED} answers there, {trouble[0]}"
        )
    assert found == EXPECTED
    assert not any("JOURNAL_CONFLICT" in codes for codes in trouble)
