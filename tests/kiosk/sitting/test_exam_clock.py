"""Exam time: by the boot clock alone (trust.md R6)."""

import pytest
from hypothesis import given, strategies as st

from kiosk.sitting.entry_draft import EntryDraft, header_of
from kiosk.sitting.exam_clock import (
    MOST_WALL_COUNTED_MS,
    DownTimeSource,
    ExamClock,
    down_time,
)
from question_bank.formats.entry_bodies import Locked, TimeTicked
from question_bank.formats.journal_entry import EntryHeader
from question_bank.journal.sitting_record import SittingRecord, fold
from tests.builders.journals import SITTING, a_started
from tests.fakes.hand_clock import HandClock

HOUR_S = 3600
JUMPS = [HOUR_S, -HOUR_S, 24 * HOUR_S, -24 * HOUR_S, -60 * 365 * 24 * HOUR_S, 0.5]


@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("pass"), st.integers(0, 100_000)),
            st.tuples(st.just("jump"), st.sampled_from(JUMPS)),
            st.tuples(st.just("lock"), st.just(0)),
            st.tuples(st.just("unlock"), st.just(0)),
        ),
        max_size=40,
    )
)
def test_time_used_is_the_time_that_passed_unlocked_whatever_the_wall_clock_does(
    steps: list[tuple[str, float]],
) -> None:
    clock = HandClock()
    exam = ExamClock(used_ms=0).started(clock.now())
    locked, expected_ms = False, 0

    for what, amount in steps:
        match what:
            case "pass":
                clock.pass_ms(int(amount))
                expected_ms += 0 if locked else int(amount)
            case "jump":
                clock.wall = HandClock().wall
                clock.jump_wall_s(amount)
            case "lock":
                exam, locked = exam.stopped(clock.now()), True
            case "unlock":
                exam, locked = exam.started(clock.now()), False
        assert abs(exam.used_at(clock.now()) - expected_ms) <= len(steps)


def record_at(clock: HandClock, *, is_locked: bool = False) -> SittingRecord:
    now = clock.now()
    bodies = [a_started(boot_time_ms=now.boottime_ms)]
    tick = TimeTicked(boot_id=clock.boot, boot_time_ms=now.boottime_ms + 60_000)
    lock = Locked(order_number=2, by="p")
    drafts = [
        EntryDraft(body=bodies[0], time_used_ms=0, wall_time_ms=now.wall_time_ms),
        EntryDraft(
            body=tick, time_used_ms=60_000, wall_time_ms=now.wall_time_ms + 60_000
        ),
    ]
    if is_locked:
        drafts.append(
            EntryDraft(body=lock, time_used_ms=60_000, wall_time_ms=now.wall_time_ms)
        )
    headers: list[EntryHeader] = [
        header_of(draft, SITTING, seq) for seq, draft in enumerate(drafts, start=1)
    ]
    clock.pass_ms(60_000)
    return fold(zip(headers, [draft.body for draft in drafts], strict=True))


@pytest.mark.parametrize("jump_s", JUMPS)
def test_in_the_same_boot_down_time_is_exact_whatever_the_wall_clock_says(
    jump_s: float,
) -> None:
    clock = HandClock()
    record = record_at(clock)
    clock.pass_ms(7_000)
    clock.jump_wall_s(jump_s)

    down = down_time(record, clock.now(), clock.boot, is_counted=True)

    assert (down.down_ms, down.source, down.counted_ms) == (
        7_000,
        DownTimeSource.BOOTTIME,
        7_000,
    )


def test_after_a_reboot_the_wall_clock_is_all_there_is() -> None:
    clock = HandClock()
    record = record_at(clock)
    now = clock.reboot("boot-2", 90_000)

    down = down_time(record, now, "boot-2", is_counted=True)

    assert (down.down_ms, down.source) == (90_000, DownTimeSource.WALL)


@pytest.mark.parametrize("jump_s", [600 - 90 + 1, 24 * HOUR_S, 56 * 365 * 24 * HOUR_S])
def test_a_wall_clock_that_leapt_costs_ten_minutes_at_most(jump_s: float) -> None:
    clock = HandClock()
    record = record_at(clock)
    clock.reboot("boot-2", 90_000)
    now = clock.jump_wall_s(jump_s)

    down = down_time(record, now, "boot-2", is_counted=True)

    assert down.counted_ms == MOST_WALL_COUNTED_MS == 600_000
    assert down.down_ms == 90_000 + jump_s * 1000  # the journal says what was measured


def test_in_the_same_boot_a_long_down_time_counts_whole() -> None:
    clock = HandClock()
    record = record_at(clock)
    now = clock.pass_ms(3_600_000)

    down = down_time(record, now, clock.boot, is_counted=True)

    assert down.counted_ms == 3_600_000


def test_a_wall_clock_that_went_back_means_no_down_time() -> None:
    clock = HandClock()
    record = record_at(clock)
    clock.reboot("boot-2", 90_000)
    now = clock.jump_wall_s(-24 * HOUR_S)

    assert down_time(record, now, "boot-2", is_counted=True).down_ms == 0


def test_down_time_that_the_policy_credits_counts_nothing() -> None:
    clock = HandClock()
    record = record_at(clock)
    now = clock.pass_ms(7_000)

    down = down_time(record, now, clock.boot, is_counted=False)

    assert (down.down_ms, down.counted_ms) == (7_000, 0)


def test_down_time_under_lock_counts_nothing() -> None:
    clock = HandClock()
    record = record_at(clock, is_locked=True)
    now = clock.pass_ms(7_000)

    assert down_time(record, now, clock.boot, is_counted=True).counted_ms == 0


def test_starting_twice_and_stopping_twice_is_once() -> None:
    clock = HandClock()
    exam = ExamClock(used_ms=5).started(clock.now())
    later = clock.pass_ms(1_000)

    assert exam.started(later) == exam
    stopped = exam.stopped(later)
    assert stopped.stopped(clock.pass_ms(1_000)) == stopped == ExamClock(used_ms=1_005)
