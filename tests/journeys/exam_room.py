"""A room with its server, its seats and its proctor, up to the start of the exam.

with an_exam_room(folder, SitePlan(duration_s=75), spare_seats=1) as room:
    room.pair_all(); room.log_in_all(); room.staff.order("start")
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.journeys.people import ROOM_CODE, Person
from tests.journeys.processes import JourneyError, ProcessKeeper
from tests.journeys.seat_process import SeatProcess
from tests.journeys.server_process import ServerProcess
from tests.journeys.site_setup import Site, SitePlan, make_site
from tests.journeys.staff_client import StaffClient

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamRoom:
    """Everything of one room.

    Attributes:
        seats: By seat code, spare ones last.
    """

    keeper: ProcessKeeper
    site: Site
    server: ServerProcess
    staff: StaffClient
    seats: dict[str, SeatProcess]

    def picture(self, seat: SeatProcess, name: str) -> Path:
        """Take a picture of a seat's window; return where it is."""
        path = self.site.folder / "pictures" / f"{name}.png"
        seat.grab(path)
        return path

    def pair_all(self) -> None:
        """Start every seat and approve it by comparing the codes."""
        for seat in self.seats.values():
            seat.start()
        for code, seat in self.seats.items():
            shown = seat.pairing_code()
            if code == next(iter(self.seats)):
                self.picture(seat, "01-pairing")
            self.staff.approve(shown, ROOM_CODE, code)
        together(lambda seat: seat.wait_screen("log_in"), self.seats.values())

    def log_in(self, seat: SeatProcess, person: Person) -> None:
        """Log in at a seat, compare name and photo, confirm, pass the checks.

        Raises:
            JourneyError: the screen does not show this person.
        """
        seat.log_in(person)
        if seat.text("candidate-name") != person.name:
            told = seat.text("candidate-name")
            raise JourneyError(f"{seat.name} shows {told}, not {person.name}")
        if person.admission_number not in seat.text("candidate-number"):
            raise JourneyError(f"{seat.name} does not show {person.admission_number}")
        if person.seat_code == "01":
            self.picture(seat, "03-confirm")
        seat.click("confirm-identity")
        if person.seat_code == "01" and seat.wait_screen(
            "rules", "waiting", "exam"
        ) == ("rules"):
            self.picture(seat, "04-rules")
        seat.pass_checks()


@contextmanager
def an_exam_room(
    folder: Path, plan: SitePlan, *, spare_seats: int = 0
) -> Iterator[ExamRoom]:
    """Make a site in `folder` and run its server; everything ends with the block."""
    logs = folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    keeper = ProcessKeeper(logs)
    try:
        site = make_site(folder, keeper, plan)
        server = ServerProcess(keeper, site)
        server.start()
        staff = StaffClient(site, server.address)
        staff.sign_in()
        codes = [person.seat_code for person in plan.people]
        last = int(codes[-1])
        codes += [f"{last + extra:02}" for extra in range(1, spare_seats + 1)]
        seats = {code: _seat(keeper, site, server, code) for code in codes}
        yield ExamRoom(
            keeper=keeper, site=site, server=server, staff=staff, seats=seats
        )
    finally:
        keeper.end_all()


def _seat(
    keeper: ProcessKeeper, site: Site, server: ServerProcess, code: str
) -> SeatProcess:
    name = f"seat-{code}"
    return SeatProcess(keeper, name, site.seat_data(name), server.address)


def together(deed: Callable[[T], R], subjects: Iterable[T]) -> Sequence[R]:
    """Do the same at the same time for all; the first failure is raised."""
    found = list(subjects)
    with ThreadPoolExecutor(max(1, len(found))) as pool:
        return list(pool.map(deed, found))


def at_once(*deeds: Callable[[], R]) -> Sequence[R]:
    """Do different things at the same time; the first failure is raised."""

    def do(deed: Callable[[], R]) -> R:
        return deed()

    return together(do, deeds)
