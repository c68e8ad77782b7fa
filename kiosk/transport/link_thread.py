"""The thread that keeps the seat known: reports its status, asks what its room does.

It never decides; answers go to callbacks. A silent server is told as silence, never as
"off line": the age of the last answer is what the screen shows.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from kiosk.errors import ServerRefusedError, ServerUnreachableError
from kiosk.transport.server_client import ServerClient
from question_bank.errors import FormatError
from question_bank.formats.seat_protocol import SeatView
from question_bank.formats.seat_status import SeatStatus

REPORT_EVERY_S = 1.0
"""A proctor must see within a second what a seat does (design.md, promise 4)."""

VIEW_EVERY_S = 3.0

_log = logging.getLogger(__name__)


class LinkListener(Protocol):
    """Told by the link thread; must return at once and never raise."""

    def on_view(self, view: SeatView) -> None:
        """The server said what this seat's room does."""
        ...

    def on_contact(self) -> None:
        """The server took a report."""
        ...

    def on_silence(self, code: str) -> None:
        """It did not answer, or refused."""
        ...


class LinkThread:
    """Reports `status()` and passes on what the server says of this seat."""

    def __init__(
        self,
        client: ServerClient,
        status: Callable[[], SeatStatus],
        listener: LinkListener,
    ) -> None:
        self._client = client
        self._status = status
        self._listener = listener
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        """Begin to report."""
        self._thread.start()

    def stop(self, wait_s: float) -> None:
        """Stop reporting."""
        self._stopping.set()
        self._client.close()
        self._thread.join(wait_s)

    def _run(self) -> None:
        view_due_s = 0.0
        while not self._stopping.is_set():
            try:
                if time.monotonic() >= view_due_s:
                    self._listener.on_view(self._client.seat())
                    view_due_s = time.monotonic() + VIEW_EVERY_S
                self._client.report(self._status())
                self._listener.on_contact()
            except (ServerUnreachableError, ServerRefusedError, FormatError) as error:
                _log.info("no report: %s", error.code)
                if not self._stopping.is_set():
                    self._listener.on_silence(error.code)
            self._stopping.wait(REPORT_EVERY_S)
