"""The resident ID number's check character. Pure."""

import re

RESIDENT_ID = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CHECK_CHARACTERS = "10X98765432"


def check_character(first_17: str) -> str:
    """Return the 18th character of a resident ID number.

    Args:
        first_17: Seventeen digits.

    Source:
        GB 11643-1999: ISO 7064 MOD 11-2, weights 2^(18-i) mod 11.
    """
    if not re.fullmatch(r"[0-9]{17}", first_17):
        raise ValueError("not seventeen digits")
    total = sum(
        int(digit) * (2 ** (17 - index) % 11) for index, digit in enumerate(first_17)
    )
    return _CHECK_CHARACTERS[total % 11]


def is_wrong_resident_id(id_number: str) -> bool:
    """Return whether this looks like a resident ID number whose check character is wrong.

    Other documents (passports, travel permits) carry no check character that we know.
    """
    if not RESIDENT_ID.fullmatch(id_number):
        return False
    return check_character(id_number[:17]) != id_number[17]
