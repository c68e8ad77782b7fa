"""R6 with a whole kiosk: its machine's clock is set again and again by libfaketime.

An exam of a minute; wall-clock jumps of an hour, a day, a year back, to 1970. The clock on
the screen is compared with true time, the automatic hand-in comes neither early nor late,
and the journal says that the clock was set.
"""

import os
import sqlite3
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from tests.faults.exam_rooms import a_room, begin_exam, made_site
from tests.journeys.exam_room import ExamRoom
from tests.journeys.exam_steps import seconds_left
from tests.journeys.processes import wait_until
from tests.journeys.seat_process import SeatProcess

LIBRARIES = [
    Path("/usr/lib") / folder / "faketime" / "libfaketimeMT.so.1"
    for folder in (f"{os.uname().machine}-linux-gnu", "")
]
LIBRARY = next((path for path in LIBRARIES if path.exists()), None)

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        sys.platform != "linux" or LIBRARY is None, reason="needs libfaketime"
    ),
]

DURATION_S = 60
JUMPS = ("+3600", "-3600", "+1d", "@1970-01-02 00:00:00", "+0.5", "-365d", "-365d")
"""The last ones: set back by a year, and left so to the end."""
EVERY_S = 6.0
MOST_ERROR_S = 2
"""One second of the promise, one because the screen shows whole seconds."""

CLOCK = SystemClock()


def _is_past(moment_s: float) -> bool:
    return CLOCK.boottime_s() > moment_s


def fresh_left_s(seat: SeatProcess) -> int:
    """Return the seconds on the screen's clock right after they have changed."""
    before = seat.text("clock")
    seat.wait("the clock's next second", lambda now: now["texts"]["clock"] != before)
    return seconds_left(seat)


def jumps(room: ExamRoom, setting: Path, begin_s: float) -> list[float]:
    """Set the seat's clock again and again; return the screen's errors in seconds."""
    seat = room.seats["01"]
    errors = []
    for jump in JUMPS:
        setting.write_text(jump)
        until_s = CLOCK.boottime_s() + EVERY_S
        wait_until("some time", partial(_is_past, until_s), 20)
        left_s = fresh_left_s(seat)
        true_left_s = DURATION_S - (CLOCK.boottime_s() - begin_s)
        errors.append(left_s - true_left_s)
    return errors


def entries_of(room: ExamRoom, kind: str) -> int:
    """Return how many entries of a kind the server has; kinds are open."""
    with closing(sqlite3.connect(room.site.server_data / "server.db")) as database:
        words = "SELECT count(*) FROM journal_entry WHERE kind = ?"
        count: int = database.execute(words, (kind,)).fetchone()[0]
    return count


def test_setting_the_machines_clock_moves_neither_the_exams_clock_nor_its_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = made_site(tmp_path / "made", DURATION_S)
    setting = tmp_path / "faketime"
    setting.write_text("+0")
    with a_room(site, tmp_path / "site", 1) as room:
        monkeypatch.setenv("LD_PRELOAD", str(LIBRARY))
        monkeypatch.setenv("FAKETIME_TIMESTAMP_FILE", str(setting))
        monkeypatch.setenv("FAKETIME_NO_CACHE", "1")
        monkeypatch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        begin_exam(room)
        seat = room.seats["01"]
        left_s = fresh_left_s(seat)
        begin_s = CLOCK.boottime_s() - (DURATION_S - left_s)
        errors = jumps(room, setting, begin_s)
        seat.wait_screen("receipt", limit_s=DURATION_S)
        end_error_s = CLOCK.boottime_s() - begin_s - DURATION_S
        seat.wait_text("receipt-delivery", "全部", 60)
        noted = entries_of(room, "clock_jumped")
    most = max(map(abs, errors))
    with capsys.disabled():
        print(
            f"\nR6 whole kiosk, clock set {len(JUMPS)} times: remaining time wrong by at"
            f" most {most:.1f} s as shown, hand-in {end_error_s:+.1f} s from its time,"
            f" delivered with the clock a year back; {noted} entries say that it was set"
        )
    assert most <= MOST_ERROR_S
    assert noted >= 4
    assert -1 <= end_error_s <= MOST_ERROR_S + 1
