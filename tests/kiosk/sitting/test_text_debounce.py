"""Typed text becomes an entry soon, but not at every key."""

import itertools

from hypothesis import given, strategies as st

from kiosk.sitting.text_debounce import (
    LONG_TEXT,
    LONGEST_WAIT_MS,
    SHORTEST_WAIT_MS,
    TextDebounce,
)
from question_bank.items.response import TextResponse

keys = st.lists(st.integers(0, 1500), min_size=1, max_size=60)


@given(gaps=keys, is_long=st.booleans())
def test_no_key_waits_longer_than_it_may_and_entries_keep_their_distance(
    gaps: list[int], is_long: bool
) -> None:
    debounce = TextDebounce()
    text = "字" * (LONG_TEXT + 1 if is_long else 0)
    wait_ms = LONGEST_WAIT_MS if is_long else SHORTEST_WAIT_MS
    now_ms, taken, unwritten_since = 0, [], None

    for gap in gaps:
        for _ in range(gap // 10):  # the interface ticks when something is due
            now_ms += 10
            if debounce.take_due(now_ms):
                taken.append(now_ms)
                unwritten_since = None
            assert unwritten_since is None or now_ms - unwritten_since <= wait_ms
        text += "x"
        debounce.change("t1", TextResponse(text=text), now_ms)
        unwritten_since = now_ms if unwritten_since is None else unwritten_since

    assert all(b - a >= wait_ms for a, b in itertools.pairwise(taken))
    assert debounce.take_all() == (("t1", TextResponse(text=text)),)
    assert debounce.next_due_ms is None


def test_each_task_waits_for_itself() -> None:
    debounce = TextDebounce()
    debounce.change("t1", TextResponse(text="a"), 0)
    debounce.change("t2", TextResponse(text="b"), 100)

    assert debounce.next_due_ms == SHORTEST_WAIT_MS
    assert debounce.take_due(SHORTEST_WAIT_MS) == (("t1", TextResponse(text="a")),)
    assert debounce.newest("t1") is None
    assert debounce.newest("t2") == TextResponse(text="b")
