"""A running sitting: acts and orders in, drafts out."""

import itertools
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from kiosk.sitting.entry_draft import EntryDraft, header_of
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.sitting_rules import SittingRules
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
    ResponseSet,
    ScenePassed,
    TimeTicked,
    Unlocked,
)
from question_bank.formats.order import Order, OrderKind
from question_bank.identifiers import SittingUuid
from question_bank.items.response import OptionsResponse, TextResponse
from question_bank.journal.sitting_record import SittingRecord, fold
from tests.builders.journals import (
    DURATION_MS,
    OTHER_SITTING,
    SITTING,
    a_draft,
    a_resumed,
    a_started,
)
from tests.fakes.hand_clock import HandClock

CHOICE = OptionsResponse(option_ids=("a",))
RULES = SittingRules(sitting_uuid=SITTING, task_ids=("t1", "t2", "t3"))


class Played:
    """A sitting with everything that it gave to write."""

    def __init__(self, rules: SittingRules = RULES, order_number: int = 1) -> None:
        self.clock = HandClock()
        first = a_draft(a_started(order_number=order_number))
        self.sitting = Sitting(rules, first, self.clock.now())
        self.drafts = [first]

    def did(self, drafts: tuple[EntryDraft, ...]) -> list[Body]:
        self.drafts += drafts
        return [draft.body for draft in drafts]

    def pass_ticking(self, ms: int, step_ms: int = 100) -> list[Body]:
        bodies: list[Body] = []
        for _ in range(ms // step_ms):
            bodies += self.did(self.sitting.tick(self.clock.pass_ms(step_ms)))
        return bodies

    def choose(self, task_id: str = "t1") -> list[Body]:
        now = self.clock.now()
        return self.did(self.sitting.enter_response(task_id, CHOICE, now))

    def type(self, text: str, task_id: str = "t1") -> list[Body]:
        response = TextResponse(text=text)
        now = self.clock.now()
        return self.did(self.sitting.enter_response(task_id, response, now))

    def order(
        self,
        kind: OrderKind,
        number: int,
        sitting: SittingUuid | None = SITTING,
        extra_ms: int = 0,
    ) -> list[Body]:
        order = Order(
            room_session_uuid=UUID(int=7),
            number=number,
            kind=kind,
            sitting_uuid=sitting,
            extra_ms=extra_ms,
            text="m",
            by="proctor",
            issued_utc=datetime(2026, 11, 22, tzinfo=UTC),
        )
        return self.did(self.sitting.apply_order(order, self.clock.now()))

    def hand_in(self) -> list[Body]:
        return self.did(self.sitting.hand_in(self.clock.now()))

    def refolded(self) -> SittingRecord:
        return fold(
            (header_of(draft, SITTING, seq), draft.body)
            for seq, draft in enumerate(self.drafts, start=1)
        )


@pytest.fixture
def played() -> Played:
    return Played()


def test_a_choice_is_written_at_once(played: Played) -> None:
    assert played.choose() == [ResponseSet(task_id="t1", response=CHOICE)]


def test_the_same_choice_again_writes_nothing(played: Played) -> None:
    played.choose()

    assert played.choose() == []


def test_text_is_written_when_its_wait_is_over_and_seen_at_once(played: Played) -> None:
    assert played.type("字") == []
    assert played.sitting.response("t1") == TextResponse(text="字")
    assert played.sitting.answered_count() == 1

    assert played.pass_ticking(300) == [
        ResponseSet(task_id="t1", response=TextResponse(text="字"))
    ]


def test_text_that_came_back_to_what_is_written_writes_nothing(played: Played) -> None:
    played.type("a")
    played.pass_ticking(300)
    played.type("ab")
    played.type("a")

    assert played.pass_ticking(300) == []


def test_going_to_another_task_writes_what_was_typed_first(played: Played) -> None:
    played.type("typed")

    bodies = played.did(played.sitting.show_task("t2", played.clock.now()))

    assert bodies == [
        ResponseSet(task_id="t1", response=TextResponse(text="typed")),
        ItemShown(task_id="t2"),
    ]
    assert played.sitting.record.current_task == "t2"


def test_a_mark_is_written_once(played: Played) -> None:
    now = played.clock.now()

    assert played.did(played.sitting.set_mark("t1", now, is_marked=True)) == [
        MarkSet(task_id="t1", is_marked=True)
    ]
    assert played.did(played.sitting.set_mark("t1", now, is_marked=True)) == []


def test_a_scene_is_passed_once(played: Played) -> None:
    now = played.clock.now()

    assert played.did(played.sitting.pass_scene("case", "s1", now)) == [
        ScenePassed(item_id="case", scene_id="s1")
    ]
    assert played.did(played.sitting.pass_scene("case", "s1", now)) == []


def test_an_idle_clock_is_written_at_least_every_five_seconds(played: Played) -> None:
    played.pass_ticking(60_000, step_ms=500)

    used = [draft.time_used_ms for draft in played.drafts]
    assert max(b - a for a, b in itertools.pairwise(used)) <= 5_000
    assert played.sitting.record.boot_time_ms == played.clock.now().boottime_ms


def test_when_time_is_up_the_sitting_ends_with_what_was_typed(played: Played) -> None:
    played.pass_ticking(DURATION_MS - 100, step_ms=4_900)
    played.type("last words")

    bodies = played.pass_ticking(6_000)

    assert TextResponse(text="last words") == played.sitting.record.responses["t1"]
    assert bodies[-1] == HandedIn(
        reason=HandInReason.TIME_UP,
        answered_tasks=1,
        unanswered_tasks=2,
        order_number=0,
    )


def test_a_lock_stops_the_clock_and_an_unlock_goes_on(played: Played) -> None:
    played.clock.pass_ms(10_000)
    assert played.order(OrderKind.LOCK, 2) == [Locked(order_number=2, by="proctor")]
    left_ms = played.sitting.left_ms(played.clock.now())
    assert played.pass_ticking(600_000, step_ms=60_000) == []
    assert played.choose() == []

    bodies = played.order(OrderKind.UNLOCK, 3)

    assert bodies[0] == Unlocked(order_number=3, by="proctor")
    assert isinstance(bodies[1], TimeTicked)
    assert played.sitting.left_ms(played.clock.now()) == left_ms
    assert played.sitting.left_ms(played.clock.pass_ms(1_000)) == left_ms - 1_000


def test_what_was_typed_is_written_before_a_lock(played: Played) -> None:
    played.type("half a")

    bodies = played.order(OrderKind.LOCK, 2)

    assert isinstance(bodies[0], ResponseSet)


def test_an_extension_adds_time_to_a_locked_sitting_too(played: Played) -> None:
    played.order(OrderKind.LOCK, 2)
    played.order(OrderKind.EXTEND, 3, extra_ms=600_000)

    assert played.sitting.left_ms(played.clock.now()) == DURATION_MS + 600_000


@pytest.mark.parametrize("kind", [OrderKind.HAND_IN, OrderKind.CLOSE])
def test_the_proctor_ends_a_sitting(played: Played, kind: OrderKind) -> None:
    played.choose()

    (end,) = played.order(kind, 2, None)

    assert end == HandedIn(
        reason=HandInReason.PROCTOR,
        answered_tasks=1,
        unanswered_tasks=2,
        order_number=2,
    )


def test_a_released_sitting_writes_no_more(played: Played) -> None:
    assert played.order(OrderKind.RELEASE, 2) == [Released(order_number=2)]

    assert played.sitting.is_over
    assert played.choose() == played.pass_ticking(10_000) == []
    assert played.order(OrderKind.MESSAGE, 3) == []


def test_orders_for_others_are_none_of_ours(played: Played) -> None:
    assert played.order(OrderKind.LOCK, 2, OTHER_SITTING) == []
    assert played.order(OrderKind.START, 3, None) == []


def test_of_orders_before_the_start_only_added_time_counts() -> None:
    played = Played(order_number=5)

    assert played.order(OrderKind.LOCK, 2, None) == []
    assert played.order(OrderKind.EXTEND, 1, OTHER_SITTING, extra_ms=60_000) == []
    assert played.order(OrderKind.EXTEND, 3, None, extra_ms=60_000) == [
        Extended(order_number=3, extra_ms=60_000, by="proctor")
    ]
    assert played.order(OrderKind.EXTEND, 4, extra_ms=60_000) == [
        Extended(order_number=4, extra_ms=60_000, by="proctor")
    ]


def test_time_given_before_the_start_counts_once_however_often_it_is_read() -> None:
    played = Played(order_number=5)
    for _ in range(3):
        played.order(OrderKind.EXTEND, 3, None, extra_ms=60_000)

    assert played.sitting.record.allowed_ms == DURATION_MS + 60_000
    assert played.refolded().allowed_ms == DURATION_MS + 60_000


def test_a_message_is_shown_once(played: Played) -> None:
    assert played.order(OrderKind.MESSAGE, 2, None) == [
        MessageShown(order_number=2, text="m")
    ]
    assert played.order(OrderKind.MESSAGE, 2, None) == []


def test_after_the_hand_in_there_is_nothing_more(played: Played) -> None:
    played.hand_in()

    assert played.choose() == played.hand_in() == played.pass_ticking(9_000) == []
    assert played.order(OrderKind.LOCK, 2) == []
    assert played.did(played.sitting.show_task("t2", played.clock.now())) == []


def test_nobody_hands_in_before_the_earliest_time() -> None:
    rules = SittingRules(
        sitting_uuid=SITTING, task_ids=("t1",), earliest_hand_in_ms=1_800_000
    )
    played = Played(rules)

    assert played.sitting.hand_in_opens_in_ms(played.clock.now()) == 1_800_000
    with pytest.raises(RuntimeError):
        played.hand_in()

    played.clock.pass_ms(1_800_000)
    assert isinstance(played.hand_in()[-1], HandedIn)


def test_a_resumed_sitting_goes_on_at_the_same_item_with_the_same_time() -> None:
    played = Played()
    played.pass_ticking(60_000)
    played.choose("t2")
    played.did(played.sitting.show_task("t2", played.clock.now()))
    record = played.refolded()
    played.clock.pass_ms(30_000)
    resumed = a_draft(a_resumed(), time_used_ms=record.time_used_ms)

    sitting = Sitting(RULES, resumed, played.clock.now(), record)

    assert sitting.left_ms(played.clock.now()) == DURATION_MS - 60_000
    assert sitting.record.current_task == "t2"
    assert sitting.responses() == {"t2": CHOICE}


def test_a_sitting_that_was_locked_is_resumed_locked() -> None:
    played = Played()
    played.order(OrderKind.LOCK, 2)
    resumed = a_draft(a_resumed())

    sitting = Sitting(RULES, resumed, played.clock.now(), played.refolded())

    assert not sitting.is_answering
    later = played.clock.pass_ms(60_000)
    assert sitting.left_ms(later) == DURATION_MS


acts = st.lists(
    st.one_of(
        st.tuples(st.just("choose"), st.sampled_from(["t1", "t2"])),
        st.tuples(st.just("type"), st.text(max_size=3)),
        st.tuples(st.just("pass"), st.integers(0, 9_000)),
        st.tuples(st.just("jump"), st.integers(-90_000, 90_000)),
        st.tuples(
            st.just("order"),
            st.tuples(st.sampled_from(list(OrderKind)), st.integers(1, 6)),
        ),
        st.tuples(st.just("hand_in"), st.just(0)),
    ),
    max_size=40,
)


@given(steps=acts)
def test_whatever_happens_the_written_entries_fold_to_the_sitting_on_the_screen(
    steps: list[tuple[str, object]],
) -> None:
    played = Played()
    for what, how in steps:
        match what, how:
            case "choose", str(task):
                played.choose(task)
            case "type", str(text):
                played.type(text, "t3")
            case "pass", int(ms):
                played.did(played.sitting.tick(played.clock.pass_ms(ms)))
            case "jump", int(seconds):
                played.clock.jump_wall_s(seconds)
            case "order", (OrderKind() as kind, int(number)):
                played.order(kind, number, None, extra_ms=1_000)
            case _:
                played.hand_in()

    assert played.refolded() == played.sitting.record
    ends = [draft for draft in played.drafts if isinstance(draft.body, HandedIn)]
    assert len(ends) <= 1
    numbers = [
        draft.body.order_number
        for draft in played.drafts
        if isinstance(draft.body, Locked | Unlocked | Extended | MessageShown)
    ]
    assert len(numbers) == len(set(numbers))
