"""A sitting that goes on here without a log-in: the server hears of it when it is back.

It was logged in by card, resumed by a code, or came by stick.

For the interface thread. Entries are delivered with or without it; the claim makes the
seat the sitting's holder, so that orders and a second log-in find it.
"""

import logging
from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from kiosk.app.background import Background
from kiosk.app.log_in_desk import ClaimedSitting
from kiosk.app.notices import NoticeBoard
from kiosk.app.ready_sitting import ReadySitting
from kiosk.app.server_lines import ServerLines
from kiosk.errors import ServerRefusedError
from kiosk.transport.server_client import ServerClient
from question_bank.errors import ExamRoomError
from question_bank.formats.seat_protocol import (
    CandidateView,
    LogInAnswer,
    LogInStatus,
)

AGAIN_MS = 3000
AGAIN_REFUSED_MS = 15_000
CLAIM_REFUSED = "CLAIM_REFUSED"
"""Notice: the server knows another holder, or another end, of who sits here."""
_NOT_LOGGED_IN = "SITTING_NOT_OF_SEAT"
_log = logging.getLogger(__name__)


class LateClaim:
    """One claim at a time.

    Args (of the constructor):
        on_held: Called with sitting and newest order once the server knows the holder.
    """

    def __init__(
        self,
        parent: QObject,
        lines: ServerLines,
        background: Background,
        notices: NoticeBoard,
        on_held: Callable[[UUID, int], None],
    ) -> None:
        self._lines = lines
        self._background = background
        self._notices = notices
        self._on_held = on_held
        self._wanted: ClaimedSitting | None = None
        self._is_busy = False
        self._timer = QTimer(parent)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(self._try)

    def begin(self, claimed: ClaimedSitting) -> None:
        """Claim as soon as the server answers."""
        if claimed.is_by_card:
            self._wanted = claimed
            self._timer.start(AGAIN_MS)

    def end(self) -> None:
        """Nobody sits here any more, or the program ends."""
        self._wanted = None
        self._timer.stop()

    def _try(self) -> None:
        wanted, lines = self._wanted, self._lines
        if wanted is None or self._is_busy:
            return
        self._is_busy = True

        def work() -> int:
            with lines.once() as client:
                return claim_or_log_in(client, wanted)

        def held(newest_order: int) -> None:
            self._is_busy = False
            if wanted is self._wanted:
                self._notices.stands(CLAIM_REFUSED, is_so=False)
                self.end()
                self._on_held(wanted.answer.sitting_uuid, newest_order)

        self._background.run(work, held, self._on_failed)

    def _on_failed(self, error: ExamRoomError) -> None:
        self._is_busy = False
        if self._wanted is not None and not error.retryable:
            _log.info("the server refuses a claim: %s", error.code)
            self._notices.stands(CLAIM_REFUSED, is_so=True)
            # Another seat may still have to hand in its release: asked on and on.
            self._timer.setInterval(AGAIN_REFUSED_MS)


def claim_of(ready: ReadySitting) -> ClaimedSitting:
    """Return the claim of a sitting that goes on here without a log-in.

    Where this disk's own sitting goes on, no log-in is made up for: a server that wants one
    was told to move the candidate away, and that order is on its way.
    """
    kept = ready.kept
    return ClaimedSitting(
        answer=LogInAnswer(
            sitting_uuid=kept.sitting_uuid,
            candidate=CandidateView(
                name=kept.candidate_name,
                form_of_address=kept.form_of_address,
                admission_number=kept.admission_number,
                photo=b"",
                photo_media_type="",
            ),
            form_code=kept.form_code,
            extra_time_ms=kept.extra_time_ms,
            status=LogInStatus.IN_PROGRESS,
            head=None,
        ),
        after_order=kept.claimed_after_order,
        id_tail=kept.id_tail if ready.is_by_stick else "",
        is_by_card=True,
    )


def claim_or_log_in(client: ServerClient, claimed: ClaimedSitting) -> int:
    """Claim a sitting, with a log-in first where the server wants one.

    Returns:
        The room's newest order.
    """
    sitting_uuid = claimed.answer.sitting_uuid
    try:
        return client.claim(sitting_uuid)
    except ServerRefusedError as error:
        if error.code != _NOT_LOGGED_IN:
            raise
    if not claimed.id_tail:
        raise ServerRefusedError(status=409, code=_NOT_LOGGED_IN, detail="no ID tail")
    client.log_in(claimed.answer.candidate.admission_number, claimed.id_tail)
    return client.claim(sitting_uuid)
