"""A site's public keys, exported by `exam-server init` for the awarding organisation.

Canonical JSON and a line end. Nothing in it is secret; that it is the right site's, the
organisation knows by comparing the fingerprint over the telephone. Pure.
"""

import hashlib
from typing import Annotated

import msgspec

from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.record import parse_json_record, to_plain
from question_bank.formats.spoken_code import spoken_code
from question_bank.identifiers import SiteUuid

MOST_SITE_CARD_BYTES = 16 * 1024
_FINGERPRINT_DOMAIN = b"exam-room site card v1\0"

LockPublicKey = Annotated[bytes, msgspec.Meta(min_length=1216, max_length=1216)]


class SiteCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who a site is, to those who seal something for it.

    Attributes:
        lock_public_key: HPKE key (`LockKey.raw`) that outer locks are closed for.
        marking_public_key: HPKE key for body keys and scoring keys.
        signing_public_key: Ed25519 key of its orders and receipts.
    """

    format: Annotated[str, msgspec.Meta(pattern=r"\Aexam-room site card\Z")] = (
        "exam-room site card"
    )
    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    site_uuid: SiteUuid
    site_name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    lock_public_key: LockPublicKey
    marking_public_key: LockPublicKey
    signing_public_key: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


def site_card_bytes(card: SiteCard) -> bytes:
    """Return the file's bytes."""
    return canonical_bytes(to_plain(card)) + b"\n"


def parse_site_card(untrusted_bytes: bytes) -> SiteCard:
    """Parse a site card; that the keys are usable is checked where they are used.

    Raises:
        FormatError: not a site card.
    """
    return parse_json_record(
        untrusted_bytes, SiteCard, name="site_card", most_bytes=MOST_SITE_CARD_BYTES
    )


def site_fingerprint(card: SiteCard) -> str:
    """Return 80 bits of the card's SHA-256 as a spoken code, for comparing by telephone."""
    digest = hashlib.sha256(_FINGERPRINT_DOMAIN + site_card_bytes(card)).digest()
    return spoken_code(digest[:10])
