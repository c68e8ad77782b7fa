"""The vault: small secrets sealed before they go into the database.

The vault key lies in the key folder, not in the database, so that a stolen database
shows no room secret, opening code, ID number or photo.

Source:
    NIST SP 800-38D (AES-GCM) with random 96-bit nonces: far below 2**32 messages a key.
    RFC 5869 (HKDF-SHA-256) for the keys that are derived; its info begins otherwise than
    any associated data, and nothing of it is ever used as a nonce or sealed.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from question_bank.sealing.errors import SealBrokenError

KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16


class Vault:
    """Seals and opens small secrets. For all threads."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher = AESGCM(key)

    @staticmethod
    def draw_key() -> bytes:
        """Return a new vault key."""
        return secrets.token_bytes(KEY_BYTES)

    def seal(self, secret: bytes, *, purpose: str) -> bytes:
        """Return the secret sealed for one purpose, such as `room secret <uuid>`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, _associated(purpose))

    def derive(self, purpose: str) -> bytes:
        """Return the 32 bytes that this vault always gives for a purpose.

        For keys that are handed out and need not be kept: such as `leave key <uuid>`.
        """
        info = b"exam-room vault derived key v1\0" + purpose.encode()
        hkdf = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info)
        return hkdf.derive(self._key)

    def open(self, sealed: bytes, *, purpose: str) -> bytes:
        """Return what was sealed.

        Raises:
            SealBrokenError: altered, sealed for another purpose, or by another vault.
        """
        if len(sealed) < _NONCE_BYTES + _TAG_BYTES:
            raise SealBrokenError(f"{len(sealed)} bytes are no sealed secret")
        nonce, closed = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, closed, _associated(purpose))
        except InvalidTag as error:
            kind = purpose.split(" ", maxsplit=1)[0]
            raise SealBrokenError(f"the vault does not open this {kind}") from error


def _associated(purpose: str) -> bytes:
    return b"exam-room vault v1\0" + purpose.encode()
