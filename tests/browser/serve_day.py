"""Serve a data folder as on the morning of the exam: `python -m tests.browser.serve_day`."""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sync_server.app import serve
from sync_server.config import ServerConfig

MORNING = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


class MorningClock:
    """The machine's monotonic clock under a wall clock that began at MORNING."""

    def __init__(self) -> None:
        self._start_s = time.monotonic()

    def utc_now(self) -> datetime:
        return MORNING + timedelta(seconds=time.monotonic() - self._start_s)

    def monotonic_s(self) -> float:
        return time.monotonic()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    config = ServerConfig(address="127.0.0.1", port=0, log_level="WARNING")
    serve(Path(sys.argv[1]), config, _say, MorningClock())


if __name__ == "__main__":
    main()
