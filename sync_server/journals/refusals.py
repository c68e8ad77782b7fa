"""What was refused is kept aside as evidence, within bounds, and shown to the proctor.

A conflict that the seat really signed is a second branch of a sitting: it may be all that
is left of somebody's answers and has wide bounds of its own. Anything else could be sent
by a broken or hostile program without end: only the first few of a sitting are kept, all
are counted. Nothing is kept in the room on the disk that is left for answers.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from question_bank.errors import ExamRoomError
from question_bank.identifiers import SittingUuid
from question_bank.journal.chain import JournalConflictError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of one sitting is kept."""

    batches: int
    size_bytes: int


OTHERS = Bounds(50, 16 * 1024 * 1024)
"""Refused batches that are no branch."""

BRANCHES = Bounds(10_000, 256 * 1024 * 1024)
"""An hour of recorded speech several times over; without sound two branches are 1 MiB."""


class RefusalRows(Protocol):
    """Where evidence is kept."""

    def kept(self, sitting_id: int, *, branches: bool) -> tuple[int, int]:
        """Return how many batches, and bytes, are kept of a sitting: branches or others."""
        ...

    def keep(self, refusal: "Refusal") -> None:
        """Keep a refused batch; the same body again changes nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One refused batch.

    Attributes:
        seq: The entry that it is about; the batch's first if it is about none.
    """

    sitting_id: int
    sitting_uuid: SittingUuid
    seat_id: int
    seat_uuid: UUID
    code: str
    seq: int
    body: bytes

    @property
    def is_branch(self) -> bool:
        """Whether it belongs to a second branch: a conflict, its signature was right."""
        return self.code == JournalConflictError.code


class Refusals:
    """Keeps evidence. For all threads; waits for the disk."""

    def __init__(
        self,
        rows: RefusalRows,
        *,
        has_room: Callable[[], bool],
        note: Callable[[Refusal], None],
    ) -> None:
        """Prepare.

        Args:
            has_room: Whether something that is no answer may be written.
            note: Tells people, durably; bounds by itself how often.
        """
        self._rows = rows
        self._has_room = has_room
        self._note = note
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
            self._note(refusal)
            if not self._has_room():
                logger.warning("evidence was not kept: the disk is for answers now")
            elif self._is_within_bounds(refusal):
                self._rows.keep(refusal)
        except (ExamRoomError, OSError) as error:
            logger.warning("evidence could not be kept: %s", type(error).__name__)

    def _is_within_bounds(self, refusal: Refusal) -> bool:
        bounds = BRANCHES if refusal.is_branch else OTHERS
        batches, size_bytes = self._rows.kept(
            refusal.sitting_id, branches=refusal.is_branch
        )
        size_bytes += len(refusal.body)
        return batches < bounds.batches and size_bytes <= bounds.size_bytes
