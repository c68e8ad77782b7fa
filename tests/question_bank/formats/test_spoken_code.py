"""Codes for people: read aloud, typed with look-alikes, caught when mistyped."""

import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.spoken_code import (
    ALPHABET,
    parse_spoken_code,
    spoken_code,
)

secrets = st.integers(1, 4).flatmap(lambda n: st.binary(min_size=5 * n, max_size=5 * n))


@given(secrets)
def test_a_code_stands_for_its_bytes(secret: bytes) -> None:
    code = spoken_code(secret)

    assert parse_spoken_code(code, length_bytes=len(secret), name="code") == secret


@given(secrets)
def test_a_code_typed_carelessly_is_the_same_code(secret: bytes) -> None:
    typed = spoken_code(secret).lower().replace("0", "o").replace("1", "l")
    full_width = "".join(
        chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in typed
    )

    for each in (typed, typed.replace("-", " "), full_width):
        assert parse_spoken_code(each, length_bytes=len(secret), name="x") == secret


@given(secrets, st.data())
def test_one_wrong_symbol_is_noticed(secret: bytes, data: st.DataObject) -> None:
    code = spoken_code(secret).replace("-", "")
    place = data.draw(st.integers(0, len(code) - 2))
    other = data.draw(st.sampled_from(ALPHABET.replace(code[place], "")))
    typed = code[:place] + other + code[place + 1 :]

    with pytest.raises(FormatError):
        parse_spoken_code(typed, length_bytes=len(secret), name="code")


@given(st.binary(min_size=5, max_size=5), st.integers(0, 6))
def test_two_neighbours_swapped_are_noticed(secret: bytes, place: int) -> None:
    code = spoken_code(secret).replace("-", "")
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    if typed == code:
        return
    with pytest.raises(FormatError):
        parse_spoken_code(typed, length_bytes=5, name="code")


@given(st.text(max_size=60))
def test_anything_typed_gives_bytes_or_a_format_error(typed: str) -> None:
    try:
        secret = parse_spoken_code(typed, length_bytes=10, name="code")
    except FormatError:
        return
    assert len(secret) == 10


def test_groups_of_four_with_the_check_symbol_last() -> None:
    assert spoken_code(bytes([1, 2, 3, 4, 5])) == "0410-6105A"


@pytest.mark.parametrize("secret", [b"", b"1234", b"123456"])
def test_a_ragged_length_is_a_bug(secret: bytes) -> None:
    with pytest.raises(ValueError, match="multiple of 5"):
        spoken_code(secret)
