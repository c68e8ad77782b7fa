from pathlib import Path

import pytest

from kiosk.app.seat_parts import SeatParts
from tests.builders.seats import a_seat
from tests.fakes.hand_clock import HandClock
from tests.fakes.package_server import BuiltPackage, a_built_package


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltPackage:
    """A package that every test only reads: a seat has its own copy of it."""
    return a_built_package(tmp_path_factory.mktemp("package"))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def seat(built: BuiltPackage, tmp_path: Path, clock: HandClock) -> SeatParts:
    """Return a paired seat with the package on its shelf."""
    return a_seat(built, tmp_path / "seat", clock)
