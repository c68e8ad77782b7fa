"""The short code that people compare at the seat and in the console while pairing.

The seat commits to its nonce before it knows the server's, so that nobody in the middle
can search for keys that give the same short code on both sides: one try, one in 10^12.
Pure.
"""

import hashlib
from uuid import UUID

from question_bank.formats.seat_protocol import PAIRING_TOKEN_DOMAIN
from question_bank.formats.spoken_code import spoken_code

_DOMAIN = b"exam-room pairing v1\0"
CODE_BYTES = 5


def pairing_commitment(seat_nonce: bytes) -> bytes:
    """Return what the seat sends first: SHA-256 of its nonce."""
    return hashlib.sha256(seat_nonce).digest()


def pairing_code(
    authority_der: bytes, seat_public_key: bytes, server_nonce: bytes, seat_nonce: bytes
) -> str:
    r"""Return the code for one pairing, the same on both sides if nobody is in between.

    The first 5 bytes of SHA-256(b"exam-room pairing v1\0" + SHA-256(the authority's
    certificate, DER) + seat public key + server nonce + seat nonce), as a spoken code.
    """
    digest = hashlib.sha256(
        _DOMAIN
        + hashlib.sha256(authority_der).digest()
        + seat_public_key
        + server_nonce
        + seat_nonce
    ).digest()
    return spoken_code(digest[:CODE_BYTES])


def pairing_token_message(pairing_uuid: UUID) -> bytes:
    """Return what the seat signs to fetch its token."""
    return PAIRING_TOKEN_DOMAIN + pairing_uuid.bytes
