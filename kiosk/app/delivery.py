"""Sittings that ended on this seat and are still on their way to the server."""

import logging

from kiosk.app.background import Background
from kiosk.app.running_sitting import RunningSitting
from kiosk.errors import StoreUnreadableError
from kiosk.storage.sitting_vault import SittingVault
from question_bank.errors import ExamRoomError
from question_bank.identifiers import SittingUuid

_log = logging.getLogger(__name__)


class Delivery:
    """Keeps their threads alive until the server has everything."""

    def __init__(self, vault: SittingVault, background: Background) -> None:
        self._vault = vault
        self._background = background
        self._running: list[RunningSitting] = []

    @property
    def troubles(self) -> tuple[str, ...]:
        """Codes of why sittings that ended here do not arrive; for the console."""
        return tuple(
            each.saves.sync_stopped for each in self._running if each.saves.sync_stopped
        )

    def take(self, running: RunningSitting) -> None:
        """Take over a sitting that is no longer on the screen."""
        self._running.append(running)
        running.follow(self.check)
        self.check()

    def check(self) -> None:
        """Let go of the sittings that the server has wholly, or will never take."""
        for running in tuple(self._running):
            saves = running.saves
            if saves.is_all_delivered:
                self.note_delivered(running.ready.sitting_uuid)
            elif not (saves.sync_stopped and saves.is_all_saved):
                continue
            self._running.remove(running)
            self._background.run(running.stop, _ignore, _ignore_error)

    def note_delivered(self, sitting_uuid: SittingUuid) -> None:
        """Remember on the disk that nothing is left to send."""
        try:
            self._vault.mark_delivered(sitting_uuid)
        except (OSError, StoreUnreadableError):
            _log.warning("a delivered sitting could not be noted; it is sent again")

    def stop(self) -> None:
        """End all threads; what is not delivered stays on the disk."""
        for running in self._running:
            running.stop()
        self._running.clear()


def _ignore(_ended: bool) -> None:
    """Nothing hangs on it: the threads end or the process does."""


def _ignore_error(_error: ExamRoomError) -> None:
    """`RunningSitting.stop` raises none."""
