r"""A room card under the room's PIN: sealed on the wire and on a seat's disk.

AES-256-GCM under Argon2id(PIN digits, random salt); the associated data are
b"exam-room room card v1\0" + the sealed card's own bytes with nothing in `sealed`, so that
room session, number and stretching are bound. Opening costs about 0.3 s and 64 MiB.

Source:
    Argon2id: RFC 9106, second recommended option. AES-256-GCM: NIST SP 800-38D.
"""

import hashlib
import secrets
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from question_bank.errors import FormatError
from question_bank.formats.record import parse_record, record_bytes
from question_bank.formats.room_card import (
    MOST_CONTENT_BYTES,
    RoomCard,
    parse_room_card,
    room_card_bytes,
)
from question_bank.identifiers import RoomSessionUuid
from question_bank.sealing.errors import WrongPassphraseError
from question_bank.sealing.passphrase_lock import LANES, MEMORY_KIB, PASSES
from question_bank.sealing.stretching import stretched_key

MOST_SEALED_BYTES = MOST_CONTENT_BYTES + 4096
_FORMAT = "exam-room sealed room card"
_DOMAIN = b"exam-room room card v1\0"
_SALT_BYTES = 16
_NONCE_BYTES = 12
_MOST_MEMORY_KIB = 256 * 1024


class SealedRoomCard(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """What can be read without the PIN; only opening proves it.

    Attributes:
        room_session_uuid: 16 bytes.
        memory_kib, passes, lanes: Argon2id's costs, bounded.
    """

    format: Annotated[str, msgspec.Meta(pattern=r"\Aexam-room sealed room card\Z")] = (
        _FORMAT
    )
    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    room_session_uuid: Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
    issued: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    memory_kib: Annotated[int, msgspec.Meta(ge=8192, le=_MOST_MEMORY_KIB)] = MEMORY_KIB
    passes: Annotated[int, msgspec.Meta(ge=1, le=8)] = PASSES
    lanes: Annotated[int, msgspec.Meta(ge=1, le=8)] = LANES
    salt: Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
    nonce: Annotated[bytes, msgspec.Meta(min_length=12, max_length=12)]
    sealed: bytes


def seal_room_card(card: RoomCard, pin: str) -> bytes:
    """Return the card sealed under a PIN (as `parse_pin` returns it). Slow: 0.3 s.

    Raises:
        FormatError: the card is too large.
    """
    content = room_card_bytes(card)
    if len(content) > MOST_CONTENT_BYTES:
        raise FormatError("room_card", f"{len(content)} bytes")
    blank = SealedRoomCard(
        room_session_uuid=card.room_session_uuid.bytes,
        issued=card.issued,
        salt=secrets.token_bytes(_SALT_BYTES),
        nonce=secrets.token_bytes(_NONCE_BYTES),
        sealed=b"",
    )
    sealed = _cipher(blank, pin).encrypt(blank.nonce, content, _associated(blank))
    return record_bytes(msgspec.structs.replace(blank, sealed=sealed))


def parse_sealed_room_card(untrusted_bytes: bytes) -> SealedRoomCard:
    """Parse a sealed card without its PIN; nothing in it is proved.

    Raises:
        FormatError: not a sealed room card, or too large.
    """
    if len(untrusted_bytes) > MOST_SEALED_BYTES:
        raise FormatError("sealed_room_card", f"{len(untrusted_bytes)} bytes")
    return parse_record(untrusted_bytes, SealedRoomCard, name="sealed_room_card")


def open_room_card(
    untrusted_bytes: bytes, pin: str, room_session_uuid: RoomSessionUuid
) -> RoomCard:
    """Return the card of this room session. Slow: 0.3 s and 64 MiB; not on a screen's thread.

    Raises:
        FormatError: not a sealed room card.
        WrongPassphraseError: another PIN, another room session, or altered bytes.
    """
    found = parse_sealed_room_card(untrusted_bytes)
    if found.room_session_uuid != room_session_uuid.bytes:
        raise WrongPassphraseError("the card is of another room session")
    blank = msgspec.structs.replace(found, sealed=b"")
    try:
        content = _cipher(found, pin).decrypt(
            found.nonce, found.sealed, _associated(blank)
        )
    except InvalidTag as error:
        raise WrongPassphraseError("the room card stays locked") from error
    card = parse_room_card(content)
    if (card.room_session_uuid, card.issued) != (room_session_uuid, found.issued):
        raise FormatError("room_card", "its inside is of another card")
    return card


def room_card_sha256(sealed_card: bytes) -> bytes:
    """Return what a server names its newest card by."""
    return hashlib.sha256(sealed_card).digest()


def _cipher(sealed: SealedRoomCard, pin: str) -> AESGCM:
    return AESGCM(
        stretched_key(
            pin.encode(),
            sealed.salt,
            memory_kib=sealed.memory_kib,
            passes=sealed.passes,
            lanes=sealed.lanes,
        )
    )


def _associated(blank: SealedRoomCard) -> bytes:
    return _DOMAIN + record_bytes(blank)
