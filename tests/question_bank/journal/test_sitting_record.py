"""The fold: what a journal says of a sitting, whoever reads it."""

import pytest
from hypothesis import given, strategies as st

from kiosk.sitting.entry_draft import header_of
from question_bank.formats.entry_bodies import (
    Body,
    Extended,
    HandedIn,
    HandInReason,
    ItemShown,
    Locked,
    MarkSet,
    MessageShown,
    Released,
    ScenePassed,
    TimeTicked,
    Unlocked,
    WriteFailed,
)
from question_bank.formats.journal_entry import EntryHeader
from question_bank.items.response import TextResponse
from question_bank.journal.sitting_record import SittingRecord, after_entry, fold
from tests.builders.journals import (
    DURATION_MS,
    SITTING,
    a_draft,
    a_resumed,
    a_started,
    a_text,
)

END = HandedIn(
    reason=HandInReason.CANDIDATE,
    answered_tasks=1,
    unanswered_tasks=0,
    order_number=0,
)


def header(seq: int, time_used_ms: int, body: Body) -> EntryHeader:
    return header_of(a_draft(body, time_used_ms=time_used_ms), SITTING, seq)


def folded(*bodies: Body) -> SittingRecord:
    return fold(
        (header(seq, seq * 1000, body), body)
        for seq, body in enumerate(bodies, start=1)
    )


def test_the_last_response_of_a_task_counts() -> None:
    record = folded(a_started(), a_text("one"), a_text("two"), a_text("x", "t2"))

    assert record.responses == {
        "t1": TextResponse(text="two"),
        "t2": TextResponse(text="x"),
    }


def test_a_mark_is_set_and_taken_away() -> None:
    on = MarkSet(task_id="t1", is_marked=True)
    off = MarkSet(task_id="t1", is_marked=False)

    assert folded(a_started(), on).marked == {"t1"}
    assert folded(a_started(), on, off, off).marked == frozenset()


def test_the_task_and_the_scenes_are_where_the_candidate_left_them() -> None:
    passed = ScenePassed(item_id="case", scene_id="s1")
    record = folded(a_started(), ItemShown(task_id="t7"), passed)

    assert record.current_task == "t7"
    assert record.passed_scenes == {("case", "s1")}


def test_extensions_add_to_the_duration_once_a_number() -> None:
    extended = Extended(order_number=4, extra_ms=600_000, by="proctor")
    other = Extended(order_number=5, extra_ms=1_000, by="proctor")

    record = folded(a_started(), extended, extended, other)

    assert record.allowed_ms == DURATION_MS + 601_000
    assert record.left_ms == record.allowed_ms - 4_000


orders = st.lists(
    st.one_of(
        st.builds(Locked, order_number=st.integers(2, 6), by=st.just("p")),
        st.builds(Unlocked, order_number=st.integers(2, 6), by=st.just("p")),
        st.builds(
            Extended,
            order_number=st.integers(2, 6),
            extra_ms=st.integers(0, 10_000),
            by=st.just("p"),
        ),
        st.builds(MessageShown, order_number=st.integers(2, 6), text=st.just("m")),
    ),
    max_size=8,
)


@given(bodies=orders, data=st.data())
def test_an_order_that_is_written_twice_has_one_effect(
    bodies: list[Body], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(bodies), max_size=5)) if bodies else []

    once = folded(a_started(), *bodies)
    twice = folded(a_started(), *bodies, *again)

    assert twice.applied_orders == once.applied_orders
    assert twice.extra_ms == once.extra_ms
    assert twice.locked_by_order == once.locked_by_order


def test_a_lock_holds_until_another_order_opens_it() -> None:
    lock = Locked(order_number=2, by="p")
    unlock = Unlocked(order_number=3, by="p")

    assert folded(a_started(), lock).is_locked
    assert not folded(a_started(), lock, unlock).is_locked
    assert not folded(a_started(), lock, unlock, lock).is_locked


def test_nothing_after_the_hand_in_counts() -> None:
    record = folded(a_started(), a_text("in time"), END, a_text("late"))

    assert record.responses["t1"] == TextResponse(text="in time")
    assert record.handed_in == END
    assert record.handed_in_seq == 3
    assert record.after_hand_in == 1


def test_a_release_lasts_until_a_seat_goes_on() -> None:
    released = Released(order_number=2)

    assert folded(a_started(), released).is_released
    assert not folded(a_started(), released, a_resumed()).is_released


def test_resuming_moves_the_sitting_and_counts() -> None:
    record = folded(a_started(), a_resumed(seat_uuid="other", boot_id="boot-2"))

    assert (record.seat_uuid, record.boot_id, record.resumptions) == (
        "other",
        "boot-2",
        1,
    )


def test_the_boot_clocks_last_reading_is_kept_with_its_exam_time() -> None:
    tick = TimeTicked(boot_id="boot-1", boot_time_ms=777)
    record = folded(a_started(), tick, a_text("x"))

    assert (record.boot_time_ms, record.boot_time_used_ms) == (777, 2_000)
    assert record.time_used_ms == 3_000


def test_a_kind_that_is_not_known_only_moves_the_clock() -> None:
    record = folded(a_started())
    later = header(2, 9_000, a_text("x"))

    after = after_entry(record, later, None)

    assert after.time_used_ms == 9_000
    assert after.responses == {}


def test_a_failure_to_write_changes_no_answer() -> None:
    failed = WriteFailed(reason="disk_full", failed_ms=5)

    assert folded(a_started(), a_text("x"), failed).responses.keys() == {"t1"}


def test_exam_time_never_goes_back() -> None:
    record = folded(a_started(), a_text("x"))

    after = after_entry(record, header(3, 0, a_text("y")), a_text("y"))

    assert after.time_used_ms == record.time_used_ms


def test_before_the_start_there_is_no_time() -> None:
    assert SittingRecord().allowed_ms == 0


def test_an_entry_that_does_not_follow_is_a_bug() -> None:
    with pytest.raises(ValueError, match="entry 3 after 1"):
        after_entry(folded(a_started()), header(3, 0, a_text("x")), a_text("x"))
