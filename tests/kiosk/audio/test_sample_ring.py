import numpy as np
from hypothesis import given, settings, strategies as st

from kiosk.audio.sample_ring import SampleRing


@settings(max_examples=40)
@given(
    st.integers(1, 20),
    st.lists(st.tuples(st.booleans(), st.integers(0, 25)), max_size=40),
)
def test_what_is_written_is_read_once_and_in_order(
    capacity: int, acts: list[tuple[bool, int]]
) -> None:
    ring = SampleRing(capacity, 2)
    waiting: list[int] = []
    next_value = 0
    for is_write, count in acts:
        if is_write:
            values = np.arange(next_value, next_value + count, dtype=np.int16)
            taken = ring.write(np.stack((values, -values), axis=1))
            assert taken == min(count, capacity - len(waiting))
            waiting += list(range(next_value, next_value + taken))
            next_value += taken
        else:
            target = np.full((count, 2), 99, np.int16)
            got = ring.read_into(target)
            assert target[:got, 0].tolist() == waiting[:got]
            assert target[:got, 1].tolist() == [-value for value in waiting[:got]]
            assert got == min(count, len(waiting))
            waiting = waiting[got:]
        assert (ring.waiting(), ring.room()) == (len(waiting), capacity - len(waiting))


def test_taking_empties_it() -> None:
    ring = SampleRing(4, 1)
    ring.write(np.array([[1], [2], [3]], np.int16))
    ring.take()
    ring.write(np.array([[4], [5]], np.int16))

    assert ring.take()[:, 0].tolist() == [4, 5]
    assert ring.waiting() == 0
