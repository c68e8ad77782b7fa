"""The input methods of the kiosk's own session: alive or not, and made to forget.

The session's script keeps them running and starts them again within a second; this
module only ends them, wipes what they learned, and looks. Where there is no such session
it does nothing: a person's own dictionaries are never touched.
"""

import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

_log = logging.getLogger(__name__)

SESSION_FOLDER = "EXAM_KIOSK_SESSION_FOLDER"
"""In the environment of everything that the session's script starts."""

_LEARNED = ("cache/ibus", "cache/ibus-table", "data/ibus-table", "data/ibus")
"""Below the session's folder: user dictionaries, word counts, caches."""
_ENGINES = ("ibus-engine", "ibus-table")
_FIRST_ENGINES = ("xkb:us::eng", "libpinyin")
"""Asked for one after the other: the daemon starts an engine anew when it changes."""

_TRIES = 5
_PATIENCE_S = 5.0


class SessionInputMethods:
    """Those of one session. For any one thread at a time.

    Attributes:
        folder: The session's folder in memory.
    """

    def __init__(self, folder: Path, root: Path = Path("/")) -> None:
        self.folder = folder
        self._root = root

    def is_alive(self) -> bool:
        """Return whether the daemon that programs talk to runs."""
        for file in (self.folder / "config/ibus/bus").glob("*"):
            for line in file.read_text("utf-8", "replace").splitlines():
                name, _, value = line.partition("=")
                if name == "IBUS_DAEMON_PID" and value.isdigit():
                    return (self._root / "proc" / value / "comm").exists()
        return False

    def wipe(self) -> None:
        """End what composes, remove all that it learned, start it anew.

        It is killed and not asked: at an orderly end it would write once more. The daemon
        stays, and with it every program's connection.
        """
        for process in tuple(self._processes()):
            if sys.platform != "win32":
                try:
                    os.kill(process, signal.SIGKILL)
                except OSError as error:
                    _log.info("input method %d is gone: %s", process, error)
        for name in _LEARNED:
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for engine in _FIRST_ENGINES:
            self._choose(engine)

    def _choose(self, engine: str) -> None:
        """Make an engine the one that types; a fresh one takes a moment to answer."""
        for _ in range(_TRIES):
            try:
                ended = subprocess.run(  # noqa: S603 - the words are this module's own
                    ["ibus", "engine", engine],  # noqa: S607 - as the session finds it
                    capture_output=True,
                    check=False,
                    timeout=_PATIENCE_S,
                )
            except (OSError, subprocess.SubprocessError) as error:
                _log.info("%s is not chosen: %s", engine, error)
                continue
            if ended.returncode == 0:
                return

    def _processes(self) -> Iterator[int]:
        mark = f"{SESSION_FOLDER}={self.folder}".encode()
        for folder in (self._root / "proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                is_ours = mark in (folder / "environ").read_bytes().split(b"\0")
            except OSError:
                continue  # it ended meanwhile, or is somebody else's
            if is_ours and any(each.encode() in command for each in _ENGINES):
                yield int(folder.name)


def session_input_methods(
    environment: Mapping[str, str],
) -> SessionInputMethods | None:
    """Return those of the session that this program runs in; None outside of one."""
    folder = environment.get(SESSION_FOLDER, "")
    if not folder or not Path(folder).is_dir():
        return None
    return SessionInputMethods(Path(folder))
