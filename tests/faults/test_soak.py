"""The soak at its small size; the real one: `python -m tests.benchmarks.soak`."""

import os
import sys
from pathlib import Path

import pytest

from tests.benchmarks.soak import KILLS, OUTAGES, REACH_MB, soak
from tests.journeys.site_setup import Site

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL"),
]

MINUTES = {"ci": 2.0, "release": 120.0}[os.environ.get("FAULT_SIZE", "ci")]


@pytest.mark.timeout(4 * 3600)
def test_two_hours_at_a_seat_lose_nothing_and_memory_does_not_grow(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outages = OUTAGES if MINUTES > 10 else 3
    soaked = soak(exam_site, tmp_path / "site", MINUTES, outages, KILLS)

    with capsys.disabled():
        print(f"\n{MINUTES:g} min {soaked.told()}")
    assert soaked.tally.lost == 0, "\n".join(soaked.tally.details)
    assert soaked.tally.acknowledged > soaked.tally.kills
    assert soaked.is_at_server
    assert soaked.memory.growth_mb < REACH_MB
