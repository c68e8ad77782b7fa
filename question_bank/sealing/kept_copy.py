r"""A second copy of what a seat must know of a sitting, should its store be damaged.

AES-256-GCM under HKDF-SHA-256(store key, no salt, info = b"exam-room kept copy v1\0" +
sitting); a random nonce (12 bytes) in front, no associated data. Whoever opens the store
opens the copy, nobody else.

Source:
    AES-256-GCM: NIST SP 800-38D. HKDF-SHA-256: RFC 5869.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from question_bank.identifiers import SittingUuid
from question_bank.sealing.errors import SealBrokenError

_PURPOSE = b"exam-room kept copy v1\0"
_NONCE_BYTES = 12


def seal_kept_copy(
    content: bytes, store_key: bytes, sitting_uuid: SittingUuid
) -> bytes:
    """Return the copy's bytes."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(store_key, sitting_uuid).encrypt(nonce, content, None)


def open_kept_copy(sealed: bytes, store_key: bytes, sitting_uuid: SittingUuid) -> bytes:
    """Return what was sealed.

    Raises:
        SealBrokenError: altered, cut, or another store's.
    """
    nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return _cipher(store_key, sitting_uuid).decrypt(nonce, body, None)
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError("the kept copy does not open") from error


def _cipher(store_key: bytes, sitting_uuid: SittingUuid) -> AESGCM:
    info = _PURPOSE + sitting_uuid.bytes
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=info)
    return AESGCM(hkdf.derive(store_key))
