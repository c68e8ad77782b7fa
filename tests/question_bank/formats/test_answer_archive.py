"""The answer archive: a reader of its own, written from docs/formats/answer-archive.md."""

import base64
import hashlib
import json
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.formats.answer_archive import ArchiveReader, ArchiveWriter
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.sealing.archive_seal import (
    check_archive,
    open_archive_kept,
    write_archive,
)
from question_bank.sealing.errors import SignatureInvalidError, WrongKeyError
from question_bank.sealing.signing_keys import SigningKey, VerifyKey
from tests.golden.make_answer_archive_v1 import ROOM, SITTING, raw_entry

GOLDEN = Path(__file__).parents[2] / "golden"
WHOLE = (GOLDEN / "answer_archive_v1.answers").read_bytes()
FACTS = json.loads((GOLDEN / "answer_archive_v1.json").read_text("utf-8"))
PUBLIC_KEY = base64.b64decode(FACTS["seat_public_key"])
ROOM_SECRET = base64.b64decode(FACTS["room_secret"])


def parts_of(archive: bytes) -> tuple[list[bytes], list[int]]:
    """Return the parts and where each begins, by the page's section 1 alone."""
    magic = b"EXAM-ROOM ANSWERS 1\n"
    assert archive.startswith(magic)
    at, parts, places = len(magic), [], []
    while at < len(archive):
        length = int.from_bytes(archive[at : at + 4], "big")
        places.append(at)
        parts.append(archive[at + 4 : at + 4 + length])
        at += 4 + length
    return parts, places


def test_the_page_alone_is_enough_to_check_and_open_an_archive() -> None:
    (header_raw, *entries, end, trailer_raw), places = parts_of(WHOLE)
    header, trailer = json.loads(header_raw), json.loads(trailer_raw)
    sitting = UUID(header["sitting_uuid"]).bytes
    key = Ed25519PublicKey.from_public_bytes(PUBLIC_KEY)

    chain = hashlib.sha256(b"exam-room journal v1\0" + sitting).digest()
    for entry in entries:
        chain = hashlib.sha256(chain + entry).digest()
    head = len(entries).to_bytes(8, "big") + chain
    before = hashlib.sha256(WHOLE[: places[-1]]).digest()
    info = b"exam-room answer archive kept v1\0" + sitting
    kept_key = HKDF(SHA256(), 32, None, info).derive(ROOM_SECRET)
    sealed = base64.b64decode(header["sealed_kept"])
    room = UUID(header["room_session_uuid"]).bytes

    assert end == b""
    assert base64.b64decode(trailer["last_hash"]) == chain
    assert chain.hex() == FACTS["last_hash"]
    assert len(entries) == trailer["last_seq"] == FACTS["last_seq"]
    key.verify(
        base64.b64decode(trailer["head_signature"]),
        b"exam-room journal head v1\0" + sitting + head,
    )
    key.verify(
        base64.b64decode(trailer["signature"]),
        b"exam-room answer archive v1\0" + before,
    )
    kept = AESGCM(kept_key).decrypt(sealed[:12], sealed[12:], room)
    assert kept.decode() == FACTS["kept"]


def test_the_program_reads_what_an_older_one_wrote() -> None:
    reader = ArchiveReader(BytesIO(WHOLE))
    entries = tuple(reader.entries())
    trailer, _ = reader.trailer()

    assert entries == tuple(map(raw_entry, range(1, 6)))
    assert trailer.head.hash.hex() == FACTS["last_hash"]
    assert check_archive(BytesIO(WHOLE), VerifyKey(PUBLIC_KEY)) == trailer
    assert open_archive_kept(reader.header, ROOM_SECRET).decode() == FACTS["kept"]


def test_the_kept_facts_open_for_this_room_only() -> None:
    header = ArchiveReader(BytesIO(WHOLE)).header

    with pytest.raises(WrongKeyError):
        open_archive_kept(header, bytes(32))


@given(at=st.integers(0, len(WHOLE) - 1), bit=st.integers(0, 7))
def test_any_bit_that_was_turned_is_noticed(at: int, bit: int) -> None:
    altered = bytearray(WHOLE)
    altered[at] ^= 1 << bit

    with pytest.raises((FormatError, SignatureInvalidError)):
        check_archive(BytesIO(altered), VerifyKey(PUBLIC_KEY))


@given(at=st.integers(0, len(WHOLE) - 1))
def test_any_cut_is_noticed_without_a_key(at: int) -> None:
    with pytest.raises(FormatError):
        read_all(WHOLE[:at])


@given(rubbish=st.binary(max_size=400))
def test_rubbish_is_refused_in_words(rubbish: bytes) -> None:
    with pytest.raises(FormatError):
        read_all(rubbish)


def test_nothing_may_stand_behind_the_trailer() -> None:
    with pytest.raises(FormatError, match="behind the trailer"):
        read_all(WHOLE + b"\0")


def test_a_part_longer_than_any_may_be_is_refused_before_it_is_read() -> None:
    huge = WHOLE[:20] + (2**31).to_bytes(4, "big")

    with pytest.raises(FormatError, match="at most"):
        read_all(huge)


def test_entries_out_of_order_are_not_written() -> None:
    header = ArchiveReader(BytesIO(WHOLE)).header
    writer = ArchiveWriter(BytesIO(), header)

    with pytest.raises(FormatError, match="entry 2 after 0"):
        writer.add([raw_entry(2)])


def test_what_is_written_reads_back() -> None:
    header = ArchiveReader(BytesIO(WHOLE)).header
    stream, key = BytesIO(), SigningKey.draw()

    head = write_archive(stream, header, map(raw_entry, range(1, 40)), key)

    stream.seek(0)
    assert check_archive(stream, key.verify_key).head == head
    assert (SittingUuid(header.sitting_uuid), RoomSessionUuid(ROOM)) == (SITTING, ROOM)


def read_all(archive: bytes) -> None:
    reader = ArchiveReader(BytesIO(archive))
    for _ in reader.entries():
        pass
    reader.trailer()
