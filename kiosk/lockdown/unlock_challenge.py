"""Leaving the lock by code: a challenge of one use and ten minutes. Pure.

The seat shows the challenge; staff bring the code that answers it. Wrong codes make the
next try wait longer, also under a new challenge. Decides nothing but that.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from kiosk.sitting.wrong_tries import wait_after_ms
from question_bank.errors import FormatError
from question_bank.formats.staff_code import (
    StaffCodePurpose,
    challenge_of,
    is_staff_code,
    parse_staff_code,
    staff_code,
)

CHALLENGE_LIFE_MS = 10 * 60 * 1000
"""By the boot clock, which nobody sets; long enough for a walk to the console."""


class Answered(StrEnum):
    """What became of a typed code."""

    OPENED = "opened"
    """The challenge is used up."""
    MISTYPED = "mistyped"
    """A slip of the fingers; the check digit found it, and it costs nothing."""
    WRONG = "wrong"
    WAITING = "waiting"
    """After a wrong code nothing is looked at for a while."""
    EXPIRED = "expired"
    """A new challenge is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveKey:
    """What a seat's codes are checked with.

    Attributes:
        key: 32 secret bytes, as the server derives them; empty until it told them, and
            then no code fits: the proctor's PIN leads out.
    """

    seat_uuid: UUID
    key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockChallenge:
    """One challenge and how it was answered so far.

    Attributes:
        challenge: Eight digits, the last one a check.
        shown_ms: Boot clock when it was drawn.
        wrong_tries: In a row, also of earlier challenges.
        waits_until_ms: Boot clock; no code is looked at before.
        is_used: Opened the lock once; never again.
    """

    challenge: str
    shown_ms: int
    wrong_tries: int = 0
    waits_until_ms: int = 0
    is_used: bool = False

    def is_over(self, now_ms: int) -> bool:
        """Return whether a new challenge is needed."""
        return self.is_used or now_ms - self.shown_ms >= CHALLENGE_LIFE_MS

    def wait_ms(self, now_ms: int) -> int:
        """Return for how long no code is looked at; 0 when one may be typed."""
        return max(0, self.waits_until_ms - now_ms)

    def renewed(self, random_number: int, now_ms: int) -> "UnlockChallenge":
        """Return a new challenge that remembers the wrong tries."""
        return replace(
            self,
            challenge=challenge_of(random_number),
            shown_ms=now_ms,
            is_used=False,
        )


def new_challenge(random_number: int, now_ms: int) -> UnlockChallenge:
    """Return the first challenge of a number that nobody can guess, 0 to 9,999,999."""
    return UnlockChallenge(challenge=challenge_of(random_number), shown_ms=now_ms)


def answer(
    asked: UnlockChallenge, untrusted_code: str, key: LeaveKey, now_ms: int
) -> tuple[UnlockChallenge, Answered]:
    """Judge a typed code; return the challenge from now on, and what became of it."""
    if asked.is_over(now_ms):
        return asked, Answered.EXPIRED
    if asked.wait_ms(now_ms):
        return asked, Answered.WAITING
    try:
        typed = parse_staff_code(untrusted_code)
    except FormatError:
        return asked, Answered.MISTYPED
    expected = staff_code(
        key.key, StaffCodePurpose.LEAVE, key.seat_uuid, asked.challenge
    )
    if key.key and is_staff_code(typed, expected):
        used = replace(asked, is_used=True, wrong_tries=0, waits_until_ms=0)
        return used, Answered.OPENED
    tries = asked.wrong_tries + 1
    waits = now_ms + wait_after_ms(tries)
    return replace(asked, wrong_tries=tries, waits_until_ms=waits), Answered.WRONG
