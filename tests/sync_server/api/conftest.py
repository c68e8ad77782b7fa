"""A site behind its web program, in this process and without sockets."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from sync_server.api.journal_front import JournalFront
from sync_server.app import make_web_program
from sync_server.services.site import Site
from tests.builders.seat_side import SeatSide
from tests.builders.server_sites import PlannedRoom, a_site, plan_room
from tests.fakes.server_clock import ServerClock


@dataclass(frozen=True, slots=True)
class Served:
    """A site that answers."""

    site: Site
    http: httpx.Client
    room: PlannedRoom
    clock: ServerClock

    def seat(self, seat_code: str = "01") -> SeatSide:
        return SeatSide(self.http).pair(self.site, self.room.room_code, seat_code)


@pytest.fixture(params=["front", "framework"])
def served(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    """Both ways that a push can come in give the same answers."""
    clock = ServerClock()
    site = a_site(tmp_path / "data", clock)
    program = make_web_program(site)

    async def start() -> None:
        site.start(asyncio.get_running_loop())

    program.on_startup.append(start)
    behind: Any = program  # Litestar's ASGI types are its own
    app: Any = JournalFront(site, behind) if request.param == "front" else program
    with TestClient(app) as client:
        yield Served(site, client, plan_room(site), clock)
        site.stop()
    site.close()
