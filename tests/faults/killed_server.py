"""The real server as a process that is killed and started again on the same port."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.journeys.server_process import free_port

END_LIMIT_S = 30


class KilledServer:
    """One `exam-server run` over a data folder; `with` ends it."""

    def __init__(
        self, root: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.port = free_port()
        self.root = root
        self.authority = root / "keys" / "authority.pem"
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; returns at once."""
        command = [sys.executable, "-m", "sync_server.cli.main", "run"]
        options = ["--data", str(self.root), "--address", "127.0.0.1"]
        with (self.root.parent / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *options, "--port", str(self.port)],
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL it with all that it started."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(END_LIMIT_S)

    def stop(self) -> int:
        """Ask it to end; return its exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(END_LIMIT_S)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()
