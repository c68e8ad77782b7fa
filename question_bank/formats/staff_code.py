"""A challenge on a seat, and the code that answers it: for a dead network (row 48).

The seat shows a challenge; somebody of the staff reads it out to the console (or types
it there) and brings the code back. Both sides share a key that never leaves them. The
code says what may be done, where, and only once. Pure.
"""

import hashlib
import hmac
from enum import StrEnum
from uuid import UUID

from question_bank.formats.digit_code import parse_digit_code, with_check_digit

CHALLENGE_DIGITS = 8
"""With the check digit."""
STAFF_CODE_DIGITS = 8
"""With the check digit: 10^7 codes, and every wrong try makes the seat wait longer."""
_DOMAIN = b"exam-room staff code v1\0"


class StaffCodePurpose(StrEnum):
    """What a code is for; a code for one thing does nothing else."""

    REENTRY = "reentry"
    """A sitting goes on after a long gap; the subject is the sitting."""
    LEAVE = "leave"
    """The seat's lock is opened; the subject is the seat."""


def challenge_of(number: int) -> str:
    """Return the challenge of a random number from 0 to 9,999,999."""
    return with_check_digit(f"{number % 10**7:07d}")


def parse_challenge(untrusted_text: str) -> str:
    """Return a typed challenge.

    Raises:
        FormatError: mistyped.
    """
    return parse_digit_code(untrusted_text, digits=CHALLENGE_DIGITS, name="challenge")


def parse_staff_code(untrusted_text: str) -> str:
    """Return a typed code.

    Raises:
        FormatError: mistyped.
    """
    return parse_digit_code(untrusted_text, digits=STAFF_CODE_DIGITS, name="staff_code")


def staff_code(
    key: bytes, purpose: StaffCodePurpose, subject: UUID, challenge: str
) -> str:
    """Return the code that answers a challenge.

    Args:
        key: 32 bytes that only the site's server and this room's seats have.
        challenge: As `parse_challenge` returns it.
    """
    text = f"{purpose}\0{subject}\0{challenge}".encode()
    digest = hmac.digest(key, _DOMAIN + text, hashlib.sha256)
    return with_check_digit(f"{int.from_bytes(digest[:8]) % 10**7:07d}")


def is_staff_code(typed: str, expected: str) -> bool:
    """Return whether two codes are equal, in time that tells nothing."""
    return hmac.compare_digest(typed.encode(), expected.encode())
