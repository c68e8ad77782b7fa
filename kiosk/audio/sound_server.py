"""Asks a sound server what it has, and hears when that changes; through `pactl`."""

import logging
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.audio.ports import SoundDevices
from kiosk.audio.sound_devices import server_devices

ANSWER_WITHIN_S = 2.0

_EVENT = re.compile(rb" on (?:source|sink|server|card)\b(?!-)")
"""Not the streams of programs, which come and go with each sound."""

logger = logging.getLogger(__name__)


class SoundServer:
    """PulseAudio, or PipeWire speaking its protocol; absent elsewhere. For one thread."""

    def is_asked(self) -> bool:
        """Return whether there is a `pactl`, so that silence means a dead server."""
        return sys.platform != "win32" and shutil.which("pactl") is not None

    def devices(self) -> SoundDevices | None:
        """Return what it has; None where no server answers."""
        if sys.platform == "win32":
            return None
        try:
            info = _pactl("info")
            return server_devices(
                info, _pactl("list", "sources"), _pactl("list", "sinks")
            )
        except (OSError, subprocess.SubprocessError):
            return None

    def subscribe(self, on_change: Callable[[], None]) -> "Subscription | None":
        """Have `on_change` called, on a thread of its own, for changes and at the end.

        Returns:
            None where there is no `pactl`.
        """
        try:
            process = subprocess.Popen(
                ["pactl", "subscribe"],  # noqa: S607 - found where the system has it
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        except OSError:
            return None
        return Subscription(process=process, on_change=on_change)


@dataclass(slots=True, kw_only=True)
class Subscription:
    """A running `pactl subscribe`."""

    process: subprocess.Popen[bytes]
    on_change: Callable[[], None]

    def __post_init__(self) -> None:
        threading.Thread(target=self._listen, name="sound-events", daemon=True).start()

    def is_alive(self) -> bool:
        """Return whether changes are still heard."""
        return self.process.poll() is None

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()

    def _listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                if _EVENT.search(line):
                    self.on_change()
        self.process.wait()
        self.on_change()


def _pactl(*words: str) -> str:
    done = subprocess.run(  # noqa: S603 - fixed commands
        ["pactl", *words],  # noqa: S607 - found where the system has it
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=ANSWER_WITHIN_S,
        env=_environment(),
    )
    return done.stdout.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
