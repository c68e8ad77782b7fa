"""What was refused is kept aside as evidence, within bounds, and shown to the proctor.

A conflict that the seat really signed is a second branch of a sitting: all of it is
kept. Anything else could be sent by a broken or hostile program without end: only the
first few of a sitting are kept, all are counted.
"""

import logging
from typing import Protocol

from question_bank.errors import ExamRoomError
from question_bank.journal.chain import JournalConflictError

logger = logging.getLogger(__name__)

MOST_KEPT = 50
"""Refused batches of one sitting, conflicts aside."""

MOST_KEPT_BYTES = 16 * 1024 * 1024


class RefusalRows(Protocol):
    """Where evidence is kept."""

    def kept(self, sitting_id: int) -> tuple[int, int]:
        """Return how many batches, and bytes, are kept of a sitting, conflicts aside."""
        ...

    def keep(self, refusal: "Refusal") -> None:
        """Keep a refused batch; the same body again changes nothing."""
        ...


class Refusal:
    """One refused batch.

    Attributes:
        code: The error's code.
        seq: The entry that it is about; the batch's first if it is about none.
        is_branch: A conflict with the seat's own valid signature.
    """

    __slots__ = ("body", "code", "is_branch", "seat_id", "seq", "sitting_id")

    def __init__(
        self, sitting_id: int, seat_id: int, error: ExamRoomError, seq: int, body: bytes
    ) -> None:
        self.sitting_id = sitting_id
        self.seat_id = seat_id
        self.code = error.code
        self.seq = getattr(error, "seq", seq)
        self.body = body
        self.is_branch = isinstance(error, JournalConflictError)


class Refusals:
    """Keeps evidence. For all threads; waits for the disk."""

    def __init__(self, rows: RefusalRows) -> None:
        self._rows = rows
        self.refused = 0

    def keep(self, refusal: Refusal) -> None:
        """Keep a refused batch if there is room for it; never raises.

        The refusal itself has been decided: it stands even if the evidence can't be kept.
        """
        self.refused += 1
        logger.warning(
            "batch refused: %s at entry %s of sitting row %s by seat row %s",
            refusal.code,
            refusal.seq,
            refusal.sitting_id,
            refusal.seat_id,
        )
        try:
            batches, size_bytes = self._rows.kept(refusal.sitting_id)
            has_room = batches < MOST_KEPT and size_bytes < MOST_KEPT_BYTES
            if refusal.is_branch or has_room:
                self._rows.keep(refusal)
        except ExamRoomError as error:
            logger.warning("evidence could not be kept: %s", error.code)
