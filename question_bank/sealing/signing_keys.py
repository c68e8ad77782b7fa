"""Ed25519 keys: what is signed here is believed elsewhere.

Source: RFC 8032 (Ed25519); keys travel as their 32 raw bytes.
"""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from question_bank.errors import FormatError
from question_bank.sealing.errors import SignatureInvalidError

KEY_BYTES = 32


class VerifyKey:
    """The public side of a signing key.

    Attributes:
        raw: 32 bytes.
        key_id: Hex of the first 8 bytes of SHA-256 over `raw`.
    """

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise FormatError("verify_key", f"{len(raw)} bytes, expected {KEY_BYTES}")
        self.raw = raw
        self.key_id = hashlib.sha256(raw).digest()[:8].hex()
        self._key = Ed25519PublicKey.from_public_bytes(raw)

    def verify(self, signature: bytes, message: bytes) -> None:
        """Return if `signature` over `message` is this key's.

        Raises:
            SignatureInvalidError: it is not.
        """
        try:
            self._key.verify(signature, message)
        except InvalidSignature as error:
            raise SignatureInvalidError(
                f"the signature is not by key {self.key_id}"
            ) from error


class SigningKey:
    """The private side; never leaves the machine that drew it but in a locked file."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise FormatError("signing_key", f"{len(raw)} bytes, expected {KEY_BYTES}")
        self._key = Ed25519PrivateKey.from_private_bytes(raw)
        self.verify_key = VerifyKey(self._key.public_key().public_bytes_raw())

    @classmethod
    def draw(cls) -> "SigningKey":
        """Return a new random key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    def private_bytes(self) -> bytes:
        """Return the 32 secret bytes, for a key file."""
        return self._key.private_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature; the same message gives the same signature."""
        return self._key.sign(message)
