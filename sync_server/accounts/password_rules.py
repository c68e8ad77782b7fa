"""Which passwords are good enough. Pure.

Source:
    Length, no composition rules, no common passwords: OWASP ASVS 5.0, 6.2.
"""

from sync_server.accounts.errors import PasswordWeakError

FEWEST_CHARACTERS = 10
MOST_CHARACTERS = 200
FEWEST_DIFFERENT = 5

_COMMON = (
    "password",
    "qwertyuiop",
    "1234567890",
    "0123456789",
    "abcdefghij",
    "1q2w3e4r5t",
    "iloveyou",
    "adminadmin",
    "administrator",
    "letmein",
    "welcome",
    "zhongguo",
    "woaini1314",
    "asdfghjkl",
    "exam-room",
    "examroom",
)

ANY_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA"
    "$M1F0p5V6c2m7b5jTzJb3nW3Yy0E1mQk1m4n0Jm2z0aA"
)
"""Checked in place of an unknown account's hash, so that both take the same time."""


def require_good(password: str, account_name: str) -> None:
    """Return if the password may be used.

    Raises:
        PasswordWeakError: too short, too long, too simple, or made of the name.
    """
    plain = password.lower()
    if len(password) < FEWEST_CHARACTERS:
        raise PasswordWeakError(f"shorter than {FEWEST_CHARACTERS} characters")
    if len(password) > MOST_CHARACTERS:
        raise PasswordWeakError(f"longer than {MOST_CHARACTERS} characters")
    if len(set(plain)) < FEWEST_DIFFERENT:
        raise PasswordWeakError("made of too few different characters")
    rest = plain
    for word in (*_COMMON, account_name.lower()):
        if word and word in rest:
            rest = rest.replace(word, "")
    if len(rest) < FEWEST_CHARACTERS // 2:
        raise PasswordWeakError("a common password")
