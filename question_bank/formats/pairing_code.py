"""The short code that people compare at the seat and in the console while pairing.

The seat commits to its nonce before it knows the server's, so that nobody in the middle
can search for keys that give the same short code on both sides: one try, one in 10^12.
Pure.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from question_bank.formats.seat_protocol import PAIRING_TOKEN_DOMAIN
from question_bank.formats.spoken_code import spoken_code

_DOMAIN = b"exam-room pairing v2\0"
CODE_BYTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingSite:
    """All that a seat will believe of a site from the pairing on.

    Attributes:
        authority_der: The one certificate that the seat trusts afterwards, DER.
        signing_key: Whose orders the seat obeys; 32 bytes.
    """

    authority_der: bytes
    site_uuid: UUID
    signing_key: bytes


def pairing_commitment(seat_nonce: bytes) -> bytes:
    """Return what the seat sends first: SHA-256 of its nonce."""
    return hashlib.sha256(seat_nonce).digest()


def pairing_code(
    site: PairingSite, seat_public_key: bytes, server_nonce: bytes, seat_nonce: bytes
) -> str:
    r"""Return the code for one pairing, the same on both sides if nobody is in between.

    The first 5 bytes of SHA-256(b"exam-room pairing v2\0" + SHA-256(the authority's
    certificate, DER) + site UUID (16 bytes) + SHA-256(the site's signing key) + seat
    public key + server nonce + seat nonce), as a spoken code.
    """
    digest = hashlib.sha256(
        _DOMAIN
        + hashlib.sha256(site.authority_der).digest()
        + site.site_uuid.bytes
        + hashlib.sha256(site.signing_key).digest()
        + seat_public_key
        + server_nonce
        + seat_nonce
    ).digest()
    return spoken_code(digest[:CODE_BYTES])


def pairing_token_message(pairing_uuid: UUID) -> bytes:
    """Return what the seat signs to fetch its token."""
    return PAIRING_TOKEN_DOMAIN + pairing_uuid.bytes
