"""Codes of digits: what people mistype is found, what they read out is what was meant."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.digit_code import (
    digit_groups,
    parse_digit_code,
    with_check_digit,
)
from question_bank.formats.staff_code import (
    CHALLENGE_DIGITS,
    STAFF_CODE_DIGITS,
    StaffCodePurpose,
    challenge_of,
    is_staff_code,
    parse_challenge,
    parse_staff_code,
    staff_code,
)

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "golden" / "staff_codes_v1.json").read_text("utf-8")
)
KEY = bytes.fromhex(VECTORS["key"])
SUBJECT = UUID(int=5)
digits = st.text("0123456789", min_size=1, max_size=15)


def parsed(text: str, length: int) -> str:
    return parse_digit_code(text, digits=length, name="code")


@pytest.mark.parametrize("line", VECTORS["codes"])
def test_the_codes_of_the_file_are_made_for_ever(line: dict[str, str]) -> None:
    purpose, subject = StaffCodePurpose(line["purpose"]), UUID(line["subject"])

    assert staff_code(KEY, purpose, subject, line["challenge"]) == line["code"]
    assert parse_staff_code(line["as_people_write_it"]) == line["code"]
    text = f"{line['purpose']}\0{line['subject']}\0{line['challenge']}".encode()
    domain = b"exam-room staff code v1\0"
    mac = hmac.digest(KEY, domain + text, hashlib.sha256)  # by the page alone
    assert line["code"][:-1] == f"{int.from_bytes(mac[:8]) % 10**7:07d}"


@given(digits)
def test_a_code_is_read_back_however_people_write_it(plain: str) -> None:
    code = with_check_digit(plain)
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    for written in (code, digit_groups(code), f" {code[:3]}-{code[3:]} ", wide):
        assert parsed(written, len(code)) == code


@given(digits, st.data())
def test_every_single_wrong_digit_is_found(plain: str, data: st.DataObject) -> None:
    code = with_check_digit(plain)
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = str((int(code[place]) + data.draw(st.integers(1, 9))) % 10)

    with pytest.raises(FormatError):
        parsed(code[:place] + wrong + code[place + 1 :], len(code))


@given(digits, st.data())
def test_two_neighbours_that_changed_places_are_found(
    plain: str, data: st.DataObject
) -> None:
    code = with_check_digit(plain)
    at = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]

    if swapped != code:
        with pytest.raises(FormatError):
            parsed(swapped, len(code))


@given(st.text(max_size=20))
def test_any_text_gives_a_code_or_a_format_error(untrusted: str) -> None:
    try:
        code = parse_staff_code(untrusted)
    except FormatError:
        return
    assert len(code) == STAFF_CODE_DIGITS
    assert code.isascii()
    assert code.isdigit()


@given(st.integers(0, 10**7 - 1))
def test_a_challenge_is_eight_digits_that_check_themselves(number: int) -> None:
    challenge = challenge_of(number)

    assert len(challenge) == CHALLENGE_DIGITS
    assert parse_challenge(digit_groups(challenge)) == challenge


def test_a_code_for_one_thing_does_nothing_else() -> None:
    challenge = challenge_of(42)
    code = staff_code(KEY, StaffCodePurpose.REENTRY, SUBJECT, challenge)
    others = [
        staff_code(KEY, StaffCodePurpose.LEAVE, SUBJECT, challenge),
        staff_code(KEY, StaffCodePurpose.REENTRY, UUID(int=6), challenge),
        staff_code(KEY, StaffCodePurpose.REENTRY, SUBJECT, challenge_of(43)),
        staff_code(bytes(32), StaffCodePurpose.REENTRY, SUBJECT, challenge),
    ]

    assert is_staff_code(code, code)
    assert not any(is_staff_code(code, other) for other in others)
