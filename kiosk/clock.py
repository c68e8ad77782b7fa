"""The seat's only door to time: a wall clock for labels, a boot clock for decisions.

The boot clock counts on through suspend and no one can set it. It starts anew at each
boot, so its figures only compare under the same boot id.

Source:
    Linux: clock_gettime(2), CLOCK_BOOTTIME; random(4), /proc/sys/kernel/random/boot_id.
    Windows: QueryInterruptTime (biased: counts sleep), in units of 100 ns; the boot
    counter `BootId` that the system keeps for its prefetcher.
"""

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

_LINUX_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_WINDOWS_BOOT_KEY = (
    r"SYSTEM\CurrentControlSet\Control\Session Manager"
    r"\Memory Management\PrefetchParameters"
)
_INTERRUPT_TICKS_PER_S = 10_000_000


class Clock(Protocol):
    """What time it is; a hand-moved one stands in for it in tests."""

    def utc_now(self) -> datetime:
        """Return the wall time, aware, UTC; wrong by hours on many seats."""
        ...

    def boottime_s(self) -> float:
        """Return seconds since boot, counted on through suspend; never goes back."""
        ...

    def boot_id(self) -> str:
        """Return what tells this boot from every other; never empty."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One reading of both clocks, as the pure core takes it.

    Attributes:
        boottime_ms: Decides everything; whole milliseconds since boot.
        wall_time_ms: A label for people; milliseconds since 1970 UTC, at least 0.
    """

    boottime_ms: int
    wall_time_ms: int


def moment(clock: Clock) -> Moment:
    """Return what both clocks say now."""
    wall_ms = round(clock.utc_now().timestamp() * 1000)
    return Moment(
        boottime_ms=round(clock.boottime_s() * 1000), wall_time_ms=max(0, wall_ms)
    )


class SystemClock:
    """The machine's own clocks; for any thread."""

    def utc_now(self) -> datetime:
        """Return the wall time."""
        return datetime.now(UTC)

    if sys.platform == "win32":

        def boottime_s(self) -> float:
            """Return the interrupt time, sleep included."""
            import ctypes  # noqa: PLC0415 - only this system has the call

            ticks = ctypes.c_ulonglong()
            kernel = ctypes.WinDLL("api-ms-win-core-realtime-l1-1-1")
            kernel.QueryInterruptTime(ctypes.byref(ticks))
            return ticks.value / _INTERRUPT_TICKS_PER_S

        def boot_id(self) -> str:
            """Return the system's count of boots."""
            import winreg  # noqa: PLC0415 - only this system has it

            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _WINDOWS_BOOT_KEY) as key:
                count, _kind = winreg.QueryValueEx(key, "BootId")
            return f"windows-boot-{count}"

    else:

        def boottime_s(self) -> float:
            """Return CLOCK_BOOTTIME."""
            return time.clock_gettime(time.CLOCK_BOOTTIME)

        def boot_id(self) -> str:
            """Return the kernel's boot id."""
            return _LINUX_BOOT_ID.read_text("ascii").strip()
