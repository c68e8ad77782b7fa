"""The vault: small secrets sealed before they go into the database.

The vault key lies in the key folder, not in the database, so that a stolen database
shows no room secret, opening code, ID number or photo.

Source:
    NIST SP 800-38D (AES-GCM) with random 96-bit nonces: far below 2**32 messages a key.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from question_bank.sealing.errors import SealBrokenError

KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16


class Vault:
    """Seals and opens small secrets. For all threads."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    @staticmethod
    def draw_key() -> bytes:
        """Return a new vault key."""
        return secrets.token_bytes(KEY_BYTES)

    def seal(self, secret: bytes, *, purpose: str) -> bytes:
        """Return the secret sealed for one purpose, such as `room secret <uuid>`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, _associated(purpose))

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
