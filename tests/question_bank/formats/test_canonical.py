"""Canonical JSON: one value, one text; and nothing from outside breaks the reader."""

import json

import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.canonical import (
    LARGEST_WHOLE_NUMBER,
    canonical_bytes,
    parse_canonical,
    parse_json,
)

ascii_keys = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=6)
numbers = st.integers(-LARGEST_WHOLE_NUMBER, LARGEST_WHOLE_NUMBER)
plain = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(ascii_keys, inner, max_size=4)
    ),
    max_leaves=12,
)


def parse(untrusted: bytes) -> object:
    return parse_canonical(untrusted, name="it", most_bytes=10_000)


@given(plain)
def test_what_was_written_is_read_back_the_same(value: object) -> None:
    assert parse(canonical_bytes(value)) == value


@given(plain)
def test_the_same_value_has_one_text_whatever_the_order_of_keys(value: object) -> None:
    turned = json.loads(json.dumps(value), object_pairs_hook=lambda p: dict(p[::-1]))

    assert canonical_bytes(turned) == canonical_bytes(value)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_format_error(untrusted: bytes) -> None:
    try:
        value = parse(untrusted)
    except FormatError:
        return
    assert canonical_bytes(value) == untrusted


@pytest.mark.parametrize(
    "untrusted",
    [
        b'{"a":1,"a":2}',
        b'{"a":NaN}',
        b"1.5",
        b"1e3",
        b"9007199254740993",
        b'"\\ud800"',
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"\xc3\xa9":1}',
        b'"\xff"',
        b"[" * 5000 + b"]" * 5000,
        b'"' + b"x" * 20_000 + b'"',
        b"",
        b"[1,]",
        b"9" * 5000,
    ],
)
def test_what_has_no_canonical_form_is_refused(untrusted: bytes) -> None:
    with pytest.raises(FormatError):
        parse(untrusted)


def test_brackets_in_text_are_not_nesting() -> None:
    text = canonical_bytes("[" * 100 + '"\\[')

    assert parse_json(text, name="it", most_bytes=10_000) == "[" * 100 + '"\\['


@pytest.mark.parametrize("value", [1.5, {1: 2}, {"é": 1}, b"x", "\ud800", 2**60])
def test_what_cannot_be_signed_is_not_written(value: object) -> None:
    with pytest.raises(ValueError, match="\\$"):
        canonical_bytes(value)
