"""The site's server as a real process: started, killed, started again at the same address.

server = ServerProcess(keeper, site); server.start(); server.kill(); server.start()
"""

import os
import signal
import socket
import subprocess
from pathlib import Path

from tests.journeys.processes import JourneyError, ProcessKeeper, wait_until
from tests.journeys.site_setup import Site, program

READY_LIMIT_S = 20.0


def free_port() -> int:
    """Return a TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ServerProcess:
    """One `exam-server run`.

    Attributes:
        address: `host:port`; the same after each restart.
        data: The data folder it serves.
    """

    def __init__(
        self,
        keeper: ProcessKeeper,
        site: Site,
        closing_grace_s: int = 3,
        *,
        spare_port: int = 0,
        host: str = "127.0.0.1",
    ) -> None:
        """Prepare.

        Args:
            spare_port: Where a server that takes over would be found.
            host: Where seats find it; it listens there and on this machine's loopback.
        """
        self.port = free_port()
        self._spare_port = spare_port
        self.data = site.server_data
        self.address = f"{host}:{self.port}"
        self._listens_on = host if host == "127.0.0.1" else "0.0.0.0"
        self._keeper = keeper
        self._site = site
        self._closing_grace_s = closing_grace_s
        self._child: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the server and wait until it listens.

        Raises:
            JourneyError: it does not.
        """
        child = self._keeper.start(
            "server",
            *self._words(),
            environment={"SYNC_SERVER_CLOSING_GRACE_S": str(self._closing_grace_s)},
        )
        self._child = child

        def listens() -> bool:
            if child.poll() is not None:
                log = self._keeper.logs / "server.log"
                raise JourneyError(f"the server ended with {child.returncode}: {log}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                return False
            return True

        wait_until("the server listens", listens, READY_LIMIT_S)

    def take_over(self, keeper: ProcessKeeper, data: Path) -> "ServerProcess":
        """Return a server of another machine: restored data, the spare port."""
        other = ServerProcess(keeper, self._site)
        other.port = self._spare_port
        other.address = f"127.0.0.1:{self._spare_port}"
        other.data = data
        return other

    def _words(self) -> tuple[str | Path, ...]:
        words: tuple[str | Path, ...] = (
            *(program("exam-server"), "run", "--data", self.data),
            *("--address", self._listens_on, "--port", str(self.port)),
            *("--server-address", self.address),
        )
        if self._spare_port:
            words += ("--server-address", f"127.0.0.1:{self._spare_port}")
        return words

    def kill(self) -> None:
        """SIGKILL it, as a power cut would."""
        assert self._child is not None
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait(READY_LIMIT_S)

    def stop(self) -> None:
        """Ask it to end and wait for that."""
        assert self._child is not None
        os.killpg(self._child.pid, signal.SIGTERM)
        self._child.wait(READY_LIMIT_S)
