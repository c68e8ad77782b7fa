"""Where things lie in a server's data folder, and who may use it.

keys/            the site's keys (0700)
server.db        SQLite, unless a database URL is set
packages/        sealed files of loaded packages
server.toml      settings, may be missing
server.address   the address of the running server, for scripts
server.lock      held by the running server
disk-reserve     given up for answers when the disk is full
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync_server.errors import ServerRunningError


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Paths below `root`."""

    root: Path

    @property
    def keys(self) -> Path:
        """The key folder."""
        return self.root / "keys"

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "server.db"

    @property
    def packages(self) -> Path:
        """The folder of sealed files."""
        return self.root / "packages"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.root / "server.toml"

    @property
    def address(self) -> Path:
        """The file that says where the running server listens."""
        return self.root / "server.address"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be the only server of this folder; the system lets go when the process ends.

        Raises:
            ServerRunningError: another server is.
        """
        with (self.root / "server.lock").open("a+b") as file:
            try:
                _lock(file.fileno())
            except OSError as error:
                raise ServerRunningError(f"{self.root} is in use") from error
            yield


def _lock(handle: int) -> None:
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl  # noqa: PLC0415 - does not exist on Windows

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
