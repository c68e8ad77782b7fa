from concurrent.futures import ThreadPoolExecutor

import pytest

from sync_server.accounts.errors import SignedOutError, SignInRefusedError
from sync_server.accounts.staff import IDLE_FOR, SESSION_LASTS
from sync_server.accounts.tries import MOST_TRIES
from sync_server.errors import TooManyTriesError
from tests.sync_server.services.conftest import Day

NAME, PASSWORD = "admin", "admin-password"


@pytest.mark.slow
def test_guessing_is_slowed_and_does_not_keep_the_owner_out(day: Day) -> None:
    # slow: Argon2id for each guess
    signs = day.people.sign_ins
    signs.sign_in(NAME, PASSWORD, "10.0.0.5")
    for _ in range(MOST_TRIES):
        with pytest.raises(SignInRefusedError):
            signs.sign_in(NAME, "a wrong guess", "10.0.0.66")

    with pytest.raises(TooManyTriesError):
        signs.sign_in(NAME, PASSWORD, "10.0.0.66")
    with pytest.raises(TooManyTriesError):
        signs.sign_in(NAME, PASSWORD, "10.0.0.67")  # the account's own limit
    signs.sign_in(NAME, PASSWORD, "10.0.0.5")
    signs.sign_in(NAME, PASSWORD, "127.0.0.1")


@pytest.mark.slow
def test_guesses_sent_at_once_are_counted_like_guesses_one_by_one(day: Day) -> None:
    # slow: Argon2id for each guess
    def guess(number: int) -> str:
        try:
            day.people.sign_ins.sign_in(NAME, f"guess no. {number}", "10.0.0.66")
        except (SignInRefusedError, TooManyTriesError) as error:
            return error.code
        return "in"

    with ThreadPoolExecutor(30) as threads:
        codes = list(threads.map(guess, range(30)))

    assert codes.count(SignInRefusedError.code) == MOST_TRIES
    assert codes.count(TooManyTriesError.code) == 30 - MOST_TRIES


def test_a_session_ends_by_hand_by_idling_and_by_the_day(day: Day) -> None:
    signs = day.people.sign_ins
    by_hand = signs.sign_in(NAME, PASSWORD, "127.0.0.1").token
    signs.sign_out(by_hand)
    with pytest.raises(SignedOutError):
        signs.staff_of(by_hand)

    idle = signs.sign_in(NAME, PASSWORD, "127.0.0.1").token
    day.clock.pass_s(IDLE_FOR.total_seconds() - 1)
    signs.staff_of(idle, is_activity=False)  # a page that asks by itself
    day.clock.pass_s(2)
    with pytest.raises(SignedOutError):
        signs.staff_of(idle)

    busy = signs.sign_in(NAME, PASSWORD, "127.0.0.1").token
    for _ in range(int(SESSION_LASTS / (IDLE_FOR / 2)) - 1):
        day.clock.pass_s(IDLE_FOR.total_seconds() / 2)
        signs.staff_of(busy)
    day.clock.pass_s(IDLE_FOR.total_seconds() / 2)
    with pytest.raises(SignedOutError):
        signs.staff_of(busy)


def test_a_disabled_account_is_out_at_once(day: Day) -> None:
    signs = day.people.sign_ins
    token = signs.sign_in(NAME, PASSWORD, "127.0.0.1").token

    signs.disable_account(NAME, by="test")

    with pytest.raises(SignedOutError):
        signs.staff_of(token)
    with pytest.raises(SignInRefusedError):
        signs.sign_in(NAME, PASSWORD, "127.0.0.1")
