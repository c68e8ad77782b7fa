"""Refused batches in the audit log: who sent what for whose sitting, not how often.

A broken seat tries again for ever. One kind of refusal of one seat and sitting is
recorded once in SPAN_S, and of one seat only MOST_OF_A_SEAT records in that span,
whatever it invents; the evidence itself is bounded elsewhere.
"""

from sync_server.accounts.tries import SlidingLimit
from sync_server.audit.audit_chain import Act
from sync_server.clock import Clock
from sync_server.journals.refusals import Refusal
from sync_server.storage.audit_store import AuditStore

RECORDED = frozenset({"JOURNAL_CONFLICT", "SIGNATURE_INVALID", "SITTING_NOT_OF_SEAT"})
"""What an honest seat never sends. Damaged bytes are evidence, but no act of anybody."""

SPAN_S = 600.0
MOST_OF_A_SEAT = 12


class RefusalNotes:
    """Records refused batches. For all threads; waits for the disk."""

    def __init__(self, audit: AuditStore, clock: Clock) -> None:
        self._audit = audit
        self._clock = clock
        self._same = SlidingLimit(most=1, span_s=SPAN_S)
        self._of_seat = SlidingLimit(most=MOST_OF_A_SEAT, span_s=SPAN_S)

    def note(self, refusal: Refusal) -> None:
        """Record a refusal, unless enough of it stands there already."""
        if refusal.code not in RECORDED:
            return
        now_s = self._clock.monotonic_s()
        same = f"{refusal.seat_id} {refusal.sitting_id} {refusal.code}"
        if self._same.take((same,), now_s) > 0:
            return
        if self._of_seat.take((str(refusal.seat_id),), now_s) > 0:
            return
        self._audit.add(
            Act(
                actor=f"seat:{refusal.seat_uuid}",
                action="journal.refused",
                subject=str(refusal.sitting_uuid),
                details={"code": refusal.code, "seq": refusal.seq},
            )
        )
