import io
from uuid import UUID

import pytest
from hypothesis import given, settings, strategies as st

from question_bank.identifiers import PackageUuid
from question_bank.sealing.errors import SealBrokenError
from question_bank.sealing.stream_seal import (
    CHUNK_BYTES,
    SEALED_CHUNK_BYTES,
    TAG_BYTES,
    file_key,
    open_stream,
    open_stream_to,
    seal_stream,
    sealed_size,
)
from tests.builders.packages import SITE_UUID

KEY = bytes(range(32))
EDGES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES)


class Dripping:
    """A reader that gives a few bytes at a time, as pipes and sockets do."""

    def __init__(self, raw: bytes, most_bytes: int) -> None:
        self._file = io.BytesIO(raw)
        self._most_bytes = most_bytes

    def readinto(self, buffer: memoryview, /) -> int:
        return self._file.readinto(buffer[: self._most_bytes])


def plain_of(length: int) -> bytes:
    return bytes(index * 7 % 251 for index in range(min(length, 2000))) * (
        length // 2000 + 1
    )


def seal(plain: bytes, key: bytes = KEY) -> bytes:
    out = io.BytesIO()
    assert seal_stream(io.BytesIO(plain), out.write, key) == len(plain)
    return out.getvalue()


def unseal(sealed: bytes, key: bytes = KEY) -> bytes:
    reader = io.BytesIO(sealed)
    return b"".join(open_stream(reader, size_bytes=len(sealed), key=key))


@pytest.mark.parametrize("length", EDGES)
def test_what_was_sealed_opens_at_every_edge_of_a_chunk(length: int) -> None:
    plain = plain_of(length)[:length]

    sealed = seal(plain)

    assert len(sealed) == sealed_size(length)
    assert unseal(sealed) == plain


@given(plain=st.binary(max_size=4000), most=st.integers(1, 5000))
def test_it_does_not_matter_in_what_pieces_a_file_arrives(
    plain: bytes, most: int
) -> None:
    out = io.BytesIO()
    seal_stream(Dripping(plain, most), out.write, KEY)
    sealed = out.getvalue()

    opened = open_stream(Dripping(sealed, most), size_bytes=len(sealed), key=KEY)

    assert b"".join(opened) == plain
    assert sealed == seal(plain)


def test_both_ways_of_opening_give_the_same() -> None:
    plain = plain_of(2 * CHUNK_BYTES + 5)
    sealed = seal(plain)
    taken = bytearray()

    open_stream_to(io.BytesIO(sealed), taken.extend, size_bytes=len(sealed), key=KEY)

    assert taken == plain == unseal(sealed)


def chunks_of(sealed: bytes) -> list[bytes]:
    starts = range(0, len(sealed), SEALED_CHUNK_BYTES)
    return [sealed[start : start + SEALED_CHUNK_BYTES] for start in starts]


LONG = seal(plain_of(4 * CHUNK_BYTES)[: 3 * CHUNK_BYTES + 777])


@settings(max_examples=60)
@given(
    order=st.lists(st.integers(0, 3), max_size=6).filter(
        lambda order: order != [0, 1, 2, 3]
    )
)
def test_chunks_dropped_doubled_or_reordered_do_not_open(order: list[int]) -> None:
    chunks = chunks_of(LONG)

    with pytest.raises(SealBrokenError):
        unseal(b"".join(chunks[index] for index in order))


@settings(max_examples=60)
@given(cut=st.integers(0, len(LONG) - 1))
def test_a_cut_anywhere_does_not_open(cut: int) -> None:
    with pytest.raises(SealBrokenError):
        unseal(LONG[:cut])
    with pytest.raises(SealBrokenError):  # the manifest still says the whole size
        list(open_stream(io.BytesIO(LONG[:cut]), size_bytes=len(LONG), key=KEY))


@given(bit=st.integers(0, 8 * 2000 - 1))
def test_a_flipped_bit_does_not_open(bit: int) -> None:
    sealed = bytearray(seal(plain_of(2000)[: 2000 - TAG_BYTES]))
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealBrokenError):
        unseal(bytes(sealed))


@given(more=st.binary(min_size=1, max_size=50))
def test_bytes_added_at_the_end_are_found(more: bytes) -> None:
    sealed = seal(b"plain")

    with pytest.raises(SealBrokenError):
        unseal(sealed + more)
    reader = io.BytesIO(sealed + more)
    with pytest.raises(SealBrokenError):
        list(open_stream(reader, size_bytes=len(sealed), key=KEY))


@given(untrusted=st.binary(max_size=300))
def test_any_bytes_are_refused_by_name(untrusted: bytes) -> None:
    with pytest.raises(SealBrokenError):
        unseal(untrusted)


def test_each_file_of_each_package_has_a_key_of_its_own() -> None:
    package, other = PackageUuid(SITE_UUID), PackageUuid(UUID(int=1))
    keys = {
        file_key(KEY, package, "form-001.sealed"),
        file_key(KEY, package, "keys-001.sealed"),
        file_key(KEY, other, "form-001.sealed"),
        file_key(bytes(32), package, "form-001.sealed"),
    }

    assert len(keys) == 4
