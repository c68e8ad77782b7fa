"""Each wrong code makes the next wait longer, up to a minute."""

from itertools import pairwise

from kiosk.sitting.wrong_tries import FIRST_WAIT_MS, LONGEST_WAIT_MS, wait_after_ms


def test_waits_grow_and_stop_growing_at_a_minute() -> None:
    waits = [wait_after_ms(tries) for tries in range(100)]

    assert waits[:3] == [0, FIRST_WAIT_MS, 2 * FIRST_WAIT_MS]
    assert all(a <= b for a, b in pairwise(waits))
    assert waits[-1] == LONGEST_WAIT_MS


def test_a_hundred_guesses_take_more_than_an_hour() -> None:
    assert sum(wait_after_ms(tries) for tries in range(100)) > 3600 * 1000
