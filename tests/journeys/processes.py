"""Child processes that end with this one, whatever happens, and waiting with a limit.

Processes: `keeper.run(...)` for a command, `keeper.start(...)` for one that stays.
`wait_until(what, condition, limit_s)` is the only way in which journeys wait.
"""

import atexit
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import IO, TypeVar

T = TypeVar("T")
POLL_S = 0.05
END_WAIT_S = 5.0


class JourneyError(Exception):
    """Something did not happen as it must; says what, and where to look."""


def wait_until(
    what: str, condition: Callable[[], T | None], limit_s: float = 20.0
) -> T:
    """Return what `condition` returns once that is true.

    Args:
        condition: A JourneyError that it raises ends the wait at once.

    Raises:
        JourneyError: it did not become true in `limit_s`.
    """
    deadline_s = time.monotonic() + limit_s
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline_s:
            raise JourneyError(f"not within {limit_s:.0f} s: {what}")
        time.sleep(POLL_S)  # another process' doing; it has no way to call us


class ProcessKeeper:
    """Starts processes in groups of their own and ends all of them at the end."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._children: list[subprocess.Popen[str]] = []
        atexit.register(self.end_all)

    def start(
        self,
        name: str,
        *words: str | Path,
        environment: Mapping[str, str] | None = None,
        has_pipes: bool = False,
    ) -> subprocess.Popen[str]:
        """Start a process that stays; what it prints goes to `logs/name.log`.

        Args:
            has_pipes: Its stdin and stdout are pipes, only stderr goes to the log.
        """
        with (self.logs / f"{name}.log").open("a", encoding="utf-8") as log:
            return self._popen(words, environment, log, has_pipes=has_pipes)

    def _popen(
        self,
        words: Sequence[str | Path],
        environment: Mapping[str, str] | None,
        log: IO[str],
        *,
        has_pipes: bool,
    ) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.PIPE if has_pipes else subprocess.DEVNULL,
            stdout=subprocess.PIPE if has_pipes else log,
            stderr=log,
            env={**os.environ, **(environment or {})},
            encoding="utf-8",
            start_new_session=True,
        )
        self._children.append(child)
        return child

    def run(self, *words: str | Path, limit_s: float = 60.0) -> str:
        """Run a command to its end and return what it printed.

        Raises:
            JourneyError: it failed; with what it said.
        """
        told = [str(word) for word in words]
        done = subprocess.run(
            told,
            check=False,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=limit_s,
        )
        with (self.logs / "commands.log").open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(told)}\n{done.stdout}{done.stderr}")
        if done.returncode:
            raise JourneyError(
                f"{' '.join(told)}\nended with {done.returncode}:\n{done.stderr}"
            )
        return done.stdout

    def kill(self, child: subprocess.Popen[str]) -> None:
        """SIGKILL the whole group and wait for its end."""
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait(END_WAIT_S)

    def end_all(self) -> None:
        """End what still runs: asked first, then killed."""
        living = [child for child in self._children if child.poll() is None]
        for child in living:
            os.killpg(child.pid, signal.SIGTERM)
        for child in living:
            try:
                child.wait(END_WAIT_S)
            except subprocess.TimeoutExpired:
                self.kill(child)
        for child in self._children:
            child.wait(END_WAIT_S)
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what it was told last, it never read
                        pipe.close()
        self._children.clear()


def end_on_signals() -> None:
    """Let SIGTERM and SIGHUP end this process in an orderly way, children included."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
