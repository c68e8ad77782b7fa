"""Rooms for whole-process faults: one site made by the real commands, copied for each room.

    site = made_site(folder)
    with a_room(site, folder, seats=2) as room:
        begin_exam(room)

A site costs a dozen commands (half a minute), a copy nothing; so one is made a run.
"""

import dataclasses
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.exam_room import ExamRoom, together
from tests.journeys.people import PEOPLE
from tests.journeys.processes import ProcessKeeper
from tests.journeys.seat_process import SeatProcess
from tests.journeys.server_process import ServerProcess
from tests.journeys.site_setup import SAMPLE, Site, SitePlan, make_site
from tests.journeys.staff_client import StaffClient

DURATION_S = 4 * 3600
"""Longer than any test: no clock may end an exam that is being killed."""


def made_site(
    folder: Path, duration_s: int = DURATION_S, sample: Path = SAMPLE
) -> Site:
    """Make a site with its package and six candidates in a new folder.

    Args:
        sample: The exam's source.
    """
    (folder / "logs").mkdir(parents=True)
    keeper = ProcessKeeper(folder / "logs")
    plan = SitePlan(duration_s=duration_s, sample=sample)
    return make_site(folder, keeper, plan)


@contextmanager
def a_room(
    site: Site, folder: Path, seats: int, host: str = "127.0.0.1"
) -> Iterator[ExamRoom]:
    """Run a copy of the site with so many seats; everything ends with the block.

    Args:
        host: Where the seats find the server.
    """
    shutil.copytree(site.folder, folder)
    own = dataclasses.replace(site, folder=folder)
    keeper = ProcessKeeper(folder / "logs")
    try:
        server = ServerProcess(keeper, own, host=host)
        server.start()
        staff = StaffClient(own, f"127.0.0.1:{server.port}")
        staff.sign_in()
        codes = [person.seat_code for person in PEOPLE[:seats]]
        yield ExamRoom(
            keeper=keeper,
            site=own,
            server=server,
            staff=staff,
            seats={
                code: SeatProcess(
                    keeper, f"seat-{code}", own.seat_data(code), server.address
                )
                for code in codes
            },
        )
    finally:
        keeper.end_all()


def begin_exam(room: ExamRoom, log_in: int | None = None) -> None:
    """Pair, open, log in and start: seats show their first task.

    Args:
        log_in: How many seats get a candidate, from the first; None: all.
    """
    room.pair_all()
    room.staff.open_room(room.site.opening_code)
    taken = list(room.seats.values())[:log_in]
    for seat, person in zip(taken, PEOPLE, strict=False):
        room.log_in(seat, person)
    room.staff.order("start")
    together(lambda seat: seat.wait_screen("exam"), taken)
