"""Two hours at a seat: a robot candidate, speech, server outages, kills; nothing is lost.

    python -m tests.benchmarks.soak [--minutes N] [--outages 10] [--kills 3]

A real kiosk (offscreen) whose candidate types 5 to 15 keys a second and journals a second
of speech each second; a real server that is killed and started again. What the screen
called saved is kept outside and compared with the disk after each kill. Memory growth is
that of the longest-living process of the seat, after its warm-up.
"""

import argparse
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from question_bank.identifiers import RoomSessionUuid
from tests.faults.exam_rooms import a_room, begin_exam, made_site
from tests.faults.killed_seats import KilledSeat, Tally
from tests.faults.seat_disks import seat_disk
from tests.journeys.exam_room import ExamRoom
from tests.journeys.processes import wait_until
from tests.journeys.site_setup import Site

MINUTES = 120.0
OUTAGES, KILLS = 10, 3
WARM_UP_SHARE = 0.25
SAMPLE_S = 2.0
REACH_MB = 20.0
MB = 1024 * 1024


@dataclass
class Memory:
    """Resident memory of the seat's processes, in MB, by process in order of time."""

    samples: list[list[float]] = field(default_factory=list)
    pid: int = 0

    def begin(self, pid: int) -> None:
        """A process has started."""
        self.pid = pid
        self.samples.append([])

    def look(self) -> None:
        """Take a sample; none of a process that is dead."""
        try:
            status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        except OSError:
            return
        for line in status.splitlines() if self.samples else ():
            if line.startswith("VmRSS:"):
                self.samples[-1].append(int(line.split()[1]) * 1024 / MB)

    @property
    def growth_mb(self) -> float:
        """Highest after the warm-up over the end of the warm-up, of the longest life."""
        life = max(self.samples, key=len)
        warm = life[int(len(life) * WARM_UP_SHARE) :]
        return max(warm) - warm[0] if warm else 0.0

    @property
    def most_mb(self) -> float:
        """The highest of all."""
        return max(max(life, default=0.0) for life in self.samples)


@dataclass(frozen=True, slots=True, kw_only=True)
class Soaked:
    """What a soak found."""

    tally: Tally
    memory: Memory
    entries: int
    outages: int
    is_at_server: bool

    def told(self) -> str:
        """Return the figures in words."""
        tally = self.tally
        return (
            f"soak: {self.entries} entries, {self.outages} server outages,"
            f" {tally.kills} kills; {tally.acknowledged} shown as saved, {tally.lost}"
            f" lost; all at the server: {self.is_at_server}; memory"
            f" {self.memory.most_mb:.0f} MB at most, growth after warm-up"
            f" {self.memory.growth_mb:.1f} MB"
        )


def soak(site: Site, folder: Path, minutes: float, outages: int, kills: int) -> Soaked:
    """Run it; the site's exam must last longer."""
    with a_room(site, folder, 1) as room:
        begin_exam(room)
        seat = room.seats["01"]
        seat.kill()
        session = RoomSessionUuid(UUID(room.staff.room_session))
        disk = seat_disk(seat.data_folder, session)
        victim = KilledSeat(disk, room.server.address, folder / "v", 1, speaks=True)
        memory, is_over = Memory(), threading.Event()

        def look() -> None:
            while not is_over.wait(SAMPLE_S):
                memory.look()

        helpers = [
            threading.Thread(target=look),
            threading.Thread(target=_outages, args=(room, is_over, minutes, outages)),
        ]
        for helper in helpers:
            helper.start()
        for life in range(kills + 1):
            victim.kill_once(
                wait_for_exam=True,
                lives_s=minutes * 60 * _share(life, kills),
                on_started=memory.begin,
            )
        is_over.set()
        for helper in helpers:
            helper.join()
        seat.start()
        seat.wait_screen("exam", limit_s=60)
        is_at_server = _arrives(room)
        entries = room.staff.live()["202611220001"]["server_seq"]
        seat.kill()
    return Soaked(
        tally=victim.tally,
        memory=memory,
        entries=entries,
        outages=outages,
        is_at_server=is_at_server,
    )


def _share(life: int, kills: int) -> float:
    """The first life is half of the time, so that growth can be seen; others share."""
    return 0.5 if life == 0 and kills else 0.5 / max(1, kills) if kills else 1.0


def _outages(
    room: ExamRoom, is_over: threading.Event, minutes: float, outages: int
) -> None:
    """Kill the server again and again; it is away for a third of each turn."""
    turn_s = minutes * 60 / max(1, outages)
    for _ in range(outages):
        is_over.wait(turn_s * 2 / 3)
        room.server.kill()
        is_over.wait(turn_s / 3)
        room.server.start()


def _arrives(room: ExamRoom) -> bool:
    seat = room.seats["01"]
    room.staff.sign_in()
    wait_until("the server has all", lambda: "✓" in seat.text("saved-server"), 120)
    return True


def _ok(soaked: Soaked) -> bool:
    return not soaked.tally.lost and soaked.memory.growth_mb < REACH_MB


def records(soaked: Soaked, minutes: float) -> list[dict[str, Any]]:
    """Return the figures in the form of the other benchmarks."""
    return [
        {
            "name": f"soak of {minutes:g} min: acknowledged entries lost",
            "value": soaked.tally.lost,
            "unit": "",
            "limit": soaked.tally.acknowledged,
            "reach": "0",
            "ok": not soaked.tally.lost,
        },
        {
            "name": "memory growth after warm-up",
            "value": round(soaked.memory.growth_mb, 1),
            "unit": "MB",
            "limit": None,
            "reach": f"< {REACH_MB:.0f}",
            "ok": soaked.memory.growth_mb < REACH_MB,
        },
    ]


def main() -> int:
    """Run a soak and print its figures; 1 if it does not reach them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.soak")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--outages", type=int, default=OUTAGES)
    parser.add_argument("--kills", type=int, default=KILLS)
    given = parser.parse_args()
    begin_s = time.monotonic()
    with TemporaryDirectory(prefix="exam-soak-") as name:
        site = made_site(Path(name) / "made")
        soaked = soak(
            site, Path(name) / "site", given.minutes, given.outages, given.kills
        )
    print(f"{soaked.told()}; {(time.monotonic() - begin_s) / 60:.1f} min")
    for detail in soaked.tally.details:
        print(detail)
    return 0 if _ok(soaked) else 1


if __name__ == "__main__":
    raise SystemExit(main())
