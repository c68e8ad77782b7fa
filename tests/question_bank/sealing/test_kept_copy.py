"""The second copy opens with its store's key only, and not when altered."""

from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from question_bank.identifiers import SittingUuid
from question_bank.sealing.errors import SealBrokenError
from question_bank.sealing.kept_copy import open_kept_copy, seal_kept_copy

KEY = bytes(range(32))
SITTING = SittingUuid(UUID(int=7))


@given(st.binary(max_size=200))
def test_the_copy_opens_with_the_stores_key(content: bytes) -> None:
    assert (
        open_kept_copy(seal_kept_copy(content, KEY, SITTING), KEY, SITTING) == content
    )


@given(st.binary(min_size=1, max_size=60), st.data())
def test_a_changed_byte_is_found(content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal_kept_copy(content, KEY, SITTING))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(SealBrokenError):
        open_kept_copy(bytes(sealed), KEY, SITTING)


@pytest.mark.parametrize(
    ("key", "sitting"),
    [(bytes(32), SITTING), (KEY, SittingUuid(UUID(int=8)))],
)
def test_another_store_does_not_open_it(key: bytes, sitting: SittingUuid) -> None:
    with pytest.raises(SealBrokenError):
        open_kept_copy(seal_kept_copy(b"x", KEY, SITTING), key, sitting)


@given(st.binary(max_size=60))
def test_any_bytes_are_refused(untrusted: bytes) -> None:
    with pytest.raises(SealBrokenError):
        open_kept_copy(untrusted, KEY, SITTING)
