"""Canonical JSON: the one form of what is signed or hashed as JSON.

Sorted ASCII keys, no blanks, UTF-8 unescaped, whole numbers only. For ASCII keys this
is what RFC 8785 gives, without its floating-point part, which we never sign.
Pure: bytes and values only.
"""

import json
import re
from collections.abc import Mapping
from typing import NoReturn

from question_bank.errors import FormatError

LARGEST_WHOLE_NUMBER = 2**53 - 1
"""Beyond it readers that keep numbers as doubles would disagree (RFC 8259, section 6)."""

DEEPEST_NESTING = 32
"""Our deepest format nests 14 levels; a parser must not be led into recursion."""

_LONGEST_NUMBER = 17
"""Characters of the largest whole number, with its sign."""

_STRING_OR_BRACKET = re.compile(rb'"[^"\\]*+(?:\\.?[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)
"""Possessive and content with an open end: no text makes it go back or start again."""
_QUOTE = 0x22
_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical_bytes(value: object) -> bytes:
    """Return the canonical JSON of dicts, lists, strings, whole numbers, bools and None.

    Raises:
        ValueError: a float, a key that is not ASCII, a lone surrogate, a number out of range.
    """
    _require_plain(value, "$")
    text = json.dumps(
        value,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
    return text.encode("utf-8")


def parse_json(untrusted_bytes: bytes, *, name: str, most_bytes: int) -> object:
    """Parse JSON from outside: size, depth, duplicate keys and numbers are checked.

    Raises:
        FormatError: anything that canonical JSON would not hold; `name` starts `.where`.
    """
    if len(untrusted_bytes) > most_bytes:
        raise FormatError(name, f"{len(untrusted_bytes)} bytes, at most {most_bytes}")
    try:
        _require_shallow(untrusted_bytes)
        value: object = json.loads(
            untrusted_bytes.decode("utf-8"),
            object_pairs_hook=_object_without_duplicates,
            parse_constant=_refuse_number,
            parse_float=_refuse_number,
            parse_int=_whole_number,
        )
        _require_plain(value, name)
    except UnicodeDecodeError as error:
        raise FormatError(name, f"not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        found = f"not JSON: {error.msg} at character {error.pos}"
        raise FormatError(name, found) from error
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


def _refuse_number(number: str) -> NoReturn:
    raise ValueError(f"{number[:40]} is not a whole number")


def _whole_number(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(f"the number {digits[:40]} is out of range")
    return int(digits)


def _object_without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has a key twice")
    return found


def _require_shallow(untrusted_bytes: bytes) -> None:
    """Refuse deep nesting before the parser recurses; brackets in strings don't count."""
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(untrusted_bytes):
        first = untrusted_bytes[token.start()]
        if first == _QUOTE:
            continue
        depth += 1 if first in b"[{" else -1
        if depth > DEEPEST_NESTING:
            raise ValueError(f"nested deeper than {DEEPEST_NESTING}")


def _require_plain(value: object, where: str) -> None:
    match value:
        case None | bool():
            return
        case int() if abs(value) > LARGEST_WHOLE_NUMBER:
            raise ValueError(f"{where}: the number {value} is out of range")
        case str() if _SURROGATE.search(value):
            raise ValueError(f"{where}: text has a lone surrogate")
        case int() | str():
            return
        case list() | tuple() | Mapping():
            _require_plain_inside(value, where)
        case _:
            raise ValueError(f"{where}: {type(value).__name__} has no canonical form")


def _require_plain_inside(
    value: list[object] | tuple[object, ...] | Mapping[object, object], where: str
) -> None:
    if not isinstance(value, Mapping):
        for index, element in enumerate(value):
            _require_plain(element, f"{where}[{index}]")
        return
    for key, element in value.items():
        if not (isinstance(key, str) and key.isascii()):
            raise ValueError(f"{where}: the key {key!r} is not ASCII text")
        _require_plain(element, f"{where}.{key}")
