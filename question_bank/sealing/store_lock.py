"""A seat store's key at rest: opens only with this seat's disk and the room's secret.

A stolen disk lacks the room secret, a proctor's sheet lacks the seat secret.

Source:
    HKDF-SHA-256: RFC 5869. AES-256-GCM with a random nonce: NIST SP 800-38D, 8.2.2.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from question_bank.identifiers import SittingUuid
from question_bank.sealing.errors import WrongKeyError

STORE_KEY_BYTES = 32
SEAT_SECRET_BYTES = 32
_PURPOSE = b"exam-room seat store v1\0"
_NONCE_BYTES = 12


def draw_store_key() -> bytes:
    """Return a new key for one sitting's store."""
    return secrets.token_bytes(STORE_KEY_BYTES)


def draw_seat_secret() -> bytes:
    """Return the secret that a seat draws once, when it is paired."""
    return secrets.token_bytes(SEAT_SECRET_BYTES)


def close_store_key(
    store_key: bytes, seat_secret: bytes, room_secret: bytes, sitting_uuid: SittingUuid
) -> bytes:
    """Return nonce (12) + the key under AES-256-GCM, bound to the sitting."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    cipher = _cipher(seat_secret, room_secret, sitting_uuid)
    return nonce + cipher.encrypt(nonce, store_key, None)


def open_store_key(
    closed: bytes, seat_secret: bytes, room_secret: bytes, sitting_uuid: SittingUuid
) -> bytes:
    """Return the key that `close_store_key` closed.

    Raises:
        WrongKeyError: another seat, room or sitting, or altered bytes.
    """
    nonce, sealed = closed[:_NONCE_BYTES], closed[_NONCE_BYTES:]
    cipher = _cipher(seat_secret, room_secret, sitting_uuid)
    try:
        return cipher.decrypt(nonce, sealed, None)
    except (InvalidTag, ValueError) as error:
        raise WrongKeyError("these secrets do not open the seat's store") from error


def _cipher(
    seat_secret: bytes, room_secret: bytes, sitting_uuid: SittingUuid
) -> AESGCM:
    info = _PURPOSE + sitting_uuid.bytes
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info)
    return AESGCM(key.derive(seat_secret + room_secret))
