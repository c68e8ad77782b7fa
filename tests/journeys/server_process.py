"""The site's server as a real process: started, killed, started again at the same address.

server = ServerProcess(keeper, site); server.start(); server.kill(); server.start()
"""

import os
import signal
import socket
import subprocess

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
    """

    def __init__(
        self, keeper: ProcessKeeper, site: Site, closing_grace_s: int = 3
    ) -> None:
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self._keeper = keeper
        self._site = site
        self._closing_grace_s = closing_grace_s
        self._child: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the server and wait until it listens.

        Raises:
            JourneyError: it does not.
        """
        words = (program("exam-server"), "run", "--data", self._site.server_data)
        place = ("--address", "127.0.0.1", "--port", str(self.port))
        child = self._keeper.start(
            "server",
            *words,
            *place,
            *("--server-address", self.address),
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
