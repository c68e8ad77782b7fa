"""Locks that anyone can close and one key opens: HPKE, safe against quantum computers too.

KEM ML-KEM-768 with X25519 (X-Wing), HKDF-SHA-256, AES-256-GCM, base mode, one message a
lock. A closed lock is the encapsulation (1,120 bytes) followed by the ciphertext.

Source:
    RFC 9180 (HPKE) with the hybrid KEM of draft-connolly-cfrg-xwing-kem, as the
    library `cryptography` implements them.
"""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)

from question_bank.errors import FormatError
from question_bank.sealing.errors import WrongKeyError

_MLKEM_PUBLIC_BYTES = 1184
_MLKEM_SEED_BYTES = 64
_X25519_BYTES = 32
PUBLIC_KEY_BYTES = _MLKEM_PUBLIC_BYTES + _X25519_BYTES
PRIVATE_KEY_BYTES = _MLKEM_SEED_BYTES + _X25519_BYTES

_SUITE = hpke.Suite(
    hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM
)


class LockKey:
    """The public side: closes locks.

    Attributes:
        raw: ML-KEM-768 public key (1,184 bytes) + X25519 public key (32 bytes).
        key_id: First 8 bytes of SHA-256 over `raw`.
    """

    def __init__(self, raw: bytes) -> None:
        if len(raw) != PUBLIC_KEY_BYTES:
            raise FormatError("lock_key", f"{len(raw)} bytes, not {PUBLIC_KEY_BYTES}")
        self.raw = raw
        self.key_id = hashlib.sha256(raw).digest()[:8]
        try:
            self._key = hpke.MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC_BYTES]),
                X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC_BYTES:]),
            )
        except ValueError as error:
            raise FormatError("lock_key", "not a public key") from error

    def close(self, secret: bytes, *, purpose: bytes) -> bytes:
        """Return a lock that only the private side opens, under the same `purpose`."""
        return _SUITE.encrypt(secret, self._key, info=purpose)


class UnlockKey:
    """The private side: opens locks."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != PRIVATE_KEY_BYTES:
            raise FormatError(
                "unlock_key", f"{len(raw)} bytes, not {PRIVATE_KEY_BYTES}"
            )
        mlkem = MLKEM768PrivateKey.from_seed_bytes(raw[:_MLKEM_SEED_BYTES])
        x25519 = X25519PrivateKey.from_private_bytes(raw[_MLKEM_SEED_BYTES:])
        self._raw = raw
        self._key = hpke.MLKEM768X25519PrivateKey(mlkem, x25519)
        self.lock_key = LockKey(
            mlkem.public_key().public_bytes_raw()
            + x25519.public_key().public_bytes_raw()
        )

    @classmethod
    def draw(cls) -> "UnlockKey":
        """Return a new random key pair."""
        return cls(
            MLKEM768PrivateKey.generate().private_bytes_raw()
            + X25519PrivateKey.generate().private_bytes_raw()
        )

    def private_bytes(self) -> bytes:
        """Return the 96 secret bytes (ML-KEM seed + X25519), for a key file."""
        return self._raw

    def open(self, lock: bytes, *, purpose: bytes) -> bytes:
        """Return what was locked in.

        Raises:
            WrongKeyError: another key's lock, another purpose, or altered bytes.
        """
        try:
            return _SUITE.decrypt(lock, self._key, info=purpose)
        except (InvalidTag, ValueError) as error:
            raise WrongKeyError("this key does not open the lock") from error
