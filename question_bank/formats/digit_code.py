"""Codes of digits that teachers read out and type: the last digit checks the others.

Digits alone, so that no input method and no letter case comes between. The check is
Damm's: it finds every single wrong digit and every swap of two neighbours. Pure.

Source:
    H. M. Damm, "Total anti-symmetrische Quasigruppen", thesis, Marburg 2004.
"""

import unicodedata

from question_bank.errors import FormatError

_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_GROUP = 4
_IGNORED = frozenset(" -–—.\u3000\u00a0")


def with_check_digit(digits: str) -> str:
    """Return the digits with their check digit behind them."""
    return digits + _check_digit(digits)


def digit_groups(code: str) -> str:
    """Return the code in groups of four, for reading out."""
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def parse_digit_code(untrusted_text: str, *, digits: int, name: str) -> str:
    """Return the code without spaces and dashes; full-width digits are taken too.

    Args:
        digits: Length with the check digit.

    Raises:
        FormatError: another length, another character, or a wrong check digit.
    """
    typed = unicodedata.normalize("NFKC", untrusted_text)
    code = "".join(sign for sign in typed if sign not in _IGNORED)
    if len(code) != digits or not (code.isascii() and code.isdigit()):
        raise FormatError(name, f"not {digits} digits")
    if _check_digit(code[:-1]) != code[-1]:
        raise FormatError(name, "the check digit is wrong")
    return code


def _check_digit(digits: str) -> str:
    interim = 0
    for digit in digits:
        interim = int(_TABLE[interim][int(digit)])
    return str(interim)
