from concurrent.futures import ThreadPoolExecutor

import pytest

from sync_server.accounts.tries import MOST_BUCKETS, MOST_TRIES, SPAN_S, SlidingLimit
from sync_server.errors import TooManyTriesError


def test_ten_tries_in_a_quarter_of_an_hour_are_the_end_of_it() -> None:
    limit = SlidingLimit()
    for second in range(MOST_TRIES):
        limit.require(("account a",), second)

    with pytest.raises(TooManyTriesError):
        limit.require(("account a",), MOST_TRIES)
    with pytest.raises(TooManyTriesError):
        limit.require(("account a",), SPAN_S - 1)
    limit.require(("account a",), SPAN_S)


def test_guesses_at_the_same_moment_are_all_counted() -> None:
    limit = SlidingLimit()
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda _: limit.take(("a",), 0.0), range(100)))

    assert waits.count(0.0) == MOST_TRIES


def test_what_is_refused_by_one_bucket_is_taken_of_none() -> None:
    limit = SlidingLimit(most=1)
    limit.require(("address b",), 0.0)

    with pytest.raises(TooManyTriesError):
        limit.require(("account a", "address b"), 0.0)
    limit.require(("account a",), 0.0)


def test_what_was_no_wrong_try_is_given_back() -> None:
    limit = SlidingLimit(most=1)
    limit.require(("x",), 3.0)
    limit.give_back(("x", "never taken"), 3.0)

    limit.require(("x",), 3.0)


def test_a_stranger_does_not_use_up_the_tries_of_another_bucket() -> None:
    limit = SlidingLimit()
    for _ in range(MOST_TRIES):
        limit.require(("address b",), 0.0)

    limit.require(("known a home",), 0.0)


def test_a_right_try_clears_the_wrong_ones() -> None:
    limit = SlidingLimit(most=1)
    limit.require(("x",), 0.0)
    limit.forget(("x",))

    limit.require(("x",), 0.0)


def test_names_that_strangers_invent_do_not_fill_the_memory() -> None:
    limit = SlidingLimit()
    for number in range(MOST_BUCKETS * 2 + 10):
        limit.require((f"account {number}",), 0.0)

    assert len(limit._taken) <= MOST_BUCKETS + 1
