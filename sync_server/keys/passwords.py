"""Passwords of people: Argon2id, compared in constant time.

Source:
    RFC 9106, second recommended option (64 MiB, 3 passes, 4 lanes).
"""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from question_bank.errors import FormatError

MEMORY_KIB = 65536
PASSES = 3
LANES = 4
LEAST_CHARACTERS = 8
MOST_CHARACTERS = 256

_HASHER = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


def password_hash(password: str) -> str:
    """Return the encoded Argon2id hash, slowly.

    Raises:
        FormatError: too short or too long.
    """
    length = len(password)
    if not LEAST_CHARACTERS <= length <= MOST_CHARACTERS:
        raise FormatError(
            "password",
            f"{length} characters, expected {LEAST_CHARACTERS} to {MOST_CHARACTERS}",
        )
    return _HASHER.hash(unicodedata.normalize("NFKC", password))


def is_password(password: str, encoded_hash: str) -> bool:
    """Return whether the password belongs to the hash; slow either way."""
    untrusted = unicodedata.normalize("NFKC", password[:MOST_CHARACTERS])
    try:
        return _HASHER.verify(encoded_hash, untrusted)
    except (VerificationError, InvalidHashError):
        return False
