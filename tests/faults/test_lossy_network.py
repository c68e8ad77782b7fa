"""R7: loss, delay, doubling, reordering, a cable that is pulled; the candidate notices nothing.

Real kiosks in a network namespace, their one wire to the real server in foul weather
(`lossy_wire`). The candidate's save latency is compared with fair weather; after the
weather everything arrives, exactly once. FAULT_SIZE=ci or release (longer, more seats).
"""

import os
import sqlite3
import sys
import threading
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from tests.benchmarks.interface_latency import timed_seat
from tests.faults.exam_rooms import a_room, begin_exam
from tests.faults.lossy_wire import FAIR, FOUL, UNPLUGGED, LossyWire, lossy_wire
from tests.journeys.exam_room import ExamRoom, together
from tests.journeys.processes import wait_until
from tests.journeys.seat_process import SeatProcess, wait_all_saved
from tests.journeys.site_setup import Site

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="network namespaces"),
]

SPAN_S, SEATS, OUT_S = {"ci": (60.0, 2, 20.0), "release": (600.0, 6, 7200.0)}[
    os.environ.get("FAULT_SIZE", "ci")
]
TURN_S = 3.0
WEATHERS = {"fair": FAIR, "foul": FOUL, "no cable": UNPLUGGED}
MOST_DIFFERENCE_MS = 5.0
MOST_SLOWER = 0.15
SYNC_LIMIT_S = 10.0
CLOCK = SystemClock()


def into_namespace(room: ExamRoom, wire: LossyWire) -> None:
    for seat in room.seats.values():
        seat.prefix = wire.prefix


def all_arrived_s(room: ExamRoom) -> float:
    """Return how long it takes until every seat's entries are at the server."""
    begin_s = CLOCK.boottime_s()

    def are_there() -> bool:
        return all("✓" in seat.text("saved-server") for seat in room.seats.values())

    wait_until("all is at the server", are_there, 60)
    return CLOCK.boottime_s() - begin_s


def twice_at_server(room: ExamRoom) -> tuple[int, int]:
    """Return how many entries the server has, and how many of them double or missing."""
    with closing(sqlite3.connect(room.site.server_data / "server.db")) as database:
        rows = database.execute(
            "SELECT sitting_id, count(*), count(DISTINCT seq), max(seq)"
            " FROM journal_entry GROUP BY sitting_id"
        ).fetchall()
    total = sum(row[1] for row in rows)
    wrong = sum(row[1] - row[2] + row[3] - row[2] for row in rows)
    return total, wrong


def answer_on(seat: SeatProcess) -> None:
    form = seat.shown["current"][0]
    for index in range(6):
        seat.go_to(f"{form}-s1")
        seat.choose("abcd"[index % 4])
        wait_all_saved(seat)
        seat.go_to(f"{form}-q1")
        seat.write(f"第{index}句。")
        wait_all_saved(seat)


def _is_past(moment_s: float) -> bool:
    return CLOCK.boottime_s() >= moment_s


class ChangingWeather(threading.Thread):
    """Fair, foul and no cable in turn, every few seconds, so that all share the machine's moods."""

    def __init__(self, wire: LossyWire) -> None:
        super().__init__(daemon=True)
        self._wire = wire
        self._is_over = threading.Event()
        self._since: list[tuple[float, str]] = []

    def run(self) -> None:
        while not self._is_over.is_set():
            for name, weather in WEATHERS.items():
                self._wire.weather = weather
                self._since.append((time.perf_counter(), name))
                self._is_over.wait(TURN_S)
        self._wire.weather = FAIR

    def stop(self) -> None:
        self._is_over.set()
        self.join()

    def sorted_out(self, saves: list[list[float]]) -> dict[str, list[float]]:
        """Return the save times by weather, sorted."""
        found: dict[str, list[float]] = {name: [] for name in WEATHERS}
        for when_s, took_ms in saves:
            past = [name for since_s, name in self._since if since_s <= when_s]
            if past:
                found[past[-1]].append(took_ms)
        return {name: sorted(values) for name, values in found.items()}


def at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


@pytest.mark.timeout(4 * 3600)
def test_a_candidate_saves_as_fast_in_foul_weather_and_without_a_cable(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        lossy_wire("exw") as wire,
        a_room(exam_site, tmp_path / "site", 1, host=wire.host) as room,
    ):
        into_namespace(room, wire)
        begin_exam(room)
        room.seats["01"].kill()
        changing = ChangingWeather(wire)
        figures = timed_seat(
            room,
            {},
            "--clicks",
            prefix=wire.prefix,
            span_s=SPAN_S,
            on_exam=changing.start,
        )
        changing.stop()
    found = changing.sorted_out(figures["saved_at"])
    limit_ms = at(found["fair"], 0.95) + MOST_DIFFERENCE_MS
    slower = max(
        sum(value > limit_ms for value in values) / len(values)
        for values in found.values()
    )
    worse = {
        share: max(at(values, share) for values in found.values())
        - at(found["fair"], share)
        for share in (0.5, 0.99)
    }
    with capsys.disabled():
        told = ", ".join(
            f"{name} {at(values, 0.5):.1f} / {at(values, 0.99):.1f} ms"
            for name, values in found.items()
        )
        print(
            f"\nR7 click to shown as saved, p50 / p99 of {len(found['fair'])} each: {told};"
            f" worse than fair by {worse[0.5]:.1f} / {worse[0.99]:.1f} ms"
            f"; {slower:.0%} slower than fair weather's p95 + 5 ms"
        )
    # p99 of a few hundred is a neighbour's burst on a busy machine (decision 0171); how
    # many are slower than fair weather's slowest twentieth is not.
    assert worse[0.5] < MOST_DIFFERENCE_MS
    assert slower < MOST_SLOWER


@pytest.mark.timeout(4 * 3600)
def test_after_foul_weather_and_a_pulled_cable_all_arrives_exactly_once(
    exam_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        lossy_wire("exa") as wire,
        a_room(exam_site, tmp_path / "site", SEATS, host=wire.host) as room,
    ):
        into_namespace(room, wire)
        begin_exam(room)
        times = []
        for weather, pause_s in ((FOUL, 0.0), (UNPLUGGED, OUT_S), (FOUL, 0.0)):
            wire.weather = weather
            together(answer_on, room.seats.values())
            until_s = CLOCK.boottime_s() + pause_s
            past = partial(_is_past, until_s)
            wait_until("the cable is out", past, pause_s + 10)
            wire.weather = FAIR
            times.append(all_arrived_s(room))
        total, wrong = twice_at_server(room)
        saved = sum(seat.saved_count for seat in room.seats.values())
        frames = wire.frames
    with capsys.disabled():
        print(
            f"\nR7 {SEATS} seats, 20 % loss, 200±100 ms, doubled and reordered ({frames}"
            f" frames), cable out {OUT_S:.0f} s: all at the server"
            f" {max(times):.1f} s after the weather cleared; {total} entries"
            f" ({saved} shown as saved), {wrong} double or missing"
        )
    assert max(times) <= SYNC_LIMIT_S
    assert wrong == 0
    assert total > saved
