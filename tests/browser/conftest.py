"""A real server process on loopback, a real browser, an exam day under way."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from question_bank.formats.order import OrderKind
from question_bank.formats.seat_status import (
    SeatState,
    SeatStatus,
    seat_status_bytes,
)
from question_bank.identifiers import SittingUuid
from question_bank.sealing.lock_keys import LockKey
from sync_server.services.people import People
from sync_server.services.room_acts import RoomOrder
from sync_server.services.site import Site
from sync_server.services.site_people import people_of
from tests.builders.exam_days import (
    LoadedDay,
    load_day,
    right_answers,
    sealed_journal,
)
from tests.builders.seat_side import SeatSide, a_batch
from tests.builders.server_sites import a_site
from tests.fakes.server_clock import ServerClock

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
)


@dataclass(slots=True)
class RunningDay:
    """A server process over a prepared site; `people` looks into the same database."""

    address: str
    http: httpx.Client
    people: People
    loaded: LoadedDay
    marking: LockKey
    site: Site


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDay]:
    folder = tmp_path_factory.mktemp("day")
    site = a_site(folder / "data", ServerClock())
    people = people_of(site)
    loaded = load_day(people, site.keys.card, folder, candidates=10)
    command = [sys.executable, "-m", "tests.browser.serve_day", str(folder / "data")]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().rsplit(" ", 1)[1].strip()
        with httpx.Client(base_url=address, verify=False, trust_env=False) as http:
            marking = LockKey(site.keys.card.marking_public_key)
            yield RunningDay(address, http, people, loaded, marking, site)
        server.terminate()
    site.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("needs chromium from the system packages")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=list(FLAGS)
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, running: RunningDay) -> Iterator[Page]:
    context = browser.new_context(
        base_url=running.address,
        ignore_https_errors=True,
        viewport={"width": 1366, "height": 768},
        locale="zh-CN",
    )
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda line: (
            faults.append(line.text) if "Content Security Policy" in line.text else None
        ),
    )
    yield opened
    context.close()
    assert faults == []


def status(state: SeatState, **fields: object) -> SeatStatus:
    """Return a seat's report."""
    return SeatStatus(
        state=state,
        program_version="0.1.0",
        package_ready=True,
        total_tasks=16,
        **fields,  # type: ignore[arg-type] # any of its fields
    )


def report(seat: SeatSide, said: SeatStatus) -> None:
    """Have the seat report."""
    seat.call("PUT", "/seat/status", seat_status_bytes(said))


def seats_at_work(running: RunningDay) -> list[SeatSide]:
    """Open and start room 101; eight of ten candidates are at their seats."""
    site = running.site
    (room,) = running.people.room_views.rooms()
    uuid = room.room_session_uuid
    running.people.rooms.open(uuid, running.loaded.opening_code, by="admin")
    running.people.rooms.order(uuid, RoomOrder(kind=OrderKind.START), by="admin")
    rows = running.people.room_views.sittings(room.room_session_id)
    seats = []
    for index, row in enumerate(rows[:8]):
        seat = SeatSide(running.http).pair(site, "101", row.planned_seat_code)
        seat.log_in(row.admission_number, f"{1000001 + index}"[-6:])
        seat.claim(row.sitting_uuid)
        sitting = SittingUuid(row.sitting_uuid)
        is_done = index == 2
        journal = sealed_journal(
            sitting,
            running.loaded,
            row.form_code,
            running.marking,
            answers=right_answers(row.form_code),
            is_handed_in=is_done,
        )
        seat.call(
            "PUT", f"/sittings/{sitting}/journal", a_batch(sitting, journal, seat.key)
        )
        seats.append(seat)
    return seats
