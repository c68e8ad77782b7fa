"""Leaving by code: one use, ten minutes, and wrong tries cost time."""

from uuid import UUID

import pytest

from kiosk.lockdown.unlock_challenge import (
    CHALLENGE_LIFE_MS,
    Answered,
    LeaveKey,
    UnlockChallenge,
    answer,
    new_challenge,
)
from question_bank.formats.staff_code import StaffCodePurpose, staff_code

KEY = LeaveKey(seat_uuid=UUID(int=7), key=bytes(range(32)))
START_MS = 5_000


def the_code(asked: UnlockChallenge, key: LeaveKey = KEY) -> str:
    return staff_code(key.key, StaffCodePurpose.LEAVE, key.seat_uuid, asked.challenge)


def a_wrong_code(asked: UnlockChallenge) -> str:
    other = LeaveKey(seat_uuid=KEY.seat_uuid, key=bytes(32))
    return the_code(asked, other)


def test_the_sites_code_opens_the_lock_once() -> None:
    asked = new_challenge(42, START_MS)
    code = the_code(asked)

    asked, first = answer(asked, f" {code[:4]} {code[4:]}", KEY, START_MS + 1)
    asked, second = answer(asked, code, KEY, START_MS + 2)

    assert (first, second) == (Answered.OPENED, Answered.EXPIRED)


def test_a_challenge_counts_for_ten_minutes() -> None:
    asked = new_challenge(42, START_MS)
    code = the_code(asked)

    last = answer(asked, code, KEY, START_MS + CHALLENGE_LIFE_MS - 1)[1]
    late = answer(asked, code, KEY, START_MS + CHALLENGE_LIFE_MS)[1]

    assert (last, late) == (Answered.OPENED, Answered.EXPIRED)


@pytest.mark.parametrize(
    "key",
    [
        LeaveKey(seat_uuid=UUID(int=8), key=KEY.key),
        LeaveKey(seat_uuid=KEY.seat_uuid, key=bytes(32)),
    ],
)
def test_a_code_of_another_seat_or_site_opens_nothing(key: LeaveKey) -> None:
    asked = new_challenge(42, START_MS)

    assert answer(asked, the_code(asked, key), KEY, START_MS)[1] is Answered.WRONG


def test_a_code_for_going_on_opens_no_lock() -> None:
    asked = new_challenge(42, START_MS)
    other = staff_code(
        KEY.key, StaffCodePurpose.REENTRY, KEY.seat_uuid, asked.challenge
    )

    assert answer(asked, other, KEY, START_MS)[1] is Answered.WRONG


def test_a_seat_that_was_never_told_its_key_takes_no_code_at_all() -> None:
    nobody = LeaveKey(seat_uuid=KEY.seat_uuid, key=b"")
    asked = new_challenge(42, START_MS)

    assert answer(asked, the_code(asked, nobody), nobody, START_MS)[1] is Answered.WRONG


def test_a_slip_of_the_fingers_costs_nothing() -> None:
    asked = new_challenge(42, START_MS)
    code = the_code(asked)
    slip = code[:3] + str((int(code[3]) + 1) % 10) + code[4:]

    after, answered = answer(asked, slip, KEY, START_MS)

    assert answered is Answered.MISTYPED
    assert after == asked
    assert answer(asked, "", KEY, START_MS)[1] is Answered.MISTYPED


def test_each_wrong_code_makes_the_next_try_wait_longer_under_a_new_challenge_too() -> (
    None
):
    asked = new_challenge(42, START_MS)
    now_ms, waits = START_MS, []
    for _ in range(4):
        asked, answered = answer(asked, a_wrong_code(asked), KEY, now_ms)
        assert answered is Answered.WRONG
        waits.append(asked.wait_ms(now_ms))
        early = answer(asked, the_code(asked), KEY, now_ms + waits[-1] - 1)[1]
        assert early is Answered.WAITING
        now_ms += waits[-1]
        asked = asked.renewed(43, now_ms)

    assert waits == sorted(set(waits))
    assert answer(asked, the_code(asked), KEY, now_ms)[1] is Answered.OPENED


def test_the_right_code_forgets_the_wrong_ones() -> None:
    asked = new_challenge(42, START_MS)
    asked, _ = answer(asked, a_wrong_code(asked), KEY, START_MS)
    asked, answered = answer(asked, the_code(asked), KEY, asked.waits_until_ms)

    assert answered is Answered.OPENED
    assert asked.renewed(44, asked.waits_until_ms).wrong_tries == 0
