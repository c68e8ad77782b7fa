"""The server's machine dies for good; another one takes over while a seat runs."""

from pathlib import Path

import pytest

from tests.journeys.exam_room import ExamRoom
from tests.journeys.people import PEOPLE
from tests.journeys.processes import ProcessKeeper, wait_until
from tests.journeys.seat_process import SeatProcess, wait_all_saved
from tests.journeys.server_process import ServerProcess, free_port
from tests.journeys.site_setup import SitePlan, make_site, program
from tests.journeys.staff_client import StaffClient

PERSON = PEOPLE[0]


@pytest.mark.slow  # whole programs: about 40 s
def test_a_restored_server_elsewhere_goes_on_with_running_seats(
    tmp_path: Path,
) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    keeper = ProcessKeeper(logs)
    try:
        _go_through(tmp_path, keeper)
    finally:
        keeper.end_all()


def _go_through(folder: Path, keeper: ProcessKeeper) -> None:
    site = make_site(folder, keeper, SitePlan(duration_s=300, people=(PERSON,)))
    first = ServerProcess(keeper, site, spare_port=free_port())
    first.start()
    staff = StaffClient(site, first.address)
    staff.sign_in()
    seat = SeatProcess(keeper, "seat-01", site.seat_data("seat-01"), first.address)
    seats = {PERSON.seat_code: seat}
    room = ExamRoom(keeper=keeper, site=site, server=first, staff=staff, seats=seats)
    room.pair_all()
    staff.open_room(site.opening_code)

    # The backup knows neither the log-in nor anything after it.
    backup, restored = folder / "site.backup", folder / "other-machine"
    words = ("--passphrase-file", site.marking_passphrase_file)
    command = program("exam-server")
    keeper.run(command, "backup", backup, "--data", site.server_data, *words)
    room.log_in(seat, PERSON)
    staff.order("start")
    seat.wait_screen("exam")
    seat.choose("b")
    wait_all_saved(seat)
    first.kill()
    seat.go_to("a-s2")
    seat.choose("a")
    wait_all_saved(seat)

    keeper.run(command, "restore", backup, "--data", restored, *words)
    second = first.take_over(keeper, restored)
    second.start()
    staff = StaffClient(site, second.address)
    staff.sign_in()
    staff.order("start")
    staff.order("extend", extra_ms=60_000)

    wait_until(
        "the other server has the whole journal",
        lambda: "\u2713" in seat.text("saved-server"),
        30,
    )
    wait_until(
        "an order of the other server is obeyed",
        lambda: _minutes_left(seat) >= 5,
        20,
    )
    assert seat.hand_in() == _receipt_at_the_server(staff)


def _minutes_left(seat: SeatProcess) -> int:
    shown = seat.text("clock").split()[-1].split(":")
    return int(shown[0]) * 60 + int(shown[1])


def _receipt_at_the_server(staff: StaffClient) -> str:
    def receipt() -> str:
        return str(staff.live()[PERSON.admission_number]["receipt_code"])

    return str(wait_until("the receipt at the server", receipt, 20))
