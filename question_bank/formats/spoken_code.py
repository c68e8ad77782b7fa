"""Codes that people type or read aloud: Crockford base 32 in groups, with a check symbol.

Used for opening codes, resume codes, pairing codes and receipt codes. Letters I, L and O
are read as 1, 1 and 0; blanks and hyphens are ignored; case doesn't matter. Pure.

Source:
    Douglas Crockford, "Base 32" (https://www.crockford.com/base32.html): alphabet, folding
    of look-alikes, check symbol = value mod 37 over the alphabet extended by `*~$=U`.
"""

from question_bank.errors import FormatError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET = ALPHABET + "*~$=U"
_LONGEST_TYPED = 200
_FOLD = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None})
_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}


def spoken_code(secret: bytes) -> str:
    """Return bytes as groups of four symbols; the last group ends with the check symbol.

    Args:
        secret: A multiple of 5 bytes, so that every symbol carries 5 bits.

    Raises:
        ValueError: an empty or ragged length.
    """
    if not secret or len(secret) % 5:
        raise ValueError(f"{len(secret)} bytes are not a multiple of 5")
    value = int.from_bytes(secret, "big")
    length = len(secret) * 8 // 5
    symbols = "".join(
        ALPHABET[(value >> (5 * (length - 1 - index))) & 31] for index in range(length)
    )
    symbols += CHECK_ALPHABET[value % 37]
    groups = [symbols[start : start + 4] for start in range(0, length, 4)]
    if len(symbols) % 4 == 1:  # the check symbol joins the last group of four
        groups[-1] += symbols[-1]
    return "-".join(groups)


def parse_spoken_code(typed: str, *, length_bytes: int, name: str) -> bytes:
    """Return the bytes that a typed code stands for.

    Raises:
        FormatError: wrong length, a symbol that codes don't have, or a wrong check symbol.
    """
    if len(typed) > _LONGEST_TYPED:
        raise FormatError(name, "far too long")
    symbols = typed.translate(_FULL_WIDTH).upper().translate(_FOLD)
    expected = length_bytes * 8 // 5 + 1
    if len(symbols) != expected:
        raise FormatError(name, f"{len(symbols)} symbols, expected {expected}")
    value = 0
    for position, symbol in enumerate(symbols[:-1], start=1):
        digit = ALPHABET.find(symbol)
        if digit < 0:
            raise FormatError(name, f"symbol {position} ({symbol!r}) is in no code")
        value = value << 5 | digit
    if CHECK_ALPHABET[value % 37] != symbols[-1]:
        raise FormatError(name, "mistyped: the check symbol at the end does not fit")
    return value.to_bytes(length_bytes, "big")
