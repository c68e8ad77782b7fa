"""Room cards: read without trust; who sits where is found as the server would find it."""

import msgspec
import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.room_card import (
    PIN_DIGITS,
    draw_pin,
    fits_tail,
    parse_pin,
    parse_room_card,
    pin_text,
    room_card_bytes,
)
from tests.builders.room_cards import PIN, a_card_sitting, a_room_card

NAMES = st.text(max_size=20)


def test_a_card_comes_back_as_it_was() -> None:
    assert parse_room_card(room_card_bytes(a_room_card())) == a_room_card()


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(untrusted: bytes) -> None:
    with pytest.raises(FormatError):
        parse_room_card(untrusted)


@given(st.integers(0, 5), st.data())
def test_a_cut_card_is_refused(people: int, data: st.DataObject) -> None:
    raw = room_card_bytes(a_room_card(people))
    kept = data.draw(st.integers(0, len(raw) - 1))

    with pytest.raises(FormatError):
        parse_room_card(raw[:kept])


def test_a_candidate_who_stands_there_twice_is_refused() -> None:
    card = a_room_card(2)
    twice = msgspec.structs.replace(card, sittings=(card.sittings[0],) * 2)

    with pytest.raises(FormatError):
        parse_room_card(room_card_bytes(twice))


@pytest.mark.parametrize(
    ("number", "tail", "seat"),
    [
        ("2026110001", "31002X", "01"),
        (" 2026110002 ", "31002x", "02"),
        ("２０２６１１０００３", "３１００２Ｘ", "03"),
        ("2026 110 003", "0519491231002X", "03"),
        ("2026110001", "31002", None),
        ("2026110001", "310021", None),
        ("2026110009", "31002X", None),
        ("", "", None),
    ],
)
def test_a_candidate_is_found_by_both_numbers(
    number: str, tail: str, seat: str | None
) -> None:
    found = a_room_card().sitting_of(number, tail)

    assert (found.planned_seat_code if found else None) == seat


@given(st.text(alphabet="0123456789X", min_size=6, max_size=18))
def test_more_of_the_id_than_needed_fits_by_its_end(typed: str) -> None:
    assert fits_tail(typed, typed[-6:])
    assert not fits_tail(typed + "0" * 18, typed[-6:])


def test_a_drawn_pin_is_read_back_as_people_write_it() -> None:
    for _ in range(50):
        pin = draw_pin()

        assert len(pin) == PIN_DIGITS
        assert parse_pin(pin_text(pin)) == pin


@given(st.integers(0, PIN_DIGITS - 1), st.integers(1, 9))
def test_a_wrong_digit_is_found_before_any_card_is_tried(place: int, more: int) -> None:
    wrong = str((int(PIN[place]) + more) % 10)

    with pytest.raises(FormatError):
        parse_pin(PIN[:place] + wrong + PIN[place + 1 :])


def test_the_tails_of_the_builder_are_those_of_the_tests() -> None:
    assert {a_card_sitting(number).id_tail for number in range(3)} == {"31002X"}
