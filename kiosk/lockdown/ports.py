"""What the program wants from a lock: engage, observe, wipe, release. Pure.

Order of calls, all on the interface thread and none of them waiting:

1. `engage` once, after the window is shown;
2. `observe` every half second or so, from then on;
3. `wipe_input_history` before each new candidate;
4. `release` at the end; again does nothing. What a crash left is put back by
   `kiosk.lockdown.put_back` at the next start.

A lock is deterrence, not proof: what it cannot prevent is in `LockReport.limits`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class LockMode(StrEnum):
    """How much is locked; the setting `lock`."""

    SESSION = "session"
    """The kiosk's own session: nothing else runs in it."""
    WINDOW = "window"
    """A whole-screen window on somebody's desktop, with keys held back."""
    NONE = "none"
    """Nothing; for practice and for trying things out. Observes and locks nothing."""


class ObservationCode(StrEnum):
    """What a lock can see. Stable: they stand in journals."""

    FOCUS_LOST = "FOCUS_LOST"
    """Another window took the keyboard."""
    FOCUS_GAINED = "FOCUS_GAINED"
    """It came back; `duration_ms` says after how long."""
    FOREIGN_WINDOW = "FOREIGN_WINDOW"
    """A window of another program appeared; the kiosk stays above it."""
    FORBIDDEN_KEY = "FORBIDDEN_KEY"
    """A key was held back; `detail` names it, such as `Alt+Tab`."""
    PRINT_SCREEN = "PRINT_SCREEN"
    """A key for screenshots was held back."""
    REMOTE_SESSION = "REMOTE_SESSION"
    """Somebody may see or steer this computer from elsewhere."""
    VIRTUAL_MACHINE = "VIRTUAL_MACHINE"
    """This computer is a guest in another; `detail` names the kind."""
    USB_ADDED = "USB_ADDED"
    """A USB device was put in; `detail` names it."""
    USB_REMOVED = "USB_REMOVED"
    """One was pulled."""
    SECOND_DISPLAY = "SECOND_DISPLAY"
    """More than one display is on; the others are covered."""
    CLOCK_JUMPED = "CLOCK_JUMPED"
    """The wall clock was set; `detail` says by how many seconds. Exam time is not touched."""
    INPUT_METHOD_LOST = "INPUT_METHOD_LOST"
    """The input method no longer answers; the lock starts it again."""
    LOCK_FAILED = "LOCK_FAILED"
    """A part of the lock could not be closed; `detail` is the measure's code."""


ALARMS = frozenset(
    {
        ObservationCode.FOCUS_LOST,
        ObservationCode.FOREIGN_WINDOW,
        ObservationCode.PRINT_SCREEN,
        ObservationCode.REMOTE_SESSION,
        ObservationCode.VIRTUAL_MACHINE,
        ObservationCode.USB_ADDED,
        ObservationCode.SECOND_DISPLAY,
        ObservationCode.LOCK_FAILED,
    }
)
"""What a proctor should see at once; the rest is for the journal."""

LONGEST_DETAIL = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One thing that was seen.

    Attributes:
        detail: What exactly, for proctors and journals; at most LONGEST_DETAIL
            characters, never what a candidate wrote. May be empty.
        duration_ms: How long it lasted, where that means something; of CLOCK_JUMPED by
            how much the clock was set, below 0 for back; else 0.
    """

    code: ObservationCode
    detail: str = ""
    duration_ms: int = 0

    @property
    def is_alarm(self) -> bool:
        """Whether the proctor is told at once."""
        return self.code in ALARMS


class Measure(StrEnum):
    """One part of a lock, done or impossible here."""

    FULL_SCREEN = "FULL_SCREEN"
    ALWAYS_ON_TOP = "ALWAYS_ON_TOP"
    KEYS = "KEYS"
    SYSTEM_KEYS = "SYSTEM_KEYS"
    """Keys below any program: Ctrl+Alt+Del, switching consoles, SysRq."""
    SCREENSHOTS = "SCREENSHOTS"
    CLIPBOARD = "CLIPBOARD"
    SECOND_DISPLAY = "SECOND_DISPLAY"
    OTHER_PROGRAMS = "OTHER_PROGRAMS"
    PRINTING = "PRINTING"
    INPUT_LEARNING = "INPUT_LEARNING"
    """Input methods learn nothing, ask no cloud, and forget between candidates."""
    RESTART_AFTER_CRASH = "RESTART_AFTER_CRASH"
    CAMERA_AT_THE_SCREEN = "CAMERA_AT_THE_SCREEN"
    """A telephone held before the screen; no program prevents it."""
    POWER_SWITCH = "POWER_SWITCH"
    """Nobody can be kept from pulling the plug; answers survive it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockReport:
    """What engaging achieved; shown to the site admin and journalled.

    Attributes:
        locked: What holds.
        limits: What cannot be prevented here.
        failed: What should hold and does not; somebody should look.
    """

    mode: LockMode
    locked: tuple[Measure, ...] = ()
    limits: tuple[Measure, ...] = ()
    failed: tuple[Measure, ...] = ()


class LockPort(Protocol):
    """A lock around the program's window. For the interface thread."""

    def engage(self) -> LockReport:
        """Lock what can be locked; nothing raises, the report says what failed."""
        ...

    def observe(self) -> tuple[Observation, ...]:
        """Return what was seen since the last call, oldest first."""
        ...

    def wipe_input_history(self) -> None:
        """Make the input methods forget what was typed; takes a second, elsewhere."""
        ...

    def release(self) -> None:
        """Put everything back; again does nothing."""
        ...


class NoLock:
    """Locks nothing and says so: practice, trying out, a developer's window."""

    def engage(self) -> LockReport:
        """Return a report in which nothing holds."""
        return LockReport(mode=LockMode.NONE, limits=tuple(Measure))

    def observe(self) -> tuple[Observation, ...]:
        """Return nothing: nobody looks."""
        return ()

    def wipe_input_history(self) -> None:
        """Leave the desktop's input methods alone."""

    def release(self) -> None:
        """There is nothing to put back."""
