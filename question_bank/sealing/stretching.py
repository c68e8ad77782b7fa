"""Argon2id, one derivation at a time in a process.

Two at once with several lanes wait for each other for ever: cryptography 50 runs the
lanes on OpenSSL's one thread pool, whose size either of them takes away from the other.

Source:
    Argon2id: RFC 9106. `tests/question_bank/sealing/test_stretching.py` shows the wait.
"""

import threading

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

KEY_BYTES = 32

_ONE_AT_A_TIME = threading.Lock()


def stretched_key(
    secret: bytes, salt: bytes, *, memory_kib: int, passes: int, lanes: int
) -> bytes:
    """Return 32 bytes from something low in entropy, slowly; from any thread."""
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=passes,
        lanes=lanes,
        memory_cost=memory_kib,
    )
    with _ONE_AT_A_TIME:
        return kdf.derive(secret)
