"""A room card opens under its PIN only, for its room session only, and as it was sealed."""

import base64
import functools
import hashlib
import json
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given, settings, strategies as st

from question_bank.errors import ExamRoomError, FormatError
from question_bank.formats.record import record_bytes
from question_bank.formats.room_card import RoomCard, room_card_bytes
from question_bank.identifiers import RoomSessionUuid
from question_bank.sealing.errors import WrongPassphraseError
from question_bank.sealing.room_card_seal import (
    SealedRoomCard,
    open_room_card,
    parse_sealed_room_card,
    seal_room_card,
)
from tests.builders.room_cards import PIN, ROOM_SESSION, a_room_card

GOLDEN = Path(__file__).parents[2] / "golden" / "room_card_v1.json"


@functools.cache
def sealed_card() -> bytes:
    return seal_room_card(a_room_card(), PIN)


def changed(**values: object) -> bytes:
    found = parse_sealed_room_card(sealed_card())
    return record_bytes(msgspec.structs.replace(found, **values))


def test_the_card_opens_under_its_pin() -> None:
    assert open_room_card(sealed_card(), PIN, ROOM_SESSION) == a_room_card()


def test_the_kept_card_opens_for_ever_by_the_page_alone() -> None:
    told = json.loads(GOLDEN.read_text("utf-8"))
    raw = base64.b64decode(told["sealed"])

    card = open_room_card(raw, told["pin"], RoomSessionUuid(UUID(told["room_session"])))
    fields = msgspec.msgpack.decode(raw)
    blank = msgspec.msgpack.encode({**fields, "sealed": b""})
    key = Argon2id(
        salt=fields["salt"],
        length=32,
        iterations=fields["passes"],
        lanes=fields["lanes"],
        memory_cost=fields["memory_kib"],
    ).derive(told["pin"].encode())
    opened = AESGCM(key).decrypt(
        fields["nonce"], fields["sealed"], b"exam-room room card v1\0" + blank
    )

    assert card == a_room_card()
    assert opened == base64.b64decode(told["card"]) == room_card_bytes(card)
    assert hashlib.sha256(raw).hexdigest() == told["sealed_sha256"]


def test_nothing_of_a_candidate_can_be_read_without_the_pin() -> None:
    raw = sealed_card()

    for who in a_room_card().sittings:
        assert who.name.encode() not in raw
        assert who.admission_number.encode() not in raw
    assert a_room_card().resume_secret not in raw


def test_two_seals_of_one_card_share_neither_salt_nor_nonce() -> None:
    first = parse_sealed_room_card(sealed_card())
    second = parse_sealed_room_card(seal_room_card(a_room_card(), PIN))

    assert first.salt != second.salt
    assert first.nonce != second.nonce


def test_another_pin_opens_nothing() -> None:
    with pytest.raises(WrongPassphraseError):
        open_room_card(sealed_card(), "000000000000", ROOM_SESSION)


def test_another_room_session_is_refused_before_any_work() -> None:
    other = RoomSessionUuid(UUID(int=9))

    with pytest.raises(WrongPassphraseError):
        open_room_card(sealed_card(), PIN, other)
    with pytest.raises(WrongPassphraseError):
        open_room_card(changed(room_session_uuid=other.bytes), PIN, other)


@pytest.mark.parametrize("values", [{"issued": 8}, {"passes": 4}, {"salt": bytes(16)}])
def test_what_stands_outside_is_bound_too(values: dict[str, object]) -> None:
    with pytest.raises(WrongPassphraseError):
        open_room_card(changed(**values), PIN, ROOM_SESSION)


@given(st.data())
@settings(max_examples=3)
def test_a_changed_byte_is_found(data: st.DataObject) -> None:
    raw = bytearray(sealed_card())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(ExamRoomError):
        open_room_card(bytes(raw), PIN, ROOM_SESSION)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(untrusted: bytes) -> None:
    with pytest.raises(FormatError):
        parse_sealed_room_card(untrusted)


@pytest.mark.parametrize("values", [{"memory_kib": 2**24}, {"passes": 99}])
def test_a_card_cannot_ask_for_any_amount_of_work(values: dict[str, object]) -> None:
    with pytest.raises(FormatError):
        parse_sealed_room_card(changed(**values))


def test_a_card_beyond_the_bound_is_not_sealed() -> None:
    card = a_room_card()
    [person, *_] = card.sittings
    heavy = msgspec.structs.replace(person, photo=bytes(64 * 1024))
    huge: RoomCard = msgspec.structs.replace(card, sittings=(heavy,) * 300)

    with pytest.raises(FormatError):
        seal_room_card(huge, PIN)
    with pytest.raises(FormatError):
        parse_sealed_room_card(record_bytes(_a_huge_seal()))


def _a_huge_seal() -> SealedRoomCard:
    found = parse_sealed_room_card(sealed_card())
    return msgspec.structs.replace(found, sealed=bytes(17 * 1024 * 1024))
