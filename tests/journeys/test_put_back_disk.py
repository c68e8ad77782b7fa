"""A computer with a restore card: its data folder comes back as it was (row 78)."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.journeys.exam_room import ExamRoom, an_exam_room
from tests.journeys.people import PEOPLE
from tests.journeys.processes import wait_until
from tests.journeys.site_setup import SitePlan

FORGETS = "硬盘重启后会还原"
IS_MEASURED = 'class="cell good"'


@pytest.mark.faults
@pytest.mark.slow  # whole programs over TLS: about 40 s
def test_a_disk_that_was_put_back_stands_on_the_consoles_readiness_page(
    tmp_path: Path,
) -> None:
    plan = SitePlan(duration_s=600, people=PEOPLE[:1])
    with an_exam_room(tmp_path, plan) as room:
        room.pair_all()
        (seat,) = room.seats.values()
        wait_until("the first start at the server", lambda: _starts(room) == 1, 20)
        seat.stop()
        older = tmp_path / "older"
        shutil.copytree(seat.data_folder, older)
        seat.start()
        wait_until("the second start at the server", lambda: _starts(room) == 2, 30)
        wait_until("the seat's own check", lambda: IS_MEASURED in _page(room), 40)
        assert FORGETS not in _page(room)
        seat.stop()

        shutil.rmtree(seat.data_folder)
        shutil.copytree(older, seat.data_folder)
        seat.start()
        wait_until("the finding at the console", lambda: FORGETS in _page(room), 40)
        seat.wait_screen("log_in")
        room.picture(seat, "24-put-back")


def _page(room: ExamRoom) -> str:
    """Return the console's page on the room's readiness, as a browser gets it."""
    return room.staff.page(f"/rooms/{room.staff.room_session}/readiness")


def _starts(room: ExamRoom) -> int:
    """Return how many starts of the seat the server's database knows."""
    (file,) = room.site.server_data.glob("*.db")
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        ((found,),) = connection.execute("select start_count from seat").fetchall()
    finally:
        connection.close()
    return int(found)
