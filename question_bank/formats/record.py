"""Strict reading of msgpack and JSON records into their types.

msgspec checks types, ranges and unknown fields; this module turns what it finds into
FormatError with the place, and holds the encoding rules that all records share.
"""

import re
from fractions import Fraction
from typing import TypeVar, cast

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.canonical import parse_json

Record = TypeVar("Record")

_FRACTION = re.compile(r"-?[0-9]{1,12}(/[1-9][0-9]{0,11})?", re.ASCII)


def record_bytes(record: object) -> bytes:
    """Return the msgpack bytes of a record (fields in the order of declaration)."""
    return msgspec.msgpack.encode(record, enc_hook=_to_plain)


def parse_record(untrusted_bytes: bytes, kind: type[Record], *, name: str) -> Record:
    """Parse msgpack bytes as a `kind`.

    Raises:
        FormatError: not msgpack, or not the fields and ranges of `kind`.
    """
    try:
        return msgspec.msgpack.decode(
            untrusted_bytes, type=kind, dec_hook=_from_plain, strict=True
        )
    except msgspec.ValidationError as error:
        raise FormatError(name, str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(name, f"not msgpack: {error}") from error


def to_plain(record: object) -> object:
    """Return dicts, lists, strings and whole numbers for canonical JSON."""
    return cast("object", msgspec.to_builtins(record, enc_hook=_to_plain))


def parse_json_record(
    untrusted_bytes: bytes, kind: type[Record], *, name: str, most_bytes: int
) -> Record:
    """Parse JSON (size, depth and duplicate keys checked) as a `kind`.

    Raises:
        FormatError: not JSON, or not the fields and ranges of `kind`.
    """
    plain = parse_json(untrusted_bytes, name=name, most_bytes=most_bytes)
    return from_plain(plain, kind, name=name)


def from_plain(plain: object, kind: type[Record], *, name: str) -> Record:
    """Turn plain values (from JSON, YAML, TOML) into a `kind`.

    Raises:
        FormatError: not the fields and ranges of `kind`.
    """
    try:
        return msgspec.convert(plain, kind, dec_hook=_from_plain, strict=True)
    except msgspec.ValidationError as error:
        raise FormatError(name, str(error)) from error


def _to_plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} has no record form")


def _from_plain(kind: type, value: object) -> object:
    if kind is Fraction:
        # Not left to Fraction(): it takes "1e9999999999" and then computes for ever.
        if not isinstance(value, str) or _FRACTION.fullmatch(value) is None:
            raise ValueError('expected a fraction as text, such as "3/2"')
        fraction = Fraction(value)
        if str(fraction) != value:
            raise ValueError(f'expected "{fraction}", the fraction in lowest terms')
        return fraction
    raise NotImplementedError(f"{kind.__name__} has no record form")
