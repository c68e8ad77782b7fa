"""The kiosk's own session on a display of its own, typed into and looked at from outside.

Everything is real: an X server, the session's script, message bus, input methods, window.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.journeys.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging/kiosk-session/exam-kiosk-session"
NEEDED = ("Xvfb", "xdotool", "xwininfo", "ibus-daemon", "dbus-daemon", "setxkbmap")
SIZE = (1366, 768)
LEAST_LIST = (200, 40)
"""Pixels of a list of candidates with words in it; it grows while it fills."""

_WINDOW = re.compile(
    r'^\s+(0x[0-9a-f]+) (".*?"|\(has no name\)): \((.*?)\)\s+(\d+)x(\d+)'
)


def lacking() -> list[str]:
    """Return the programs that this machine does not have."""
    return [name for name in NEEDED if shutil.which(name) is None]


class LockedSession:
    """One session; `close` ends it with all that belongs to it."""

    def __init__(self, folder: Path, command: tuple[str, ...] = ()) -> None:
        """Start the display and the session.

        Args:
            command: What the session runs; the exam of `exam_in_session` if none.
        """
        self.folder = folder
        self.runtime = folder / "run"
        self.runtime.mkdir(mode=0o700, parents=True)
        self._display = subprocess.Popen(
            [
                *(
                    "Xvfb",
                    "-displayfd",
                    "1",
                    "-noreset",
                    "-nolisten",
                    "tcp",
                    "-dpi",
                    "96",
                ),
                *("-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._display.stdout is not None
        number = self._display.stdout.readline().strip()
        self.environment = {
            **{key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ},
            "DISPLAY": f":{number}",
            "XDG_RUNTIME_DIR": str(self.runtime),
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
        }
        run_it = command or (
            *(sys.executable, "-m", "tests.builders.exam_in_session"),
            str(folder),
        )
        self._log = (folder / "session.log").open("w")
        self.session = subprocess.Popen(
            [str(SCRIPT), *run_it],
            env=self.environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def close(self) -> None:
        """End the session as systemd does, then the display."""
        if self.session.poll() is None:
            self.session.send_signal(signal.SIGTERM)
            self.session.wait(20)
        self._display.terminate()
        self._display.wait(10)
        assert self._display.stdout is not None
        self._display.stdout.close()
        self._log.close()

    # ------------------------------------------------------------ hands

    def type(self, keys: str) -> None:
        """Type plain keys, as fast as a quick typist."""
        self._xdotool("type", "--delay", "40", keys)

    def press(self, *keys: str) -> None:
        """Press keys by their X11 names, such as `alt+Tab`."""
        self._xdotool("key", "--delay", "40", *keys)

    def tell(self, word: str) -> None:
        """Give the exam a command; wait until it was taken."""
        file = self.folder / "command"
        aside = self.folder / "command.new"
        aside.write_text(word, "utf-8")
        aside.replace(file)
        wait_until(f"{word!r} is taken", lambda: not file.exists())

    # ------------------------------------------------------------ eyes

    def state(self) -> dict[str, Any]:
        """Return what the exam shows; empty before its first word."""
        file = self.folder / "state.json"
        if not file.exists():
            return {}
        state: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return state

    def wait_typing(self) -> None:
        """Wait until the exam has the keyboard and pinyin answers."""
        wait_until("the exam is active", lambda: self.state().get("is_active"), 30)
        wait_until("pinyin is chosen", self.has_pinyin, 30)

    def has_pinyin(self) -> bool:
        """Return whether pinyin is what letters are typed with."""
        return self.engine() == "libpinyin"

    def engine(self) -> str:
        """Return the input method in force; "" while none answers."""
        ended = subprocess.run(
            ["ibus", "engine"],
            env={**self.environment, **self.inner_environment()},
            capture_output=True,
            check=False,
            text=True,
            timeout=20,
        )
        return ended.stdout.strip() if ended.returncode == 0 else ""

    def inner_environment(self) -> dict[str, str]:
        """Return where the session keeps its input methods' things."""
        inner = self.session_folder()
        return {
            "XDG_CONFIG_HOME": str(inner / "config"),
            "XDG_CACHE_HOME": str(inner / "cache"),
            "XDG_DATA_HOME": str(inner / "data"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={inner / 'bus'}",
            "GSETTINGS_BACKEND": "keyfile",
        }

    def session_folder(self) -> Path:
        """Return the session's folder in memory."""
        return next(self.runtime.glob("exam-kiosk-session.*"), self.runtime / "none")

    def learned_files(self) -> list[str]:
        """Return the files in which input methods keep what was typed."""
        inner = self.session_folder()
        return sorted(
            str(path.relative_to(inner))
            for part in ("cache/ibus", "data/ibus-table")
            for path in (inner / part).rglob("*")
            if path.is_file()
        )

    def windows(self) -> list[tuple[int, str, tuple[int, int]]]:
        """Return id, class and size of the windows at the top, the highest first."""
        tree = subprocess.run(
            ["xwininfo", "-root", "-children"],
            env=self.environment,
            capture_output=True,
            check=True,
            text=True,
            timeout=20,
        ).stdout
        found = (_WINDOW.match(line) for line in tree.splitlines())
        return [
            (int(each[1], 16), each[3], (int(each[4]), int(each[5])))
            for each in found
            if each is not None
        ]

    def candidate_list(self) -> tuple[int, int] | None:
        """Return the size of the list of candidates; None while there is none to see."""
        for window, name, size in self.windows():
            is_large = size[0] > LEAST_LIST[0] and size[1] > LEAST_LIST[1]
            if "ibus" in name and is_large and self._is_mapped(window):
                return size
        return None

    def picture(self, path: Path) -> None:
        """Write what the display shows to a .png file."""
        code = (
            "import sys; from PySide6.QtGui import QGuiApplication as A;"
            "a = A([]); a.primaryScreen().grabWindow(0).save(sys.argv[1])"
        )
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            env=self.environment,
            check=True,
            capture_output=True,
            timeout=60,
        )

    def focused_window(self) -> int:
        """Return the window that has the keyboard."""
        return int(self._xdotool("getwindowfocus").strip())

    def _is_mapped(self, window: int) -> bool:
        told = subprocess.run(
            ["xwininfo", "-id", str(window)],
            env=self.environment,
            capture_output=True,
            check=False,
            text=True,
            timeout=20,
        )
        return "IsViewable" in told.stdout

    def _xdotool(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        ).stdout
