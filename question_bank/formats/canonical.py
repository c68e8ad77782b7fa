"""Canonical JSON: the one form of what is signed or hashed as JSON.

Sorted ASCII keys, no blanks, UTF-8 unescaped, whole numbers only. For ASCII keys this
is what RFC 8785 gives, without its floating-point part, which we never sign.
Pure: bytes and values only.
"""

import json
from collections.abc import Mapping
from typing import NoReturn

from question_bank.errors import FormatError

LARGEST_WHOLE_NUMBER = 2**53 - 1
"""Beyond it readers that keep numbers as doubles would disagree (RFC 8259, section 6)."""

DEEPEST_NESTING = 32
"""Our deepest format nests 14 levels; a parser must not be led into recursion."""


def canonical_bytes(value: object) -> bytes:
    """Return the canonical JSON of dicts, lists, strings, whole numbers, bools and None.

    Raises:
        ValueError: a float, a key that is not ASCII, a lone surrogate, a number out of range.
    """
    _require_plain(value, "$")
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8")


def parse_json(untrusted_bytes: bytes, *, name: str, most_bytes: int) -> object:
    """Parse JSON from outside: size, depth, duplicate keys and numbers are checked.

    Raises:
        FormatError: anything that canonical JSON would not hold; `name` starts `.where`.
    """
    if len(untrusted_bytes) > most_bytes:
        raise FormatError(name, f"{len(untrusted_bytes)} bytes, at most {most_bytes}")
    _require_shallow(untrusted_bytes, name)

    def refuse_constant(constant: str) -> NoReturn:
        raise FormatError(name, f"the number {constant} is not allowed")

    def refuse_float(number: str) -> NoReturn:
        raise FormatError(name, f"{number[:40]} is not a whole number")

    def whole_number(digits: str) -> int:
        if len(digits) > 17 or abs(int(digits)) > LARGEST_WHOLE_NUMBER:
            raise FormatError(name, f"the number {digits[:40]} is out of range")
        return int(digits)

    def object_without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise FormatError(name, "an object has a key twice")
        return found

    try:
        text = untrusted_bytes.decode("utf-8")
        value: object = json.loads(
            text,
            object_pairs_hook=object_without_duplicates,
            parse_constant=refuse_constant,
            parse_float=refuse_float,
            parse_int=whole_number,
        )
    except UnicodeDecodeError as error:
        raise FormatError(name, f"not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise FormatError(name, f"not JSON: {error.msg} at character {error.pos}") from error
    try:
        _require_plain(value, name)
    except ValueError as error:
        raise FormatError(name, str(error)) from error
    return value


def parse_canonical(untrusted_bytes: bytes, *, name: str, most_bytes: int) -> object:
    """Parse JSON that must already be canonical, byte for byte.

    Raises:
        FormatError: not JSON, or JSON in another form than `canonical_bytes` writes.
    """
    value = parse_json(untrusted_bytes, name=name, most_bytes=most_bytes)
    if canonical_bytes(value) != untrusted_bytes:
        raise FormatError(name, "not in canonical form")
    return value


def _require_shallow(untrusted_bytes: bytes, name: str) -> None:
    """Refuse deep nesting before the parser recurses; brackets in strings don't count."""
    depth = 0
    in_string = escaped = False
    for byte in untrusted_bytes:
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in b"[{":
            depth += 1
            if depth > DEEPEST_NESTING:
                raise FormatError(name, f"nested deeper than {DEEPEST_NESTING}")
        elif byte in b"]}":
            depth -= 1


def _require_plain(value: object, where: str) -> None:
    match value:
        case None | bool():
            return
        case int():
            if abs(value) > LARGEST_WHOLE_NUMBER:
                raise ValueError(f"{where}: the number {value} is out of range")
        case str():
            if any("\ud800" <= character <= "\udfff" for character in value):
                raise ValueError(f"{where}: text has a lone surrogate")
        case list() | tuple():
            for index, element in enumerate(value):
                _require_plain(element, f"{where}[{index}]")
        case Mapping():
            for key, element in value.items():
                if not (isinstance(key, str) and key.isascii()):
                    raise ValueError(f"{where}: the key {key!r} is not ASCII text")
                _require_plain(element, f"{where}.{key}")
        case _:
            raise ValueError(f"{where}: {type(value).__name__} has no canonical form")
