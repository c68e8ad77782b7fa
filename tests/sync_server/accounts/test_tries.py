import pytest

from sync_server.accounts.tries import MOST_BUCKETS, MOST_TRIES, SPAN_S, TryLimit
from sync_server.errors import TooManyTriesError


def test_ten_wrong_tries_in_a_quarter_of_an_hour_are_the_end_of_it() -> None:
    limit = TryLimit()
    for second in range(MOST_TRIES):
        limit.require_free(("account a",), second)
        limit.count(("account a",), second)

    with pytest.raises(TooManyTriesError):
        limit.require_free(("account a",), MOST_TRIES)
    with pytest.raises(TooManyTriesError):
        limit.require_free(("account a",), SPAN_S - 1)
    limit.require_free(("account a",), SPAN_S)


def test_a_stranger_does_not_use_up_the_tries_of_another_bucket() -> None:
    limit = TryLimit()
    for _ in range(MOST_TRIES):
        limit.count(("address b",), 0.0)

    limit.require_free(("known a home",), 0.0)


def test_a_right_try_clears_the_wrong_ones() -> None:
    limit = TryLimit(most_tries=1)
    limit.count(("x",), 0.0)
    limit.forget("x")

    limit.require_free(("x",), 0.0)


def test_names_that_strangers_invent_do_not_fill_the_memory() -> None:
    limit = TryLimit()
    for number in range(MOST_BUCKETS * 2 + 10):
        limit.count((f"account {number}",), 0.0)

    assert len(limit._tries) <= MOST_BUCKETS + 1
