"""Sittings that ended on this seat and are still on their way to the server."""

import logging

from kiosk.app.background import Background
from kiosk.app.running_sitting import RunningSitting
from kiosk.storage.sitting_vault import SittingVault
from question_bank.errors import ExamRoomError
from question_bank.identifiers import SittingUuid

_log = logging.getLogger(__name__)


class Delivery:
    """Keeps their threads alive until the server has everything.

    For the interface thread, which never waits for the disk here.
    """

    def __init__(self, vault: SittingVault, background: Background) -> None:
        self._vault = vault
        self._background = background
        self._running: list[RunningSitting] = []

    @property
    def troubles(self) -> tuple[str, ...]:
        """Codes of why sittings that ended here do not arrive; for the console."""
        codes = (
            code
            for each in self._running
            for code in (each.saves.failing, each.saves.sync_stopped)
        )
        return tuple(dict.fromkeys(code for code in codes if code))

    def take(self, running: RunningSitting) -> None:
        """Take over a sitting that is no longer on the screen."""
        self._running.append(running)
        running.follow(self.check)
        self.check()

    def check(self) -> None:
        """Let go of the sittings that the server has wholly; the others are tried on.

        What the server refuses stays here, and in `troubles`: only people end that.
        """
        for running in tuple(self._running):
            if running.saves.is_all_delivered:
                self._running.remove(running)
                self.note_delivered(running.ready.sitting_uuid)
                self._background.run(running.stop, _ignore, _ignore_error)

    def note_delivered(self, sitting_uuid: SittingUuid) -> None:
        """Remember on the disk that nothing is left to send, some time soon."""
        self._background.run(
            lambda: self._vault.mark_delivered(sitting_uuid), _ignore, _not_noted
        )

    def stop(self) -> None:
        """End all threads; what is not delivered stays on the disk."""
        for running in self._running:
            running.stop()
        self._running.clear()


def _ignore(_result: bool | None) -> None:
    """Nothing hangs on it: the threads end or the process does."""


def _ignore_error(_error: ExamRoomError) -> None:
    """`RunningSitting.stop` raises none."""


def _not_noted(error: ExamRoomError) -> None:
    _log.warning("a delivered sitting is not noted and sent again: %s", error.code)
