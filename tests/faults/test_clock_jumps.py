"""R6: somebody sets the clock, again and again, while the exam runs.

Whole sittings with locks, extensions and crashes, at second steps, by a hand-moved clock:
the remaining time is compared with true time. FAULT_SIZE=ci (30) or release (2,000).
"""

import os
import random
from datetime import UTC, datetime
from uuid import UUID

import pytest

from kiosk.journal.resume import ResumingSeat, resumed_draft
from kiosk.sitting.entry_draft import EntryDraft, header_of
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.sitting_rules import SittingRules
from question_bank.formats.entry_bodies import HandedIn
from question_bank.formats.order import Order, OrderKind
from question_bank.identifiers import SeatUuid
from question_bank.journal.sitting_record import fold
from tests.builders.journals import DURATION_MS, SEAT, SITTING, a_draft, a_started
from tests.fakes.hand_clock import HandClock

pytestmark = pytest.mark.faults

SITTINGS = {"ci": 30, "release": 2_000}[os.environ.get("FAULT_SIZE", "ci")]
RULES = SittingRules(sitting_uuid=SITTING, task_ids=("t1",))
HOUR_S = 3_600
JUMPS_S = (HOUR_S, -HOUR_S, 24 * HOUR_S, -24 * HOUR_S, 0.5, -0.5)
MOST_ERROR_MS = 1_000
TICK_MS = 250


class History:
    """One sitting, and what time it truly is."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.clock = HandClock()
        first = a_draft(a_started(boot_time_ms=self.clock.now().boottime_ms))
        self.drafts = [first]
        self.sitting = Sitting(RULES, first, self.clock.now())
        self.true_used_ms = 0
        self.allowed_ms = DURATION_MS
        self.order_number = 1
        self.most_error_ms = 0
        self.overdue_ms = 0

    def run(self) -> None:
        while not self.sitting.is_over:
            self._pass(self.rng.choice((TICK_MS, TICK_MS, 1_000, 60_000, 240_000)))
            self._happen(self.rng.random())
        assert self.true_used_ms >= self.allowed_ms  # never early

    def _pass(self, span_ms: int) -> None:
        for _ in range(span_ms // TICK_MS):
            self._tick()

    def _tick(self) -> None:
        if self.sitting.is_over:
            return
        now = self.clock.pass_ms(TICK_MS)
        if not self.sitting.record.is_locked:
            self.true_used_ms += TICK_MS
        drafts = self.sitting.tick(now)
        self.drafts += drafts
        true_left_ms = max(0, self.allowed_ms - self.true_used_ms)
        self._compare(self.sitting.left_ms(now) - true_left_ms)
        if any(isinstance(draft.body, HandedIn) for draft in drafts):
            # Not later than one tick, or than a crash made it.
            late_ms = self.true_used_ms - self.allowed_ms - self.overdue_ms
            self._compare(max(0, late_ms))

    def _compare(self, error_ms: int) -> None:
        self.most_error_ms = max(self.most_error_ms, abs(error_ms))

    def _happen(self, chance: float) -> None:
        if self.sitting.is_over:
            return
        if chance < 0.4:
            self.clock.jump_wall_s(self.rng.choice(JUMPS_S))
        elif chance < 0.45:
            self.clock.wall = datetime(1970, 1, 1, tzinfo=UTC)
        elif chance < 0.6:
            locked = self.sitting.record.is_locked
            self._order(OrderKind.UNLOCK if locked else OrderKind.LOCK)
        elif chance < 0.65:
            self.allowed_ms += 60_000
            self._order(OrderKind.EXTEND)
        elif chance < 0.75:
            self._crash()

    def _order(self, kind: OrderKind) -> None:
        self.order_number += 1
        order = Order(
            room_session_uuid=UUID(int=7),
            number=self.order_number,
            kind=kind,
            sitting_uuid=None,
            extra_ms=60_000 if kind is OrderKind.EXTEND else 0,
            by="proctor",
            issued_utc=datetime(2026, 11, 22, tzinfo=UTC),
        )
        self.drafts += self.sitting.apply_order(order, self.clock.now())

    def _crash(self) -> None:
        """The process dies and starts again in the same boot; down time counts."""
        record = fold(
            (header_of(draft, SITTING, seq), draft.body)
            for seq, draft in enumerate(self.drafts, start=1)
        )
        down_ms = self.rng.randint(0, 600_000)
        now = self.clock.pass_ms(down_ms)
        self.clock.jump_wall_s(self.rng.choice(JUMPS_S))
        if not record.is_locked:
            self.true_used_ms += down_ms
            self.overdue_ms = max(0, self.true_used_ms - self.allowed_ms)
        seat = ResumingSeat(
            seat_uuid=SeatUuid(SEAT),
            program_version="0.1.0",
            boot_id=self.clock.boot_id(),
            now=now,
        )
        draft: EntryDraft = resumed_draft(record, seat, (), down_time_counts=True)
        self.drafts.append(draft)
        self.sitting = Sitting(RULES, draft, now, record)


def test_no_setting_of_the_clock_moves_the_remaining_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    most_error_ms = 0
    for seed in range(SITTINGS):
        history = History(seed)
        history.run()
        most_error_ms = max(most_error_ms, history.most_error_ms)

    with capsys.disabled():
        print(
            f"\nR6 clock set at random in {SITTINGS} sittings:"
            f" remaining time wrong by at most {most_error_ms} ms, 0 early ends"
        )
    assert most_error_ms <= MOST_ERROR_MS
