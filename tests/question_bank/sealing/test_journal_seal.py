"""Bodies open at their own place in the chain, for those who may read; nowhere else."""

from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from question_bank.formats.journal_entry import (
    EntryHeader,
    JournalHead,
    KeyWrap,
    WrapReader,
    parse_journal_entry,
)
from question_bank.identifiers import RoomSessionUuid
from question_bank.sealing.errors import (
    SealBrokenError,
    SignatureInvalidError,
    WrongKeyError,
)
from question_bank.sealing.journal_seal import (
    draw_body_key,
    draw_resume_secret,
    open_entry,
    open_reader_wrap,
    open_room_wrap,
    room_key_id,
    room_secret,
    seal_entry,
    sign_head,
    verify_head,
    wrap_for_reader,
    wrap_for_room,
)
from question_bank.sealing.lock_keys import UnlockKey
from question_bank.sealing.signing_keys import SigningKey
from tests.builders.journals import BODY_KEY, OTHER_SITTING, ROOM_SECRET, SITTING

ORGANISATION = UnlockKey.draw()
SEAT_KEY = SigningKey.draw()
PREVIOUS = bytes(32)
ROOM = RoomSessionUuid(UUID(int=1))


def a_header(seq: int = 7) -> EntryHeader:
    return EntryHeader(
        format_version=1,
        sitting=SITTING.bytes,
        seq=seq,
        time_used_ms=1,
        wall_time_ms=2,
        kind="response_set",
        kind_version=1,
        wraps=(),
    )


@given(body=st.binary(max_size=300), seq=st.integers(1, 2**53 - 1))
def test_a_body_opens_where_it_was_sealed(body: bytes, seq: int) -> None:
    entry = seal_entry(a_header(seq), PREVIOUS, BODY_KEY, body)

    assert open_entry(entry, PREVIOUS, BODY_KEY) == body
    assert open_entry(parse_journal_entry(entry.raw), PREVIOUS, BODY_KEY) == body


def test_a_body_opens_nowhere_else_in_the_chain_and_under_no_other_key() -> None:
    entry = seal_entry(a_header(), PREVIOUS, BODY_KEY, b"answer")

    with pytest.raises(SealBrokenError):
        open_entry(entry, b"\1" * 32, BODY_KEY)
    with pytest.raises(SealBrokenError):
        open_entry(entry, PREVIOUS, draw_body_key())


def test_a_body_under_another_header_does_not_open() -> None:
    entry = seal_entry(a_header(), PREVIOUS, BODY_KEY, b"answer")
    other = seal_entry(a_header(8), PREVIOUS, BODY_KEY, b"answer")
    mixed = other.raw[: -len(other.sealed_body)] + entry.sealed_body

    with pytest.raises(SealBrokenError):
        open_entry(parse_journal_entry(mixed), PREVIOUS, BODY_KEY)


def test_equal_bodies_at_different_places_look_different() -> None:
    sealed = {
        seal_entry(a_header(seq), PREVIOUS, BODY_KEY, b"same").sealed_body
        for seq in range(1, 200)
    }

    assert len(sealed) == 199


def test_a_room_wrap_opens_with_its_secret_for_its_sitting_only() -> None:
    wrap = wrap_for_room(BODY_KEY, SITTING, ROOM_SECRET)

    assert open_room_wrap(wrap, SITTING, ROOM_SECRET) == BODY_KEY
    for sitting, secret in ((OTHER_SITTING, ROOM_SECRET), (SITTING, bytes(32))):
        with pytest.raises(WrongKeyError):
            open_room_wrap(wrap, sitting, secret)
    assert wrap != wrap_for_room(BODY_KEY, SITTING, ROOM_SECRET)


def test_a_readers_wrap_opens_for_that_reader_and_sitting_only() -> None:
    wrap = wrap_for_reader(
        WrapReader.ORGANISATION, BODY_KEY, SITTING, ORGANISATION.lock_key
    )

    assert open_reader_wrap(wrap, SITTING, ORGANISATION) == BODY_KEY
    as_site = KeyWrap(WrapReader.SITE, wrap.key_id, wrap.wrapped)
    for other, sitting, key in (
        (wrap, OTHER_SITTING, ORGANISATION),
        (wrap, SITTING, UnlockKey.draw()),
        (as_site, SITTING, ORGANISATION),
    ):
        with pytest.raises(WrongKeyError):
            open_reader_wrap(other, sitting, key)


@pytest.mark.parametrize("position", [0, 11, 12, 40, 59])
def test_an_altered_wrap_does_not_open(position: int) -> None:
    wrap = wrap_for_room(BODY_KEY, SITTING, ROOM_SECRET)
    changed = bytearray(wrap.wrapped)
    changed[position] ^= 1

    with pytest.raises(WrongKeyError):
        open_room_wrap(
            KeyWrap(wrap.reader, wrap.key_id, bytes(changed)), SITTING, ROOM_SECRET
        )


def test_a_signature_is_for_one_head_of_one_sitting_by_one_seat() -> None:
    head = JournalHead(9, bytes(range(32)))
    signature = sign_head(SITTING, head, SEAT_KEY)

    verify_head(SITTING, head, signature, SEAT_KEY.verify_key)
    for sitting, other_head, key in (
        (OTHER_SITTING, head, SEAT_KEY),
        (SITTING, JournalHead(10, head.hash), SEAT_KEY),
        (SITTING, JournalHead(9, bytes(32)), SEAT_KEY),
        (SITTING, head, SigningKey.draw()),
    ):
        with pytest.raises(SignatureInvalidError):
            verify_head(sitting, other_head, signature, key.verify_key)


def test_room_secrets_differ_by_code_and_by_room() -> None:
    code = draw_resume_secret()
    other_room = RoomSessionUuid(UUID(int=2))
    secrets = {
        room_secret(code, ROOM),
        room_secret(code, other_room),
        room_secret(draw_resume_secret(), ROOM),
    }

    assert len(secrets) == 3
    assert room_secret(code, ROOM) in secrets
    assert len({room_key_id(secret) for secret in secrets}) == 3
