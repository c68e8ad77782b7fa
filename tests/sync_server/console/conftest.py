"""A site on an exam day, behind its web program, in this process."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from sync_server.api.journal_front import JournalFront
from sync_server.app import make_web_program
from sync_server.services.people import People
from sync_server.services.site import Site
from sync_server.services.site_people import people_of
from tests.builders.exam_days import LoadedDay, load_day
from tests.builders.server_sites import a_site
from tests.fakes.server_clock import ServerClock


@dataclass(frozen=True, slots=True)
class Day:
    """The site with what was brought in; `http` reaches it as seats and staff do."""

    site: Site
    people: People
    http: httpx.Client
    clock: ServerClock
    loaded: LoadedDay
    program: Litestar


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    clock = ServerClock()
    site = a_site(tmp_path / "data", clock)
    people = people_of(site)
    loaded = load_day(people, site.keys.card, tmp_path)
    program = make_web_program(site)
    program.on_startup.append(lambda: site.start(asyncio.get_running_loop()))
    front: Any = JournalFront(site, program)  # type: ignore[arg-type] # ASGI\'s own dicts
    with TestClient(front, base_url="https://testserver.local") as client:
        yield Day(site, people, client, clock, loaded, program)
        site.stop()
    site.close()
